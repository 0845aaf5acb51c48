using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Audit.Desk;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Relay.Tests.Accounts;
using RemoteAssist.Relay.Tests.Hubs;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Relay.Tests.Audit;

/// <summary>Entries say all that they must, whatever was done; looks into the log are entries; clocks change no order.</summary>
public sealed class EntryPromiseTests(AccountHouse house) : IClassFixture<AccountHouse>
{
    // What neither run reaches is driven on the stage of sessions, where the same rule judges every entry (Sessions/FakeLog.cs),
    // or is a command's own entry, by the Relay itself (Hosting/KeysCommandTests.cs, Storage/BackupTests.cs).
    private static readonly string[] Wanted =
    [
        AuditActions.RelayStarted, AuditActions.AccountSetUp, AuditActions.AccountInvited, AuditActions.InvitationAccepted, AuditActions.FactorSet, AuditActions.SignIn, AuditActions.SignOut,
        AuditActions.PasswordAccepted, AuditActions.RolesChanged, AuditActions.AccountDisabled, AuditActions.AccountEnabled, AuditActions.AccountReset, AuditActions.PasswordChanged,
        AuditActions.RecoveryCodesMade, AuditActions.ApiKeyMade, AuditActions.ApiKeyUsed, AuditActions.WebhookAdded, AuditActions.CaseOpened, AuditActions.SessionRequested,
        AuditActions.LogRead, AuditActions.LogSearched, AuditActions.LogExported, AuditActions.SessionNoted,
    ];

    private static readonly string[] WantedOfSession =
    [
        AuditActions.SessionRequested, AuditActions.SessionNewCode, AuditActions.ViewerJoined, AuditActions.ViewerLeft, AuditActions.CodeRefused,
        "session.join", "session.allow", "session.show", "session.pause", "session.resume", "session.end",
    ];

    [Fact]
    [Trait("Promise", "29")]
    public async Task WhateverPeopleAndProgramsDoSaysWhoWhatWhenWhereAboutWhomAndHowItEnded()
    {
        using var tried = new Tried(29, "entries that say who, what, when, where, about whom and how it ended");
        var admin = house.Administrator;
        var (technician, email) = await house.Somebody("Technician");
        var (auditor, _) = await house.Somebody("Auditor");
        await technician.Submit("/sign-in", [("Email", email), ("Password", "wrong password here")], "/sign-in");
        await technician.SignIn(email);
        await technician.Submit("/account/password", [("Current", Some.Password), ("Next", "other tractor 72 drift")]);
        await technician.MakeRecoveryCodes("other tractor 72 drift");
        await technician.Submit("/cases/new", [("Number", "29001"), ("Customer", "Jonas"), ("Callback", "1"), ("Problem", "Blank pages")]);
        var itsCase = await house.Read(db => db.Cases.Where(row => row.Number == "29001").Select(row => row.Id).SingleAsync());
        await technician.Submit($"/cases/{itsCase}", [("Reason", "look"), ("Ask", "Control"), ("Minutes", "30")]);
        var session = await house.Read(db => db.Sessions.Where(row => row.CaseId == itsCase).Select(row => row.Id).SingleAsync());
        await technician.Open($"/cases/{itsCase}");
        await technician.Submit("/account", [], "/sign-out");
        await auditor.Open("/audit?customer=Jonas");
        await auditor.Open($"/audit/sessions/{session}");
        await auditor.Submit($"/audit/sessions/{session}", [("Note", "Asked about it.")], $"/audit/sessions/{session}?handler=Note");
        await auditor.Open("/audit/export.csv?case=29001");
        await admin.Submit("/people/webhooks", [("Address", "https://8.8.8.8/hook"), ("Steps", "session.end")]);
        var key = await admin.Submit("/people/keys", [("Name", "Ticket desk"), ("Scopes", "CasesRead"), ("Days", "90")]);
        var id = await house.Read(db => db.Users.Where(account => account.Email == email).Select(account => account.Id).SingleAsync());
        var person = $"/people/{id}";
        await admin.Submit(person, [("Roles", "Auditor")], $"{person}?handler=Roles");
        await admin.Submit(person, [], $"{person}?handler=Disable");
        await admin.Submit(person, [], $"{person}?handler=Enable");
        await admin.Submit(person, [], $"{person}?handler=Invite");
        using (var program = new HttpClient { BaseAddress = house.Address })
        {
            program.DefaultRequestHeaders.Add("Authorization", $"Bearer {System.Text.RegularExpressions.Regex.Match(key.Html, "id=\"made-key\">([^<]+)<").Groups[1].Value}");
            await program.GetFromJsonAsync<object>("/api/v1/cases");
        }

