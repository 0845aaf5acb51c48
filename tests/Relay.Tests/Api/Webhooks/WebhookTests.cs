using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Tests.Audit;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Tests.Api.Webhooks;

/// <summary>What a receiver gets of a session's life: each step that happened, in order, signed; through failures and restarts.</summary>
public sealed class WebhookTests(Receiver receiver) : IClassFixture<Receiver>
{
    private static readonly string End = AuditActions.Of(SessionEvent.End);

    private readonly Inbox inbox = receiver.Open();

    [Fact]
    public async Task EachStepIsToldWithItsCaseAndStateAndASignatureThatHolds()
    {
        await using var relay = await WebhookRelay.Start();
        var (id, secret) = await relay.Add(inbox.Url);
        await relay.Step(AuditActions.SessionRequested);
        await relay.Step(SessionEvent.Join);
        await relay.Step(AuditActions.SessionNewCode); // none that is told
        await relay.Step(SessionEvent.Allow);
        await relay.Step(SessionEvent.Show);
        await relay.Step(AuditActions.Of(SessionEvent.Pause), AuditOutcome.Failed); // did not happen
        await relay.Step(SessionEvent.Pause);
        await relay.Step(SessionEvent.Change);
        await relay.Step(End, AuditOutcome.Success, ("reason", "stoppedByCustomer"));
        var last = await relay.Step(AuditActions.SessionWrappedUp, AuditOutcome.Success, ("solved", "yes"));
        await inbox.Has(8);
        await relay.AllIsTold(id);

        var told = inbox.Messages;
        told.Select(one => $"{one["type"]} {one["state"]} {one["endReason"]} {one["solved"]}").Should().Equal(
            "session.requested requested  ", "session.join joined  ", "session.allow consented  ", "session.show live  ", "session.pause paused  ",
            "session.change paused  ", "session.end ended stoppedByCustomer ", "session.wrappedUp ended  True");
        told.Select(one => one.Json.GetProperty("sequence").GetInt64()).Should().BeInAscendingOrder().And.EndWith(last);
        var hash = await relay.Read(db => db.Entries.Where(row => row.Sequence == last).Select(row => row.Hash).SingleAsync());
        told[^1].Event.Should().Be($"evt_{last}_{hash[..32]}");
        foreach (var one in told)
        {
            (one.Method, one.Type, one["id"], one["caseNumber"], one["case"], one["session"]).Should().Be(
                ("POST", "application/json", one.Event, "20931", $"{relay.Case.Id}", $"{relay.Session}"));
            one.Json.GetProperty("time").GetDateTimeOffset().Should().Be(relay.Clock.GetUtcNow());
            one.Timestamp.Should().Be($"{relay.Clock.GetUtcNow().ToUnixTimeSeconds()}");
            one.Signature.Should().Be("v1=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{one.Timestamp}.{one.Text}"))));
            one.Json.EnumerateObject().Select(field => field.Name).Should().Equal("id", "type", "time", "sequence", "session", "case", "caseNumber", "state", "endReason", "solved");
            one.Headers.Should().BeSubsetOf(["Host", "User-Agent", "Content-Type", "Content-Length", "RemoteAssist-Event", "RemoteAssist-Timestamp", "RemoteAssist-Signature"]);
        }

        inbox.WasCrowded.Should().BeFalse();
        (await relay.Shown(id)).Should().BeEquivalentTo(new { Waiting = 0, GivenUp = 0L, LostOutboxFull = 0L, LastTold = relay.Clock.GetUtcNow(), Paused = (DateTimeOffset?)null });
    }

    [Fact]
    public async Task WhatIsNotTakenIsTriedLaterAndLaterAndWhatComesAfterItWaits()
    {
        await using var relay = await WebhookRelay.Start();
        var (id, _) = await relay.Add(inbox.Url);
        inbox.Status = 503;
        await relay.Step(AuditActions.SessionRequested);
        await relay.Step(SessionEvent.Join);
        for (var tries = 1; tries <= 13; tries++)
        {
            var next = await relay.Fails(id, tries);
            (next.Trouble, next.Status, inbox.Messages.Count).Should().Be((WebhookTrouble.Status, 503, tries));
            var wanted = Math.Min(5 * Math.Pow(2, tries - 1), 3600);
            (next.Due - relay.Clock.GetUtcNow()).TotalSeconds.Should().BeInRange(wanted * 0.8, wanted * 1.2);
            if (tries == 13)
            {
                inbox.Status = 200;
            }

            relay.Clock.Advance(next.Due - relay.Clock.GetUtcNow());
        }

        await inbox.Has(15);
        await relay.AllIsTold(id);
        inbox.Messages.Select(one => one["type"]).Should().Equal([.. Enumerable.Repeat("session.requested", 14), "session.join"]);
        inbox.Messages.Take(14).Select(one => one.Event).Distinct().Should().ContainSingle();
        inbox.WasCrowded.Should().BeFalse();
    }

    [Fact]
    public async Task AfterThreeDaysAStepIsGivenUpSaidInTheLogAndTheNextHasItsTurn()
    {
        await using var relay = await WebhookRelay.Start();
        var (id, _) = await relay.Add(inbox.Url);
        inbox.Answer = http =>
        {
            http.Response.StatusCode = inbox.Messages[^1]["type"] == "session.requested" ? 400 : 200;
            return Task.CompletedTask;
        };
        var bad = await relay.Step(AuditActions.SessionRequested);
        await relay.Fails(id, 1);
        relay.Clock.Advance(TimeSpan.FromHours(71.9));
        await relay.Fails(id, 2);
        await relay.Step(SessionEvent.Join);
        relay.Clock.Advance(TimeSpan.FromHours(0.2));
        await relay.AllIsTold(id);

        var tries = inbox.Messages.Count - 1;
        inbox.Messages.Select(one => one["type"]).Should().Equal([.. Enumerable.Repeat("session.requested", tries), "session.join"]);
        var shown = await relay.Shown(id);
        (shown.GivenUp, shown.LastGivenUp.Single().Event, shown.LastGivenUp[0].Tries).Should().Be((1, inbox.Messages[0].Event, tries));
        var entry = (await relay.Log())[^1];
        (entry.Action, entry.Actor, entry.Outcome, entry.Detail["event"], entry.Detail["entry"], entry.Detail["trouble"], entry.Detail["status"]).Should().Be(
            (AuditActions.WebhookGaveUp, ActorKind.Relay, AuditOutcome.Failed, inbox.Messages[0].Event, $"{bad}", "status", "400"));

        inbox.Status = 200;
        (await relay.Desk(desk => desk.Replay(id, new ReplayWish(inbox.Messages[0].Event), CancellationToken.None))).Should().Be(new ReplayAnswer(1, null));
        await inbox.Has(tries + 2);
        await relay.AllIsTold(id);
        (inbox.Messages[^1].Event, (await relay.Shown(id)).LastGivenUp.Count).Should().Be((inbox.Messages[0].Event, 0));
    }

    [Fact]
    public async Task ARestartBetweenAStepAndItsTellingLosesNothingAndInventsNothing()
    {
        await using var relay = new WebhookRelay(); // nobody works yet
        await relay.Put(relay.Case);
        var (id, _) = await relay.Add(inbox.Url);
        var happened = new List<long> { await relay.Step(AuditActions.SessionRequested) };
        await relay.Restart();
        happened.Add(await relay.Step(SessionEvent.Join));
        relay.Disk.Fails = CommitFault.Failed;
        await relay.Awaiting(one => one.Step(SessionEvent.Allow)).Should().ThrowAsync<Relay.Audit.AuditUnavailableException>();
        relay.Disk.Fails = CommitFault.FailedButPersisted;
        await relay.Awaiting(one => one.Step(SessionEvent.Allow)).Should().ThrowAsync<Relay.Audit.AuditUnavailableException>();
        relay.Disk.Fails = CommitFault.None;
        happened.Add(happened[^1] + 2); // the disk kept what it reported as failed, behind the log's word of the failure before: so it is told
        await relay.Restart();
        inbox.Messages.Should().BeEmpty();
        await relay.Work();
        await inbox.Has(3);
        await relay.AllIsTold(id);
        await relay.Restart();
        await relay.Work();
        happened.Add(await relay.Step(SessionEvent.Show));
        await inbox.Has(4);
        await relay.AllIsTold(id);
        inbox.Messages.Select(one => one.Json.GetProperty("sequence").GetInt64()).Should().Equal(happened);
    }

    [Fact]
    public async Task WhatIsOnItsWayWhenTheRelayStopsIsToldAgainAsTheSameEvent()
    {
        await using var relay = await WebhookRelay.Start();
        var (id, _) = await relay.Add(inbox.Url);
        inbox.Answer = http => Task.Delay(Timeout.Infinite, http.RequestAborted);
        await relay.Step(AuditActions.SessionRequested);
        await inbox.Has(1);
        await relay.Restart();
        inbox.Status = 202;
        await relay.Work();
        await inbox.Has(2);
        await relay.AllIsTold(id);
        inbox.Messages.Select(one => one.Event).Distinct().Should().ContainSingle();
    }

    [Fact]
    public async Task AReceiverThatSaysNothingOrTooMuchDoesNotKeepTheOthersWaiting()
    {
        await using var relay = await WebhookRelay.Start();
        var other = receiver.Open();
        var (slow, _) = await relay.Add(inbox.Url);
        var (quick, _) = await relay.Add(other.Url);
        inbox.Answer = http => Task.Delay(Timeout.Infinite, http.RequestAborted);
        other.Answer = http => http.Response.WriteAsync(new string('x', 100_000));
        await relay.Step(AuditActions.SessionRequested);
        await relay.Step(SessionEvent.Join);
        await relay.AllIsTold(quick);
        other.Messages.Count.Should().Be(2);
        await inbox.Has(1);
        relay.Clock.Advance(TimeSpan.FromSeconds(9));
        (await relay.Shown(slow)).Next!.Tries.Should().Be(0);
        relay.Clock.Advance(TimeSpan.FromSeconds(1));
        (await relay.Fails(slow, 1)).Trouble.Should().Be(WebhookTrouble.TimedOut);
    }

    [Fact]
    public async Task WhatDoesNotFitIsCountedAndCanBeToldFromTheLog()
    {
        await using var relay = await WebhookRelay.Start(mostWaiting: 2);
        var (id, _) = await relay.Add(inbox.Url);
        await relay.Desk(desk => desk.Pause(id, true, CancellationToken.None));
        var first = await relay.Step(AuditActions.SessionRequested);
        await relay.Step(SessionEvent.Join);
        var lost = await relay.Step(SessionEvent.Allow);
        await relay.Step(SessionEvent.Show);
        var shown = await relay.Shown(id);
        (shown.Waiting, shown.LostOutboxFull, shown.Paused).Should().Be((2, 2, relay.Clock.GetUtcNow()));
        (await relay.Desk(desk => desk.Replay(id, new ReplayWish(null, first), CancellationToken.None))).Should().Be(new ReplayAnswer(0, first), "there is no room");
        inbox.Messages.Should().BeEmpty();

        await relay.Desk(desk => desk.Pause(id, false, CancellationToken.None));
        await relay.AllIsTold(id);
        (await relay.Desk(desk => desk.Replay(id, new ReplayWish(null, lost), CancellationToken.None))).Should().Be(new ReplayAnswer(2, null));
        await relay.AllIsTold(id);
        inbox.Messages.Select(one => one["type"]).Should().Equal("session.requested", "session.join", "session.allow", "session.show");
    }

    [Fact]
    public async Task AReplayTellsOnlyWhatIsWantedAsTheEventsThatTheyWere()
    {
        await using var relay = await WebhookRelay.Start();
        var before = await relay.Step(AuditActions.SessionRequested);
        var (id, _) = await relay.Add(inbox.Url, AuditActions.SessionRequested, End);
        await relay.Step(SessionEvent.Join);
        await relay.Step(End, AuditOutcome.Success, ("reason", "timeUp"));
        await relay.AllIsTold(id);
        inbox.Messages.Should().ContainSingle();

        (await relay.Desk(desk => desk.Replay(id, new ReplayWish(null, 0), CancellationToken.None))).Should().Be(new ReplayAnswer(2, null), "also what was before it was added");
        await relay.AllIsTold(id);
        await inbox.Has(3);
        inbox.Messages.Skip(1).Select(one => one["type"]).Should().Equal("session.requested", "session.end");
        inbox.Messages[^1].Event.Should().Be(inbox.Messages[0].Event);
        inbox.Messages[1].Event.Should().StartWith($"evt_{before}_");
        foreach (var unknown in new[] { "evt_", "evt_1_2", inbox.Messages[0].Event + "0", inbox.Messages[0].Event[..^1] + "x", "evt_99999_" + new string('0', 32), "evt_-1_" + new string('0', 32) })
        {
            (await relay.Desk(desk => desk.Replay(id, new ReplayWish(unknown), CancellationToken.None))).Should().BeNull(unknown);
        }

        (await relay.Desk(desk => desk.Replay(Guid.NewGuid(), new ReplayWish(null, 0), CancellationToken.None))).Should().BeNull();
        (await relay.Log()).Select(entry => entry.Action).Should().Equal(AuditActions.WebhookAdded, AuditActions.WebhookReplayed);
    }

    [Fact]
    public async Task PausedItWaitsAndRemovedItIsToldNothingAndEachStepIsInTheLogOnce()
    {
        await using var relay = await WebhookRelay.Start();
        var (id, _) = await relay.Add(inbox.Url + "?token=hidden");
        for (var again = 0; again < 2; again++)
        {
            (await relay.Desk(desk => desk.Pause(id, true, CancellationToken.None))).Should().BeTrue();
        }

        await relay.Step(AuditActions.SessionRequested);
        (await relay.Shown(id)).Waiting.Should().Be(1);
        await relay.Desk(desk => desk.Pause(id, false, CancellationToken.None));
        await relay.AllIsTold(id);
        (await relay.Desk(desk => desk.Remove(id, CancellationToken.None))).Should().BeTrue();
        (await relay.Desk(desk => desk.Remove(id, CancellationToken.None))).Should().BeFalse();
        (await relay.Desk(desk => desk.Pause(id, true, CancellationToken.None))).Should().BeFalse();
        await relay.Step(SessionEvent.Join);
        (await relay.Read(db => db.WebhookDeliveries.CountAsync())).Should().Be(0);
        inbox.Messages.Should().ContainSingle();

        var log = await relay.Log();
        log.Select(entry => entry.Action).Should().Equal(
            AuditActions.WebhookAdded, AuditActions.WebhookPaused, AuditActions.WebhookResumed, AuditActions.WebhookRemoved);
        log.Should().OnlyContain(entry => entry.Actor == ActorKind.Administrator && entry.ActorId == "someone" && entry.Detail["webhook"] == $"{id}"
            && entry.Detail["host"] == $"http://127.0.0.1:{receiver.Port}");
    }

    [Fact]
    public async Task TheSecretIsShownOnceAndNowhereInTheClear()
    {
        await using var relay = await WebhookRelay.Start();
        var (id, secret) = await relay.Add(inbox.Url);
        await relay.Step(AuditActions.SessionRequested);
        await relay.AllIsTold(id);
        secret.Should().MatchRegex("^whsec_[A-Za-z0-9_-]{43}$");
        System.Text.Json.JsonSerializer.Serialize(await relay.Shown(id)).Should().NotContain(secret);
        var searched = DataTexts.Of(relay.Folder).ToList();
        searched.Should().Contain(one => one.Text.Contains(inbox.Url, StringComparison.Ordinal), "the address is no secret, and the search finds it");
        foreach (var form in new[] { secret[6..], Convert.ToBase64String(Encoding.ASCII.GetBytes(secret))[..20], Convert.ToHexString(Encoding.ASCII.GetBytes(secret)) })
        {
            searched.Where(one => one.Text.Contains(form, StringComparison.OrdinalIgnoreCase)).Select(one => one.File).Should().BeEmpty();
        }
    }

    [Fact]
    public async Task WithoutTheKeysOfItsFolderNothingIsSentUnsigned()
    {
        await using var relay = await WebhookRelay.Start();
        var (id, _) = await relay.Add(inbox.Url);
        await relay.Restart();
        Directory.Delete(Path.Combine(relay.Folder, "keys"), recursive: true);
        await relay.Work();
        await relay.Step(AuditActions.SessionRequested);
        (await relay.Fails(id, 1)).Trouble.Should().Be(WebhookTrouble.Unreadable);
        inbox.Messages.Should().BeEmpty();
    }
}
