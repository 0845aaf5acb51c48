using System.Net;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Microsoft.AspNetCore.SignalR.Client;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Tests.Doors;

/// <summary>Text that was somebody's undoing, in every field of every form, in addresses, headers and the hub's first call.</summary>
[Collection(House.Doors)]
public sealed class HostileFieldTests(House house)
{
    private static readonly string[] Hostile =
    [
        " ", "'; DROP TABLE entries; --", "\" OR 1=1 --", "<script>alert(1)</script>", "../../../../etc/passwd", "..\\..\\x", "/dev/null", "C:\\CON", "file:///etc/passwd",
        "$(touch x)", "`touch x`", "; touch x", "| touch x", "-oProxyCommand=x", "%00", "\0", "\r\nSet-Cookie: a=b", "%s%n%d", "{0}{1}", "${jndi:ldap://x}", "{{7*7}}",
        "\ud83d", "\ufeff\u202e\u0007\u001b[2J", "٠١٢", "ı İ ſ K", "1e309", "-1", "99999999999999999999", "null", "true", "[]", "{}", "", new('a', 5_000), new('字', 5_000),
    ];

    // A fifth of them, spread over all; all in a long run.
    private static IEnumerable<string> Tries => Hostile.Where((_, at) => at % (5 / Tried.Count(5, smoke: 1)) == 0).Select(Sendable);

    [Fact]
    [Trait("Promise", "15")]
    public async Task NoFormBreaksOnWhatIsWrittenIntoIt()
    {
        using var tried = new Tried(15, "forms with hostile text in every field");
        var forms = new Dictionary<string, bool>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (target, who) in Routes.Of(house.Services).SelectMany(route => House.Everybody.Select(who => (route.Target, who))))
        {
            foreach (var (to, fields, token) in await Forms(target, who))
            {
                if (!seen.Add($"{to} {string.Join(' ', fields)}"))
                {
                    continue; // it stands on every page, and is the same for every role
                }

                foreach (var text in Tries)
                {
                    using var content = new FormUrlEncodedContent(
                        [.. fields.Select(field => KeyValuePair.Create(field, text)), KeyValuePair.Create("__RequestVerificationToken", token)]);
                    using var answer = await house.Post(to, who, content);
                    forms[to] = forms.GetValueOrDefault(to) || answer.StatusCode is not HttpStatusCode.BadRequest;
                    tried.Try((int)answer.StatusCode < 500 && answer.StatusCode is not HttpStatusCode.Unauthorized, $"{who}, {to}, \"{Short(text)}\": {(int)answer.StatusCode}");
                }
            }
        }

        tried.MustHold();
        forms.Keys.Should().Contain(["/sign-in", "/cases/new", "/people/invite", "/account/password"]);
        forms.Where(form => !form.Value && form.Key != "/language") // an unknown language is a bad request
            .Select(form => form.Key).Should().BeEmpty("each form has read what was written at least once");
    }

    [Fact]
    [Trait("Promise", "15")]
    public async Task NoAddressAndNoHeaderBreaksAnything()
    {
        using var tried = new Tried(15, "addresses and headers with hostile text");
        foreach (var text in Tries)
        {
            var written = Uri.EscapeDataString(text.Length > 500 ? text[..500] : text);
            foreach (var target in new[]
            {
                $"/setup/{written}", $"/invitation/{written}", $"/error/{written}", $"/sign-in?returnUrl={written}&ended={written}", $"/sign-in/code?recovery={written}",
                $"/cases?show={written}", $"/cases/{written}", $"/cases/{Routes.Nothing}/papers/{written}", $"/people/{written}", $"/assets/{written}", $"/account?handler={written}",
            })
            {
                foreach (var who in new[] { "anonymous", "technician", "administrator" })
                {
                    using var answer = await house.Ask("GET", target, who);
                    tried.Try((int)answer.StatusCode < 500, $"{who}, {target}: {(int)answer.StatusCode}");
                }
            }

            // What a header cannot hold at all is no header.
            var line = string.Concat(text.Take(500).Where(letter => letter is >= ' ' and < (char)127));
            foreach (var name in new[] { "Accept-Language", "User-Agent", "Accept", "Cookie", "Referer", "Host", "X-Forwarded-For", "Content-Type" })
            {
                using var answer = await house.Ask("GET", "/sign-in", "anonymous", (name, line), ("Accept", "text/html"));
                tried.Try((int)answer.StatusCode < 500, $"{name}: \"{Short(line)}\": {(int)answer.StatusCode}");
            }
        }

        tried.MustHold();
    }

    [Fact]
    [Trait("Promise", "15")]
    public async Task NoAgentBreaksTheHubByItsFirstWords()
    {
        using var tried = new Tried(15, "joins with hostile text in every field");
        foreach (var text in Tries)
        {
            await using var agent = RelayConnection.Create(house.Address);
            await agent.StartAsync();
            var outcome = await agent.InvokeAsync<JoinOutcome>(HubContract.Join, new JoinRequest(HubContract.ProtocolVersion, text, text, text));
            tried.Try(outcome.Refusal is not null, $"\"{Short(text)}\" joined");
        }

        using var after = await house.Ask("GET", "/healthz", "anonymous");
        tried.Try(after.StatusCode is HttpStatusCode.OK, "the Relay is not well");
        tried.MustHold();
    }

    [Fact]
    [Trait("Promise", "15")]
    public void TheRelayHasNoMeansToStartAProgram()
    {
        using var tried = new Tried(15, "types that the Relay's own programs use and that start no other");
        foreach (var assembly in new[] { typeof(Program).Assembly, typeof(Viewer.ViewerSetup).Assembly, typeof(HubContract).Assembly })
        {
            using var file = new PEReader(File.OpenRead(assembly.Location));
            var metadata = file.GetMetadataReader();
            foreach (var type in metadata.TypeReferences.Select(metadata.GetTypeReference))
            {
                var name = $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";
                tried.Try(name is not ("System.Diagnostics.Process" or "System.Diagnostics.ProcessStartInfo"), $"{assembly.GetName().Name} uses {name}");
            }
        }

        tried.MustHold();
    }

    private async Task<IReadOnlyList<PageForm>> Forms(string target, string who)
    {
        using var answer = await house.Ask("GET", target, who, ("Accept", "text/html"));
        return PageForms.Of(target, await answer.Content.ReadAsStringAsync());
    }

    // Half of a pair cannot be written in UTF-8; what a browser sends of it is the replacement character.
    private static string Sendable(string text) => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));

    private static string Short(string text) => text.Length > 20 ? text[..20] : text;
}
