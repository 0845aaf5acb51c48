using RemoteAssist.EndToEnd.Tests.Scripts;
using RemoteAssist.EndToEnd.Tests.Writes;
using RemoteAssist.Tests.Support;

namespace RemoteAssist.EndToEnd.Tests;

/// <summary>A Relay as people run it, with names of files and commands in every field, among folders in which every change is noticed.</summary>
[Collection(ProvedRelay.Tests)]
public sealed class OutsideWritesTests
{
    // Where a name leads that is taken at its word.
    private static string[] Hostile(string outside) =>
    [
        $"{outside}/a", "../../outside/b", "../../../outside/there", "..\\..\\outside\\c", $"file://{outside}/d", $"$(touch {outside}/e)", $"`touch {outside}/f`",
        $"; touch {outside}/g", $"| tee {outside}/h", $"x\";touch {outside}/i;\"", "%2e%2e%2f%2e%2e%2foutside%2fj", "....//....//outside//k", "~/l", "$HOME/m",
        "started-here/n", "x\0/../../../outside/o", $"a.png\n{outside}/p", "/proc/self/cwd/q", "CON", "relay.db", "../data/keys/relay-signing.pem", "data-{0}",
        $"'; ATTACH '{outside}/r' AS x; CREATE TABLE x.y(z); --", $"'; VACUUM INTO '{outside}/s'; --",
    ];

    [Fact]
    [Trait("Promise", "15")]
    public async Task NothingIsWrittenOutsideTheDataFolder()
    {
        using var tried = new Tried(15, "texts that name files or commands, in every form and field of a Relay around which every write is noticed");
        await using var proved = await ProvedRelay.Take();
        var (relay, technician) = (proved.Relay, proved.Technician);
        using var programs = new HttpClient();
        var forms = await Forms(technician);
        forms.Select(form => form.To).Should().Contain(["/cases/new", "/people/invite", "/people/keys", "/account/password"]);

        using var folders = new Folders(Watched(proved), relay.Data);
        var hostile = Hostile(proved.Outside);
        var seen = 0;
        foreach (var text in hostile.Take(Tried.Count(hostile.Length, smoke: 2)))
        {
            await HostileCase.Fill(relay, technician, programs, new ScriptPayload(++seen, "files", Place.Body, text));
            var answers = new List<string>();
            foreach (var form in forms)
            {
                var status = (int)await technician.WriteEverywhere(form, text);
                if (status >= 500)
                {
                    answers.Add($"{form.To}: {status}");
                }
            }

            await technician.Read($"cases/{Uri.EscapeDataString(text)}/snapshots/{Uri.EscapeDataString(text)}");
            var written = folders.Written();
            tried.Try(written.Count == 0 && answers.Count == 0, $"\"{text}\": {string.Join(", ", answers.Concat(written))}");
        }

        (await relay.Verify()).ExitCode.Should().Be(0);
        tried.MustHold();
    }

    [Fact]
    public async Task WhatIsWrittenElsewhereIsNoticed()
    {
        var room = Directory.CreateTempSubdirectory("remoteassist-outside-");
        var data = room.CreateSubdirectory("data").FullName;
        string In(string name) => Path.Combine(room.FullName, name);
        await File.WriteAllTextAsync(In("there"), "as it was");
        using (var folders = new Folders([room.FullName], data))
        {
            await File.WriteAllTextAsync(Path.Combine(data, "mine"), "may be");
            folders.Written().Should().BeEmpty();
            await File.WriteAllTextAsync(In("there"), "as it was not");
            await File.WriteAllTextAsync(In("short"), "gone at once");
            File.Delete(In("short"));
            await Until.True("both are noticed", () => folders.Written() is var written
                && written.Any(one => one.Contains("/there is", StringComparison.Ordinal)) && written.Any(one => one.Contains("/short was", StringComparison.Ordinal)));
        }

        room.Delete(recursive: true);
    }

    // The program's own folder beside all that a Relay is told to be its.
    private static IReadOnlyList<string> Watched(ProvedRelay proved) => [proved.Room, Path.GetDirectoryName(Repository.Relay)!];

    private static async Task<List<PageForm>> Forms(Technician technician)
    {
        var opened = await technician.OpenCase("forms");
        var pages = File.ReadLines(Path.Combine(Repository.Root, "tests", "Relay.Tests", "Doors", "routes.txt"))
            .Where(line => !line.StartsWith('#'))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(word => word.StartsWith('/')) ?? "")
            .Where(path => path.Length > 0 && !path.Contains('{', StringComparison.Ordinal))
            .Append($"/cases/{opened}")
            .Distinct(StringComparer.Ordinal);
        var forms = new List<PageForm>();
        foreach (var page in pages)
        {
            forms.AddRange(PageForms.Of(page, await technician.Read(page)));
        }

        return [.. forms.DistinctBy(form => form.To)];
    }
}
