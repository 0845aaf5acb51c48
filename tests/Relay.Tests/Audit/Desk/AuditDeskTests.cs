using System.Security.Claims;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RemoteAssist.Relay.Accounts;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Audit.Desk;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Relay.Tests.Accounts;
using RemoteAssist.Relay.Tests.Api;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Tests.Audit.Desk;

/// <summary>The auditor's desk of the whole Relay: what is found, what is given out, and that each look is an entry.</summary>
[Collection(ApiHouse.Name)]
public sealed class AuditDeskTests(ApiHouse house)
{
    private readonly string auditor = $"auditor-{Guid.NewGuid():N}";

    [Fact]
    public async Task EachFilterFindsWhatItSaysAndNothingElse()
    {
        var mark = $"{Guid.NewGuid():N}"[..8];
        var (a, b) = (Case($"{mark}-1", $"Jonas {mark}"), Case($"{mark}-2", $"王 {mark} 100%_a"));
        var day = new DateTimeOffset(2020, 2, 3, 0, 0, 0, TimeSpan.Zero);
        var first = Session(a, day, SessionState.Ended, EndReason.StoppedByCustomer, $"Mei {mark}");
        var second = Session(b, day.AddDays(1).AddTicks(-1), SessionState.Reviewed, EndReason.TimeUp, $"Bob {mark}");
        var third = Session(b, day.AddDays(1), SessionState.Live, null, $"Bob {mark}");
        (first.Allowed, second.Allowed) = ("View,Control", "View");
        var colleague = new ColleagueRow
        {
            SessionId = third.Id, Account = "x", Name = $"Ivo {mark}", Organisation = "x", InvitedBy = "x", Reason = "x", State = Shared.Wire.PersonState.Left, Until = day,
        };
        await house.Put(a, b, first, second, third, colleague);

        async Task Finds(SessionSearch search, params SessionRow[] wanted) =>
            (await Desk(desk => desk.Search(search, null, CancellationToken.None))).Lines.Select(line => line.Id)
                .Should().Equal(wanted.Select(row => row.Id), $"{search}");

        await Finds(new(Case: $"{mark}-1"), first);
        await Finds(new(Case: mark));
        await Finds(new(Customer: mark), third, second, first);
        await Finds(new(Customer: $"jonas {mark}"), first);
        await Finds(new(Customer: $"{mark} 100%_a"), third, second);
        await Finds(new(Customer: $"{mark} 100%_b"));
        await Finds(new(Customer: $"{mark}%a"));
        await Finds(new(Technician: $"MEI {mark}"), first);
        await Finds(new(Technician: $"Ivo {mark}"), third);
        await Finds(new(Customer: mark, From: new DateOnly(2020, 2, 4)), third);
        await Finds(new(Customer: mark, To: new DateOnly(2020, 2, 3)), second, first);
        await Finds(new(Customer: mark, From: new DateOnly(2020, 2, 3), To: new DateOnly(2020, 2, 3)), second, first);
        await Finds(new(Customer: mark, To: DateOnly.MaxValue), third, second, first);
        await Finds(new(Customer: mark, Allowed: Scope.Control), first);
        await Finds(new(Customer: mark, Allowed: Scope.View), second, first);
        await Finds(new(Customer: mark, Allowed: Scope.Recording));
        await Finds(new(Customer: mark, Outcome: EndReason.TimeUp), second);
        await Finds(new(Customer: mark, Reviewed: true), second);
        await Finds(new(Customer: mark, Reviewed: false), first);
    }

