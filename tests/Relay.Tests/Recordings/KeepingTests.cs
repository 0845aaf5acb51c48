using System.Security.Claims;
using Microsoft.Extensions.Options;
using RemoteAssist.Relay.Accounts;
using RemoteAssist.Relay.Recordings;
using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Relay.Tests.Recordings;

/// <summary>How long recordings are kept, and what stays of one that is deleted.</summary>
public sealed class KeepingTests : InAStudio
{
    private static readonly ClaimsPrincipal Auditor = Person("aud", Roles.Auditor);
    private static readonly ClaimsPrincipal Administrator = Person("adm", Roles.Administrator);

    [Fact]
    public async Task NothingIsDeletedUnlessTheSettingsSaySo()
    {
        await Studio.Recorded();
        Clock.Advance(TimeSpan.FromDays(10_000));
        using var sweep = Studio.Sweep();
        (await sweep.Sweep(CancellationToken.None)).Should().Be(0);
    }

    [Fact]
    public async Task WhatIsOldEnoughGoesAndItsHashesStay()
    {
        var old = await Studio.Recorded();
        var held = await Studio.Recorded();
        (await Studio.Desk.Hold(held, Auditor, "a complaint", CancellationToken.None)).Should().Be(RecordingOutcome.Done);
        Clock.Advance(TimeSpan.FromDays(30));
        var recent = await Studio.Recorded();
        Clock.Advance(TimeSpan.FromHours(1));
        var last = (await Studio.Row(old))!.LastHash!;

        using var sweep = Studio.Sweep(days: 30);
        (await sweep.Sweep(CancellationToken.None)).Should().Be(1);

        (IsThere(old), IsThere(held), IsThere(recent)).Should().Be((false, true, true));
        var entry = (await Studio.Log(old))[^1];
        (entry.Action, entry.Actor, entry.Detail["rule"], entry.Detail["limit"]).Should().Be(("recording.deleted", ActorKind.Relay, "days", "30"));
        (entry.Detail["last"], entry.Detail["chunks"], entry.Detail["found"]).Should().Be((last, "1", "whole"));
        (await Studio.Book.Logged(old, CancellationToken.None))[0].Should().Be(last, "what was deleted stays proven");
        (await sweep.Sweep(CancellationToken.None)).Should().Be(0);
    }

    [Fact]
    public async Task WhereAllAreTooLargeTheOldestGo()
    {
        var sessions = new List<Guid>();
        for (var i = 0; i < 4; i++)
        {
            sessions.Add(await Studio.Recorded(frames: 1, size: 700_000));
            Clock.Advance(TimeSpan.FromMinutes(1));
        }

        await Studio.Desk.Hold(sessions[0], Administrator, "a complaint", CancellationToken.None);
        using var sweep = Studio.Sweep(megabytes: 2);
        (await sweep.Sweep(CancellationToken.None)).Should().Be(2);
        sessions.Select(IsThere).Should().Equal(true, false, false, true);
        (await Studio.Log(sessions[1]))[^1].Detail["rule"].Should().Be("size");
    }

    [Fact]
    public async Task WhatIsHeldIsDeletedByNobodyUntilItIsReleased()
    {
        var session = await Studio.Recorded();
        await Studio.Desk.Hold(session, Auditor, "a complaint", CancellationToken.None);
        (await Studio.Desk.Delete(session, Administrator, "asked to", CancellationToken.None)).Should().Be(RecordingOutcome.NotNow);
        (await Studio.Desk.Release(session, Auditor, "settled", CancellationToken.None)).Should().Be(RecordingOutcome.Done);
        (await Studio.Desk.Delete(session, Administrator, "asked to", CancellationToken.None)).Should().Be(RecordingOutcome.Done);

        IsThere(session).Should().BeFalse();
        (await Studio.Log(session)).Skip(3).Select(entry => (entry.Action, entry.Actor, entry.ActorId)).Should().Equal(
            ("recording.held", ActorKind.Auditor, "aud"), ("recording.released", ActorKind.Auditor, "aud"),
            ("recording.deleted", ActorKind.Administrator, "adm"));
        (await Studio.Desk.Delete(session, Administrator, "again", CancellationToken.None)).Should().Be(RecordingOutcome.Gone);
        (await Studio.Desk.Open(session, Auditor, CancellationToken.None)).Outcome.Should().Be(RecordingOutcome.Gone);
    }

    [Fact]
    public async Task WhatGoesOnIsNotDeletedNorWhatMayGoOn()
    {
        var session = await Studio.AddSession();
        Studio.Recorder.Begin(session);
        await Eventually.True(() => IsThere(session));
        (await Studio.Desk.Delete(session, Administrator, "asked to", CancellationToken.None)).Should().Be(RecordingOutcome.NotNow);
        await Studio.Recorder.End(session, "takenBack");
        (await Studio.Desk.Delete(session, Administrator, "asked to", CancellationToken.None)).Should().Be(RecordingOutcome.NotNow, "the session is not over");
        IsThere(session).Should().BeTrue();
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    public async Task WithoutAReasonNothingIsDone(string? reason)
    {
        var session = await Studio.Recorded();
        (await Studio.Desk.Hold(session, Auditor, reason, CancellationToken.None)).Should().Be(RecordingOutcome.NoReason);
        (await Studio.Desk.Delete(session, Administrator, new string('x', RecordingDesk.MostReason + 1), CancellationToken.None))
            .Should().Be(RecordingOutcome.NoReason);
        (await Studio.Desk.Hold(Guid.NewGuid(), Auditor, "a complaint", CancellationToken.None)).Should().Be(RecordingOutcome.NotThere);
        (await Studio.Log(session)).Should().HaveCount(3);
    }

    [Fact]
    public async Task OpeningOneIsOneEntryForEachPersonAndHour()
    {
        var session = await Studio.Recorded();
        for (var i = 0; i < 5; i++)
        {
            (await Studio.Desk.Open(session, Auditor, CancellationToken.None)).Row.Should().NotBeNull();
            (await Studio.Desk.Open(session, Person("other", Roles.Auditor), CancellationToken.None)).Row.Should().NotBeNull();
        }

        Clock.Advance(TimeSpan.FromHours(1));
        await Studio.Desk.Open(session, Auditor, CancellationToken.None);

        (await Studio.Log(session)).Where(entry => entry.Action == "recording.read").Select(entry => entry.ActorId).Should().Equal("aud", "other", "aud");
    }

    [Fact]
    public async Task AFileThatACrashLeftBehindIsDeletedAtTheNextStart()
    {
        var session = await Studio.Recorded();
        var file = await File.ReadAllBytesAsync(Studio.Folder.FileOf(session));
        await Studio.Desk.Delete(session, Administrator, "asked to", CancellationToken.None);
        await File.WriteAllBytesAsync(Studio.Folder.FileOf(session), file);

        await Studio.Removal.FinishAll(CancellationToken.None);
        IsThere(session).Should().BeFalse();
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(null, -1)]
    [InlineData(40_000, null)]
    public void SettingsThatMakeNoSenseAreNamed(int? days, int? megabytes) =>
        new KeepingOptionsCheck().Validate(null, new KeepingOptions { KeepDays = days, KeepMegabytes = megabytes })
            .Should().Match<ValidateOptionsResult>(result => result.Failed && result.FailureMessage!.Contains("Recording:Keep"));

    private bool IsThere(Guid session) => File.Exists(Studio.Folder.FileOf(session));

    private static ClaimsPrincipal Person(string id, string role) =>
        new(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, id), new(ClaimTypes.Role, role), new(AccountClaims.Name, "Ada Okafor")], "test"));
}
