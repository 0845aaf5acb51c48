using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Tests.Audit;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Tests.Cases;

public class CaseDeskTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task AnOpenedCaseIsThereAndInTheLog()
    {
        await using var relay = new TestRelay();
        var id = await Open(relay, Some.Case(" 20\u200b931\u00a0") with { Problem = "Printer\u00a0 prints\nblank pages" });
        var found = await Desk(relay, desk => desk.Find(id!.Value, CancellationToken.None));
        found.Should().BeEquivalentTo(new { Id = id, Number = "20931", Customer = "李雷", Callback = "+49 30 1234567", Problem = "Printer prints blank pages" });

        var entry = (await relay.Log()).Should().ContainSingle().Subject;
        (entry.Action, entry.Actor, entry.ActorId, entry.Case).Should().Be(
            (AuditActions.CaseOpened, ActorKind.Technician, "someone", id.ToString()));
        entry.PersonalHashes.Keys.Should().BeEquivalentTo("number", "customer", "callback", "problem", "address");
        entry.Detail.Should().BeEmpty();
    }

    [Fact]
    public async Task ANumberIsGivenOnceEvenToManyAtOnce()
    {
        await using var relay = new TestRelay();
        var opened = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => Open(relay, Some.Case()))));
        opened.Count(id => id is not null).Should().Be(1);
        (await relay.Read(db => db.Cases.CountAsync())).Should().Be(1);
        (await relay.Log()).Should().HaveCount(1);
    }

    [Fact]
    public async Task WithoutTheLogNoCaseIsOpened()
    {
        var disk = new FailingCommit { Fails = CommitFault.Failed };
        await using var relay = new TestRelay(disk);
        await FluentActions.Awaiting(() => Open(relay, Some.Case())).Should().ThrowAsync<AuditUnavailableException>();
        (await relay.Read(db => db.Cases.CountAsync())).Should().Be(0);
    }

    [Fact]
    public async Task ThoseWhoWaitComeFirstTheLongestOnTopThenTheNewest()
    {
        await using var relay = new TestRelay();
        foreach (var (number, minute, sessions) in new[]
        {
            ("served early", 0, 1), ("waits long", 1, 0), ("served late", 2, 2), ("waits short", 3, 0),
        })
        {
            await relay.Audit.Append(Some.Entry(), db =>
            {
                var row = new RemoteAssist.Relay.Storage.CaseRow
                {
                    Id = Guid.NewGuid(),
                    Number = number,
                    Customer = "c",
                    Callback = "c",
                    Problem = "p",
                    Opened = Noon.AddMinutes(minute),
                };
                db.Cases.Add(row);
                db.Sessions.AddRange(Enumerable.Range(0, sessions).Select(at =>
                    Some.SessionRow(row.Id, at == 0 ? SessionState.Ended : SessionState.Live, Noon.AddMinutes(10 + at))));
                return Task.CompletedTask;
            });
        }

        var list = await Desk(relay, desk => desk.List(CancellationToken.None));
        list.Select(line => (line.Number, line.Sessions, line.ActiveSession.HasValue, line.ActiveState)).Should().Equal(
            ("waits long", 0, false, null),
            ("waits short", 0, false, null),
            ("served late", 2, true, SessionState.Live),
            ("served early", 1, false, null));
    }

    [Fact]
    public async Task ACaseShowsItsSessionsNewestFirst()
    {
        await using var relay = new TestRelay();
        var id = (await Open(relay, Some.Case()))!.Value;
        await relay.Audit.Append(Some.Entry(), db =>
        {
            db.Sessions.AddRange(
                Some.SessionRow(id, SessionState.Ended, Noon), Some.SessionRow(id, SessionState.Live, Noon.AddMinutes(1)));
            return Task.CompletedTask;
        });
        var found = await Desk(relay, desk => desk.Find(id, CancellationToken.None));
        found!.Sessions.Select(session => session.State).Should().Equal(SessionState.Live, SessionState.Ended);
    }

    [Fact]
    public async Task AnUnknownCaseIsNotThere()
    {
        await using var relay = new TestRelay();
        (await Desk(relay, desk => desk.Find(Guid.NewGuid(), CancellationToken.None))).Should().BeNull();
    }

    private static Task<Guid?> Open(TestRelay relay, NewCase form) => Desk(relay, desk => desk.Open(form, CancellationToken.None));

    private static Task<T> Desk<T>(TestRelay relay, Func<ICaseDesk, Task<T>> work) =>
        relay.Request((services, _) => work(services.GetRequiredService<ICaseDesk>()), Some.Technician());
}