    [Fact]
    public async Task PagesHaveEachSessionOnceTheNewestFirst()
    {
        var row = Case($"{Guid.NewGuid():N}"[..12], "Jonas");
        var day = new DateTimeOffset(2020, 3, 1, 0, 0, 0, TimeSpan.Zero);
        var sessions = Enumerable.Range(0, 103).Select(at => Session(row, day.AddTicks(at / 2), SessionState.Ended, null, "Mei")).ToList();
        await house.Put([row, .. sessions]);
        var search = new SessionSearch(Case: row.Number);
        var found = new List<AuditedLine>();
        string? after = null;
        do
        {
            var page = await Desk(desk => desk.Search(search, after, CancellationToken.None));
            page.Lines.Should().HaveCountLessThanOrEqualTo(50);
            found.AddRange(page.Lines);
            after = page.Next;
        }
        while (after is not null);
        found.Select(line => line.Id).Should().BeEquivalentTo(sessions.Select(one => one.Id)).And.HaveCount(103);
        found.Select(line => line.Requested).Should().BeInDescendingOrder();
        foreach (var odd in new[] { "x", "", new string('A', 500) })
        {
            (await Desk(desk => desk.Search(search, odd, CancellationToken.None))).Lines.Should().HaveCount(50, "a place that is none is the beginning");
        }
    }

    [Fact]
    public async Task ASearchIsAnEntryOfWhatWasLookedForOnceAnHour()
    {
        var before = await house.Newest();
        var search = new SessionSearch(Case: "none", Customer: "Jonas Weber", From: new DateOnly(2026, 11, 1), Allowed: Scope.Control, Outcome: EndReason.TimeUp, Reviewed: false);
        await Desk(desk => desk.Search(search, null, CancellationToken.None));
        await Desk(desk => desk.Search(search with { }, "again", CancellationToken.None));
        await Desk(desk => desk.Search(new SessionSearch(), null, CancellationToken.None));
        var log = (await house.LogSince(before)).Where(entry => entry.ActorId == auditor).ToList();
        log.Should().HaveCount(2).And.OnlyContain(entry => entry.Action == AuditActions.LogSearched && entry.Actor == ActorKind.Auditor && entry.Session == null);
        log[0].Detail.Should().Equal(new Dictionary<string, string> { ["allowed"] = "control", ["ended"] = "timeUp", ["from"] = "2026-11-01", ["reviewed"] = "no" });
        log[0].PersonalHashes.Keys.Should().BeEquivalentTo("name", "wantedCase", "wantedCustomer", "address");
        log[1].Detail.Should().BeEmpty();
    }