        technician.Dispose();
        auditor.Dispose();
        Judge(tried, await house.Read(db => db.Entries.OrderBy(row => row.Sequence).ToListAsync()), Wanted);
        tried.MustHold();
    }

    [Fact]
    [Trait("Promise", "29")]
    public async Task SoDoesEveryStepOfASessionOverTheHub()
    {
        using var tried = new Tried(29, "entries that say who, what, when, where, about whom and how it ended");
        await using var hub = await HubHost.Start();
        await using (var stranger = await hub.Connect())
        {
            await stranger.Join("9999");
        }

        var (viewer, agent, session) = await hub.Joined(SessionEvent.Allow, SessionEvent.Show, SessionEvent.Pause, SessionEvent.Resume);
        await viewer.DisposeAsync();
        await Eventually.True(() => hub.Session(session)!.Room.Viewers.IsEmpty); // nobody leaves a session that is over
        await agent.Report(new Shared.Wire.AgentReport(SessionEvent.End, EndReason.StoppedByCustomer));
        await Eventually.True(() => hub.Session(session) is null);
        await agent.DisposeAsync();
        var databases = hub.Services.GetRequiredService<IDbContextFactory<RelayDb>>();
        await using var db = await databases.CreateDbContextAsync();
        Judge(tried, await db.Entries.OrderBy(row => row.Sequence).ToListAsync(), WantedOfSession, fromOutside: true);
        tried.MustHold();
    }

    [Fact]
    [Trait("Promise", "29")]
    public async Task AClockThatJumpsAnHourEitherWayChangesNoOrder()
    {
        using var tried = new Tried(29, "entries in their order while the clock jumps an hour either way");
        var clock = new ManualClock();
        await using var relay = new TestRelay();
        var databases = relay.Get<IDbContextFactory<RelayDb>>();
        using var log = new AuditLog(databases, clock, relay.Get<Microsoft.Extensions.Logging.ILogger<AuditLog>>());
        var session = Guid.NewGuid();
        var written = new List<long>();
        var times = new List<DateTimeOffset>();
        for (var at = 0; at < Tried.Count(1_000); at++)
        {
            clock.Advance((at % 3) switch { 0 => TimeSpan.FromHours(1), 1 => TimeSpan.FromHours(-1), _ => TimeSpan.FromSeconds(1) });
            times.Add(clock.GetUtcNow());
            written.Add(await log.Append(Some.Entry(session: session)));
        }

        var read = await relay.Get<IAuditTrail>().ForSession(session, CancellationToken.None);
        for (var at = 0; at < read.Count; at++)
        {
            tried.Try(read[at].Sequence == written[at] && (at == 0 || written[at] == written[at - 1] + 1) && (read[at].Time - times[at]).Duration() < TimeSpan.FromMilliseconds(1), $"entry {written[at]}");
        }

        tried.Try(relay.Verify() is { Fault: null } whole && whole.Entries == written.Count, "the chain");
        tried.MustHold();
    }

    [Fact]
    [Trait("Promise", "29")]
    public async Task ALookIsAnEntryAgainAfterAnHourAndNoSoonerWhicheverWayTheClockJumps()
    {
        using var tried = new Tried(29, "looks into the log that are entries");
        var clock = new ManualClock();
        await using var relay = new TestRelay();
        var readings = new LogReadings(relay.Get<IDbContextFactory<RelayDb>>(), relay.Audit, clock);
        var (one, other) = (new Reader("one", "Ada", ActorKind.Auditor), new Reader("other", "Ivo", ActorKind.Technician));
        var (itsCase, session) = (Guid.NewGuid(), Guid.NewGuid());

        async Task Look(Reader reader, string what, int entries, string when)
        {
            await readings.Note(reader, what, AuditEntries.Read(reader, itsCase, session), CancellationToken.None);
            tried.Try((await relay.Log()).Count == entries, $"{when}: {(await relay.Log()).Count} entries, not {entries}");
        }

        await Look(one, "session/a", 1, "the first look");
        await Look(one, "session/a", 1, "at once again");
        await Look(one, "session/b", 2, "at another session");
        await Look(other, "session/a", 3, "by somebody else");
        clock.Advance(TimeSpan.FromMinutes(59));
        await Look(one, "session/a", 3, "within the hour");
        clock.Advance(TimeSpan.FromMinutes(1));
        await Look(one, "session/a", 4, "after the hour");
        clock.Advance(-TimeSpan.FromMinutes(59));
        await Look(one, "session/a", 4, "with a clock that was set back a little");
        clock.Advance(-TimeSpan.FromHours(1));
        await Look(one, "session/a", 5, "with a clock that was set back far");
        tried.MustHold();
    }

    private static void Judge(Tried tried, List<EntryRow> rows, string[] wanted, bool fromOutside = false)
    {
        var entries = rows.ConvertAll(row => EntryFacts.Read(System.Text.Encoding.UTF8.GetBytes(row.Json))!);
        foreach (var entry in entries)
        {
            // A test that asks a service directly comes from nowhere.
            var missing = EntryRule.Missing(entry);
            tried.Try(missing is null || (fromOutside && missing == "where" && entry.Action == AuditActions.SessionRequested), $"entry {entry.Sequence}, {entry.Action} by {entry.Actor}, does not say {missing}");
        }

        foreach (var action in wanted.Except(entries.Select(entry => entry.Action)))
        {
            tried.Try(false, $"{action} was not done");
        }
    }
}
