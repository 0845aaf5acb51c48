using RemoteAssist.EndToEnd.Tests.Scripts;
using RemoteAssist.Tests.Support;

namespace RemoteAssist.EndToEnd.Tests;

/// <summary>What others write is text on every page: it neither runs nor becomes anything else, with the content policy and without.</summary>
[Collection(ProvedRelay.Tests)]
public sealed class ScriptPromiseTests
{
    // A case page holds one payload, a console and a list hold so many.
    private const int AtOnce = 100;

    private static readonly IReadOnlyList<ScriptPayload> Payloads = ScriptPayloads.Spread(Tried.Count(ScriptPayloads.Count));

    // An ordinary run is about escaping: the content policy, and payloads in addresses, take as long again.
    private static readonly bool IsThorough = Payloads.Count > 5;

    [Fact]
    [Trait("Promise", "16")]
    public async Task NothingThatSomebodyElseWritesRunsOnAnyPage()
    {
        using var fields = new Tried(16, "payloads in fields of a program, a customer or an Agent, on each page that shows them");
        using var consoles = new Tried(16, "payloads that an Agent says to the live page, on it and on the page of its case");
        using var bound = new Tried(16, "the same under the content policy, which has nothing to stop");
        await using var proved = await ProvedRelay.Take();
        var (relay, technician) = (proved.Relay, proved.Technician);
        using var programs = new HttpClient();
        await using var open = await ScriptWatch.Open(relay.Address, technician.Cookie, bypass: true);
        await using var closed = await ScriptWatch.Open(relay.Address, technician.Cookie, bypass: false);
        var number = 0;
        foreach (var chunk in Payloads.Chunk(AtOnce))
        {
            var cases = new List<HostileCase>();
            foreach (var payload in chunk)
            {
                cases.Add(await HostileCase.Fill(relay, technician, programs, payload));
            }

            await Pages(open, cases, fields);
            await Console(open, chunk, consoles);
            if (IsThorough)
            {
                await Pages(closed, [.. cases.Where((_, at) => at % 10 == 0)], bound);
                await Console(closed, chunk, bound);
            }
        }

        open.Ran.Should().BeEmpty();
        closed.Ran.Should().BeEmpty();
        (open.Opened + closed.Opened).Should().Be(0, "no dialog and no window opens");
        closed.Stopped.Should().BeEmpty("nothing came as far as the content policy");
        fields.MustHold();
        consoles.MustHold();
        if (IsThorough)
        {
            bound.MustHold();
        }

        async Task Console(ScriptWatch watch, ScriptPayload[] chunk, Tried tried)
        {
            var found = await HostileConsole.Say(relay, technician, watch, $"console {++number}", chunk);
            var onCase = await watch.Visit(new Uri(await watch.Page.EvaluateAsync<string>("() => document.querySelector('#case').href")).AbsolutePath, [.. chunk.Select(one => one.Text)]);
            var planted = found.Append(onCase).SelectMany(one => one.Planted).ToList();
            foreach (var payload in chunk)
            {
                var held = planted.Count == 0 && found[1].Shown.Contains(payload.Text) && found[2].Shown.Contains(payload.Text) && onCase.Shown.Contains(payload.Text);
                foreach (var field in HostileConsole.Fields)
                {
                    tried.Try(held && !watch.Ran.ContainsKey(payload.Id), $"{field}: {Said(payload, watch, planted)}");
                }
            }
        }
    }

    // Without this, a payload that never runs anywhere would prove nothing.
    [Fact]
    public async Task OnAPageThatEscapesNothingMostOfThemRun()
    {
        ScriptPayloads.All.Should().HaveCount(ScriptPayloads.Count).And.OnlyHaveUniqueItems(payload => payload.Text);
        await using var watch = await ScriptWatch.Open(new Uri("http://127.0.0.1:9/"), "", bypass: false);
        var unplanted = new List<ScriptPayload>();
        foreach (var payload in Payloads)
        {
            if ((await watch.VisitUnescaped(payload)).Planted.Count == 0)
            {
                unplanted.Add(payload);
            }
        }

        // The browser tells of what ran by another way than of what it found.
        ScriptPayload[] Idle() => [.. unplanted.Where(one => !watch.Ran.ContainsKey(one.Id))];
        await Until.True(
            "three quarters of them run", () => watch.Ran.Count >= Payloads.Count * 3 / 4,
            TimeSpan.FromSeconds(10), () => $"idle are {string.Join(" | ", Payloads.Where(one => !watch.Ran.ContainsKey(one.Id)).Select(one => one.Text))}");
        await Until.True(
            "of twenty at most one neither runs nor is seen", () => Idle().Length <= Payloads.Count / 20,
            TimeSpan.FromSeconds(10), () => string.Join(" | ", Idle().Select(one => one.Text)));
    }

    private static async Task Pages(ScriptWatch watch, IReadOnlyList<HostileCase> cases, Tried tried)
    {
        var lines = cases.Select(one => one.Line).ToList();
        await Check("cases", cases, one => one.OnList);
        await Check("people/keys", cases, one => one.OnKeys);
        foreach (var one in cases)
        {
            await Check($"cases/{one.Id}", [one], shown => shown.OnCase);
            await Check($"sessions/{one.Session}", [one], shown => shown.OnSession);
            if (IsThorough)
            {
                await Check($"sign-in?returnUrl={Uri.EscapeDataString(one.Payload.Text)}", [one], _ => []);
                await Check($"nowhere/{Uri.EscapeDataString(one.Payload.Text)}", [one], _ => []);
            }
        }

        async Task Check(string path, IReadOnlyList<HostileCase> on, Func<HostileCase, IReadOnlyList<string>> fields)
        {
            var found = await watch.Visit(path, [.. on.Select(one => one.Line)]);
            foreach (var one in on)
            {
                foreach (var field in fields(one).DefaultIfEmpty("address"))
                {
                    var shown = field == "address" || found.Shown.Contains(one.Line);
                    tried.Try(shown && found.Planted.Count == 0 && !watch.Ran.ContainsKey(one.Payload.Id), $"{path}, {field}: shown: {shown}; {Said(one.Payload, watch, found.Planted)}");
                }
            }
        }
    }

    private static string Said(ScriptPayload payload, ScriptWatch watch, IReadOnlyList<string> planted) =>
        $"{payload.Text} ran: {watch.Ran.GetValueOrDefault(payload.Id, "no")}; planted: {string.Join(" | ", planted.Take(3))}";
}