    [Fact]
    public async Task ReadingASessionIsAnEntryOnceForEachPersonAndHour()
    {
        var session = await Ended();
        var before = await house.Newest();
        for (var look = 0; look < 3; look++)
        {
            (await Desk(desk => desk.Open(session.Id, CancellationToken.None)))!.Log.Should().Contain(line => line.Action == AuditActions.LogRead && line.Actor == ActorKind.Auditor);
        }

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => As(Person("other", Roles.Administrator), desk => desk.Open(session.Id, CancellationToken.None))));
        (await house.LogSince(before)).Select(entry => (entry.Action, entry.Actor, entry.ActorId, entry.Session)).Should().Equal(
            (AuditActions.LogRead, ActorKind.Auditor, auditor, $"{session.Id}"), (AuditActions.LogRead, ActorKind.Administrator, "other", $"{session.Id}"));
        (await Desk(desk => desk.Open(Guid.NewGuid(), CancellationToken.None))).Should().BeNull();
    }

    [Fact]
    public async Task WithoutTheLogNothingIsFoundReadNotedReviewedOrExported()
    {
        var session = await Ended();
        await house.WithoutLog(async () =>
        {
            await Fails(desk => desk.Search(new SessionSearch(Case: "x"), null, CancellationToken.None));
            await Fails(desk => desk.Open(session.Id, CancellationToken.None));
            await Fails(desk => desk.Note(session.Id, "x", CancellationToken.None));
            await Fails(desk => desk.Review(session.Id, Verdict.InOrder, "", CancellationToken.None));
            await FluentActions.Awaiting(() => In<LogExport, object?>(Person(auditor, Roles.Auditor), async export => await export.Begin(new SessionSearch(), ExportForm.Csv, CancellationToken.None)))
                .Should().ThrowAsync<AuditUnavailableException>();
        });

        (await Row(session.Id)).State.Should().Be(SessionState.Ended);

        async Task Fails<T>(Func<IAuditDesk, Task<T>> work) => await FluentActions.Awaiting(() => Desk(work)).Should().ThrowAsync<AuditUnavailableException>();
    }

    [Fact]
    public async Task ANoteIsAnEntryWithItsWordsBesideIt()
    {
        var session = await Ended();
        (await Desk(desk => desk.Note(session.Id, "Asked Mei about it.", CancellationToken.None))).Should().BeTrue();
        (await Desk(desk => desk.Note(Guid.NewGuid(), "x", CancellationToken.None))).Should().BeFalse();
        var opened = await Desk(desk => desk.Open(session.Id, CancellationToken.None));
        opened!.Log.Single(line => line.Action == AuditActions.SessionNoted).Values["words"].Should().Be("Asked Mei about it.");
        var entry = (await house.LogSince(0)).Last(one => one.Action == AuditActions.SessionNoted);
        JsonSerializer.Serialize(entry).Should().NotContain("Asked Mei");
        entry.PersonalHashes.Should().ContainKey("words");
    }

    [Fact]
    public async Task AReviewIsTakenOnceAndReceiversAreToldOfIt()
    {
        var session = await Ended();
        var webhook = Some.WebhookRow();
        var told = new WebhookRow
        {
            Id = Guid.NewGuid(), Url = webhook.Url, Inside = false, Steps = "session.review", Secret = "", MadeById = "x", MadeBy = "x", Made = DateTimeOffset.UtcNow, Paused = DateTimeOffset.UtcNow,
        };
        await house.Put(told);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(at => As(
            Person($"{auditor}{at}", Roles.Auditor), desk => desk.Review(session.Id, Verdict.NeedsTalk, "Too long.", CancellationToken.None))));
        outcomes.Should().BeEquivalentTo([ReviewOutcome.Done, ReviewOutcome.ReviewedBefore, ReviewOutcome.ReviewedBefore, ReviewOutcome.ReviewedBefore]);
        (await Desk(desk => desk.Review(session.Id, Verdict.InOrder, "", CancellationToken.None))).Should().Be(ReviewOutcome.ReviewedBefore);
        (await Row(session.Id)).State.Should().Be(SessionState.Reviewed);
        var entry = (await house.LogSince(0)).Single(one => one.Session == $"{session.Id}" && one.Action == "session.review");
        (entry.Actor, entry.Detail["verdict"], entry.Outcome).Should().Be((ActorKind.Auditor, "needsTalk", AuditOutcome.Success));
        (await house.Read(db => db.WebhookDeliveries.CountAsync(row => row.WebhookId == told.Id && row.Sequence == entry.Sequence))).Should().Be(1);
        var number = await Number(session);
        var found = (await Desk(desk => desk.Search(new SessionSearch(Case: number), null, CancellationToken.None))).Lines.Single();
        (found.Verdict, found.State).Should().Be((Verdict.NeedsTalk, SessionState.Reviewed));
        await house.Read(db => db.Webhooks.Where(row => row.Id == told.Id).ExecuteDeleteAsync());
    }

    [Fact]
    public async Task NobodyReviewsWhatTheyWorkedInOrWhatIsNotOver()
    {
        var session = await Ended();
        await house.Services.GetRequiredService<IAuditLog>().Append(new PendingEntry(
            AuditActions.ViewerJoined, ActorKind.Technician, auditor, AuditOutcome.Success, session.CaseId, session.Id));
        (await Desk(desk => desk.Review(session.Id, Verdict.InOrder, "", CancellationToken.None))).Should().Be(ReviewOutcome.OwnSession);
        (await Desk(desk => desk.Open(session.Id, CancellationToken.None)))!.IsOwn.Should().BeTrue();
        (await As(Person(session.TechnicianId, Roles.Auditor), desk => desk.Review(session.Id, Verdict.InOrder, "", CancellationToken.None))).Should().Be(ReviewOutcome.OwnSession);

        var row = Case($"{Guid.NewGuid():N}"[..12], "Jonas");
        var live = Session(row, DateTimeOffset.UtcNow, SessionState.Live, null, "Mei");
        await house.Put(row, live);
        (await Desk(desk => desk.Review(live.Id, Verdict.InOrder, "", CancellationToken.None))).Should().Be(ReviewOutcome.NotOver);
        (await Desk(desk => desk.Review(Guid.NewGuid(), Verdict.InOrder, "", CancellationToken.None))).Should().Be(ReviewOutcome.NoSuchSession);
        await FluentActions.Awaiting(() => Desk(desk => desk.Review(session.Id, (Verdict)9, "", CancellationToken.None))).Should().ThrowAsync<ArgumentException>();
        await house.Read(db => db.Sessions.Where(one => one.Id == live.Id).ExecuteDeleteAsync());
    }

    [Fact]
    public async Task TechniciansGetNothingOfIt()
    {
        var session = await Ended();
        var before = await house.Newest();
        foreach (var person in new[] { Person("tech", Roles.Technician), new ClaimsPrincipal(new ClaimsIdentity()) })
        {
            await Refuses<SessionsFound>(desk => desk.Search(new SessionSearch(), null, CancellationToken.None));
            await Refuses(desk => desk.Open(session.Id, CancellationToken.None));
            await Refuses(desk => desk.Standing(CancellationToken.None));
            await Refuses(desk => desk.Note(session.Id, "x", CancellationToken.None));
            await Refuses(desk => desk.Review(session.Id, Verdict.InOrder, "", CancellationToken.None));

            async Task Refuses<T>(Func<IAuditDesk, Task<T>> work) => await FluentActions.Awaiting(() => As(person, work)).Should().ThrowAsync<UnauthorizedAccessException>();
        }

        (await house.Newest()).Should().Be(before);
    }

    [Fact]
    public async Task WhatWasEverAllowedIsKeptWithTheSession()
    {
        var session = await Ended();
        var log = house.Services.GetRequiredService<IAuditLog>();
        async Task Says(string action, string scopes, AuditOutcome outcome = AuditOutcome.Success) => await log.Append(new PendingEntry(
            action, ActorKind.Customer, null, outcome, session.CaseId, session.Id, new Dictionary<string, string> { ["scopes"] = scopes }));
        await Says("session.allow", "view,control");
        await Says("session.change", "view,files");
        await Says("session.change", "recording", AuditOutcome.Failed);
        await Says("session.change", "");
        (await Row(session.Id)).Allowed.Should().Be("View,Control,Files");
    }

    private static CaseRow Case(string number, string customer) => new() { Id = Guid.NewGuid(), Number = number, Customer = customer, Callback = "1", Problem = "Blank pages", Opened = DateTimeOffset.UtcNow };

    private static SessionRow Session(CaseRow row, DateTimeOffset requested, SessionState state, EndReason? why, string technician) => new()
    {
        Id = Guid.NewGuid(), CaseId = row.Id, TechnicianId = "someone-else", Technician = technician, Organisation = "Nordlicht IT", Reason = "look", State = state, EndReason = why,
        Requested = requested, Scopes = "View", Minutes = 60, Ended = why is null ? null : requested,
    };

    private async Task<SessionRow> Ended()
    {
        var row = Case($"{Guid.NewGuid():N}"[..12], "Jonas");
        var session = Session(row, DateTimeOffset.UtcNow, SessionState.Ended, EndReason.StoppedByCustomer, "Mei");
        await house.Put(row, session);
        return session;
    }

    private static ClaimsPrincipal Person(string id, string role) => new(new ClaimsIdentity(
        [new Claim(ClaimTypes.NameIdentifier, id), new Claim(ClaimTypes.Role, role), new Claim(AccountClaims.Name, "Ada Okafor")], "test"));

    private Task<string> Number(SessionRow session) => house.Read(db => db.Cases.Where(row => row.Id == session.CaseId).Select(row => row.Number).SingleAsync());

    private Task<SessionRow> Row(Guid id) => house.Read(db => db.Sessions.AsNoTracking().SingleAsync(row => row.Id == id));

    private Task<T> Desk<T>(Func<IAuditDesk, Task<T>> work) => As(Person(auditor, Roles.Auditor), work);

    private Task<T> As<T>(ClaimsPrincipal person, Func<IAuditDesk, Task<T>> work) => In(person, work);

    private async Task<T> In<TDesk, T>(ClaimsPrincipal person, Func<TDesk, Task<T>> work)
        where TDesk : notnull => (await new Signing(house.Services).Request("", one => work(one.GetRequiredService<TDesk>()), person)).Result;
}
