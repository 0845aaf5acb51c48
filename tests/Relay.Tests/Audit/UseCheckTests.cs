using RemoteAssist.Relay.Sessions;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Input;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Tests.Audit;

/// <summary>A log whose chain is whole, and whose counts of use somebody else has written.</summary>
public sealed class UseCheckTests : IDisposable
{
    private static readonly byte[] Exchange = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly DateTimeOffset At = new(2026, 11, 22, 8, 0, 0, 123, TimeSpan.Zero);

    private static readonly JoinRequest Request = new(HubContract.ProtocolVersion, "4829", "0.1.0", "Linux X11");

    private readonly SessionKey key = new();

    private readonly SessionFacts facts = new(
        Guid.NewGuid(), Guid.NewGuid(), "20931", "Printer prints blank pages", "mei", "Mei Lin", "Harbour IT", "Look together", At);

    public void Dispose() => key.Dispose();

    [Fact]
    public async Task WhatTheAgentSignedIsCounted()
    {
        var (code, said, _) = await Verify(Joined(), Used(1), Used(2, UseStep.Counted, keys: 3), Used(3, UseStep.Closed, keys: 5), Used(4, UseStep.Opened, interval: 2));
        (code, said).Should().Be((0, "5 entries, none missing, none changed. 4 counts of use, each signed by the Agent of its session."));
    }

    [Fact]
    public async Task ASessionThatWasJoinedAgainHasTheNewKeyAndTheOldCountsStayGood()
    {
        using var next = new SessionKey();
        var (code, said, _) = await Verify(
            Joined(), Used(1), Used(2, UseStep.Closed), Joined(next), SessionEntries.Used(facts, Signed(next, Report(1))));
        (code, said).Should().Be((0, "5 entries, none missing, none changed. 3 counts of use, each signed by the Agent of its session."));
    }

    [Theory]
    [InlineData("another count", "was not signed")]
    [InlineData("another time", "was not signed")]
    [InlineData("another session", "was not signed")]
    [InlineData("another exchange", "was not signed")]
    [InlineData("another key", "was not signed")]
    [InlineData("no signature", "cannot be read")]
    [InlineData("one missing", "does not follow")]
    [InlineData("one doubled", "does not follow")]
    [InlineData("fewer than before", "does not follow")]
    [InlineData("nobody's", "does not say whose key")]
    public async Task WhatItDidNotSignIsNamed(string what, string says)
    {
        using var other = new SessionKey();
        var good = Report(2, UseStep.Counted, keys: 3);
        var entry = what switch
        {
            "another count" => With(Used(2, UseStep.Counted, keys: 3), "keys", "2"),
            "another time" => With(Used(2, UseStep.Counted, keys: 3), "signedAt", "2026-11-22T08:00:00.124Z"),
            "another session" => SessionEntries.Used(facts, key.Sign(Guid.NewGuid(), Exchange, good)),
            "another exchange" => SessionEntries.Used(facts, key.Sign(facts.Id, new byte[32], good)),
            "another key" => SessionEntries.Used(facts, Signed(other, good)),
            "no signature" => With(Used(2, UseStep.Counted, keys: 3), "signature", null),
            "one missing" => Used(3, UseStep.Counted, keys: 3),
            "one doubled" => Used(1),
            "fewer than before" => Used(2, UseStep.Counted, keys: -1),
            _ => SessionEntries.Used(facts with { Id = Guid.NewGuid() }, Signed(key, Report(1))),
        };
        var (code, said, _) = await Verify(Joined(), Used(1), entry, Some.Entry());
        code.Should().Be(1);
        said.Should().StartWith("Entry 3 is the first that is not as it was written.").And.Contain(says);
    }

    private static PendingEntry With(PendingEntry entry, string name, string? value)
    {
        var detail = entry.Detail!.Where(pair => pair.Key != name).ToDictionary(StringComparer.Ordinal);
        if (value is not null)
        {
            detail[name] = value;
        }

        return entry with { Detail = detail };
    }

    private static UseReport Report(int number, UseStep step = UseStep.Opened, int keys = 0, int interval = 1) =>
        new(number, interval, step, At, InputCounts.None with { Keys = keys }, [], []);

    private static async Task<(int Code, string Said, string Error)> Verify(params PendingEntry[] entries)
    {
        await using var relay = new TestRelay();
        foreach (var entry in entries)
        {
            await relay.Audit.Append(entry);
        }

        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var code = RemoteAssist.Relay.Audit.VerifyCommand.Run(relay.Folder.Path, json: false, output, error);
        return (code, output.ToString().Trim(), error.ToString().Trim());
    }

    private PendingEntry Joined() => Joined(key);

    // As an Agent that counts, and keeps no chain of all that it states.
    private PendingEntry Joined(SessionKey by)
    {
        var entry = SessionEntries.Join(facts, Request, Exchange, by.Mark, "192.0.2.7");
        return entry with { Detail = entry.Detail!.Where(pair => pair.Key != LinkEntry.Chain).ToDictionary() };
    }

    private PendingEntry Used(int number, UseStep step = UseStep.Opened, int keys = 0, int interval = 1) =>
        SessionEntries.Used(facts, Signed(key, Report(number, step, keys, interval)));

    private UseReport Signed(SessionKey by, UseReport report) => by.Sign(facts.Id, Exchange, report);
}
