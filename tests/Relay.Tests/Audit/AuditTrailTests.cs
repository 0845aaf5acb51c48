using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Relay.Tests.Audit;

public class AuditTrailTests
{
    [Fact]
    public async Task ASessionsEntriesComeInOrderWithTheirValues()
    {
        await using var relay = new TestRelay();
        var session = Guid.NewGuid();
        await relay.Audit.Append(Some.Entry(session: session));
        await relay.Audit.Append(Some.Entry(session: Guid.NewGuid()));
        await relay.Audit.Append(Some.Entry("session.end", session) with { Outcome = AuditOutcome.Failed });

        var lines = await relay.Get<IAuditTrail>().ForSession(session, CancellationToken.None);
        lines.Select(line => (line.Sequence, line.Action, line.Outcome)).Should().Equal(
            (1, AuditActions.SessionRequested, AuditOutcome.Success), (3, "session.end", AuditOutcome.Failed));
        lines[0].Values.Should().Equal(new Dictionary<string, string>
        {
            ["minutes"] = "60",
            ["reason"] = "look at the printer together",
        });
    }

    [Fact]
    public async Task AnErasedValueIsMissingAndItsEntryIsNot()
    {
        await using var relay = new TestRelay();
        var session = Guid.NewGuid();
        await relay.Audit.Append(Some.Entry(session: session));
        await relay.Read(db => db.PersonalValues.ExecuteDeleteAsync());
        var line = (await relay.Get<IAuditTrail>().ForSession(session, CancellationToken.None)).Should().ContainSingle().Subject;
        line.Values.Keys.Should().Equal("minutes");
    }

    [Fact]
    public async Task ADamagedEntryIsNotLeftOutInSilence()
    {
        await using var relay = new TestRelay();
        var session = Guid.NewGuid();
        await relay.Audit.Append(Some.Entry(session: session));
        relay.Folder.Tamper("UPDATE entries SET json = '{}'");
        await FluentActions.Awaiting(() => relay.Get<IAuditTrail>().ForSession(session, CancellationToken.None))
            .Should().ThrowAsync<InvalidDataException>().WithMessage("Entry 1 *");
    }
}
