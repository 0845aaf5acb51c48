using System.Diagnostics;
using System.Globalization;
using RemoteAssist.Tests.Support;

namespace RemoteAssist.EndToEnd.Tests;

/// <summary>
/// What a technician types is counted in the log and not written into it; of an Agent that is killed, the last ten seconds
/// are missing at most. What was really typed is what a stranger on the customer's display heard.
/// </summary>
[Trait("Promise", "22")]
public sealed class CountTests
{
    // Keys of one press each, and a word that nobody else writes.
    private const string Canary = "quartzkingfisher7493velvet";
    private const string Last = "Return";

    private static readonly string[] Counted = ["control.counted", "control.closed"];

    [Fact]
    public async Task TheLogHasHowMuchWasTypedNotWhatAndAKilledAgentLosesTenSecondsAtMost()
    {
        await using var stage = await Stage.Apart("--Sessions:ComeBackWithin=00:00:04");
        var agent = await stage.GoLive();
        var listener = await KeyListener.On(stage.Screen);
        await stage.PicturesAgree();
        await stage.TakeControl();
        await stage.ClickThrough(listener.Window);
        var keyboard = stage.Technician.Page.Keyboard;

        // 1 typed, and at rest: the count is what was heard
        await keyboard.TypeAsync(Canary);
        await keyboard.PressAsync("Enter");
        var heard = await listener.UpTo(Last, 1);
        string.Concat(heard.Select(key => key.Text)).Should().StartWith(Canary, "it was typed on the customer's computer");
        await Until.True("the interval is closed", async () => (await Log(stage)).Actions.Contains("control.closed"), TimeSpan.FromSeconds(60));
        using (var tried = new Tried(22, "keys typed through the browser to a real desktop: the closed count is what a stranger heard"))
        {
            tried.Try(await Keys(stage) == heard.Count, $"counted {await Keys(stage)}, heard {heard.Count}");
            tried.MustHold();
        }

        // 2 killed in the middle: what is not in the log was heard in the last ten seconds
        var typed = new List<(long At, int Sum)>();
        var sum = heard.Count;
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(17);)
        {
            await keyboard.TypeAsync("abc");
            await keyboard.PressAsync("Enter");
            sum += (await listener.UpTo(Last, 1)).Count;
            typed.Add((Stopwatch.GetTimestamp(), sum));
        }

        var killed = Stopwatch.GetTimestamp();
        agent.Process.Kill();
        var log = await stage.EndedLog();
        log.EndReason.Should().Be("customerLost");
        log.Actions.Should().ContainInOrder("control.opened", "control.counted", "control.uncounted", "session.end");
        var (signed, due) = (await Keys(stage), typed.LastOrDefault(t => Stopwatch.GetElapsedTime(t.At, killed) >= TimeSpan.FromSeconds(10)).Sum);
        using (var tried = new Tried(22, "Agents killed in the middle of typing: all but the last ten seconds is counted"))
        {
            tried.Try(signed >= due && signed <= sum, $"counted {signed}, heard {due} by ten seconds before and {sum} in all");
            tried.MustHold();
        }

        // 3 what was typed is not on the Relay's disk, and what belongs there is found
        var canaries = RemoteAssist.Tests.Support.Canary.OfText(Canary);
        using (var tried = new Tried(22, "forms of a typed text, looked for in all files of the Relay with the log among them"))
        {
            foreach (var canary in canaries)
            {
                var finds = new CanarySearch([canary]).InFolder(stage.Relay.Data);
                finds.Bytes.Should().BeGreaterThan(10_000, "there must be something to look through");
                tried.Try(finds.Count == 0, finds.ToString());
            }

            tried.MustHold();
        }

        new CanarySearch(RemoteAssist.Tests.Support.Canary.OfText("control.uncounted")).InFolder(stage.Relay.Data).Count
            .Should().BePositive("the search reads the log, and finds there what stands in it");
        (await stage.Relay.Verify()).ExitCode.Should().Be(0);

        // 4 and it is told in words
        await stage.Technician.Page.GotoAsync(stage.CasePage.ToString());
        (await stage.Technician.Page.Locator(".log").First.InnerTextAsync()).Should()
            .Contain("Use of mouse and keyboard by the technician began.").And
            .Contain($"keys pressed {heard.Count.ToString(CultureInfo.InvariantCulture)},").And
            .Contain("What was done in its last 10 seconds at most is not counted.");
    }

    private static Task<SessionLog> Log(Stage stage) => SessionLog.Read(stage.Relay, stage.Technician.SessionId);

    // All intervals together, each as far as it was counted last.
    private static async Task<int> Keys(Stage stage)
    {
        var log = await Log(stage);
        return Counted
            .SelectMany(action => log.Details(action, "interval").Zip(log.Details(action, "keys")))
            .GroupBy(entry => entry.First)
            .Sum(interval => interval.Max(entry => int.Parse(entry.Second!, CultureInfo.InvariantCulture)));
    }
}
