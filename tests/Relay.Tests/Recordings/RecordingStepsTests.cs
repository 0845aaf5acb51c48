using Microsoft.Extensions.Options;
using RemoteAssist.Relay.Recordings;
using RemoteAssist.Relay.Tests.Sessions;
using RemoteAssist.Shared.Recordings;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Tests.Recordings;

/// <summary>When the Relay offers recording, and when it records.</summary>
public sealed class RecordingStepsTests : OrganisationTests
{
    [Fact]
    public async Task WithoutACertifiedAuditorNothingIsOfferedAndNothingIsRecorded()
    {
        var cast = await Stage.In(SessionState.Joined);
        cast.Session.Offer.Auditors.Should().BeNull();
        cast.Session.Offer.Scopes.Should().Equal(Scope.View);
        (await Allow(cast, Scope.View, Scope.Recording)).Should().BeFalse("it was not asked for");
        (await Stage.CustomerSteps.RecordKey(cast.AgentSeat, Wrapped(cast))).Should().BeFalse("nothing is allowed");
        Stage.Recorder.Told.Should().BeEmpty();
    }

    [Fact]
    public async Task TheOfferNamesTheAuditorsInWhatIsSignedAndInTheLog()
    {
        await Organisation.Certify();
        var cast = await Stage.In(SessionState.Joined);
        cast.Session.Offer.Scopes.Should().Equal(Scope.View, Scope.Recording);
        Stage.Row(cast.Session.Facts.Id).Scopes.Should().Be("View,Recording");
        Stage.Log.Entries.Last(entry => entry.Action == "session.join").Detail.Should().Contain("auditors", Organisation.Id);
        var (statement, signature) = Stage.Key.WhoIsAsking(cast.Session.Offer, Sessions.Stage.Transcript, Stage.Clock.GetUtcNow());
        AskingStatement.Verify(
            statement, signature, Stage.Key.PublicKey, cast.Session.Facts.Id, Sessions.Stage.Transcript, Stage.Clock.GetUtcNow(), out var signed).Should().BeNull();
        signed!.Auditors.Should().Equal(cast.Session.Offer.Auditors!.Hash());
    }

    [Fact]
    public async Task ItBeginsWithTheGrantAndEndsWhenItIsTakenBackAlone()
    {
        await Organisation.Certify();
        var cast = await Stage.In(SessionState.Joined);
        (await Allow(cast, Scope.View, Scope.Recording)).Should().BeTrue();
        Stage.Recorder.Told.Should().Equal("begin");
        var wrapped = Wrapped(cast);
        (await Stage.CustomerSteps.RecordKey(cast.AgentSeat, wrapped)).Should().BeTrue();
        Stage.Recorder.Wrapped.Single().Should().Equal(wrapped);
        WrappedKey.Read(wrapped)!.Open(Organisation.Key, cast.Session.Facts.Id).Should().NotBeNull();

        (await Change(cast, Scope.View)).Should().BeTrue();
        Stage.Recorder.Told.Should().Equal("begin", "keys", "end: takenBack");
        (await Stage.CustomerSteps.RecordKey(cast.AgentSeat, wrapped)).Should().BeFalse("it is not allowed any more");
        Stage.Clock.Advance(TimeSpan.FromSeconds(1));
        (await Change(cast, Scope.View, Scope.Recording)).Should().BeTrue();
        Stage.Recorder.Told.Last().Should().Be("begin");
        (await Stage.CustomerSteps.Report(cast.AgentSeat, new AgentReport(SessionEvent.End, EndReason.StoppedByCustomer))).Should().BeTrue();
        Stage.Recorder.Told.Last().Should().Be("end: stoppedByCustomer");
        (await Stage.CustomerSteps.RecordKey(cast.AgentSeat, wrapped)).Should().BeFalse("the session is over");
    }

    [Fact]
    public async Task AReceiptThatDoesNotNameTheAuditorsIsRefused()
    {
        await Organisation.Certify();
        var cast = await Stage.In(SessionState.Joined);
        var receipts = Stage.Receipts(cast.Session);
        var grant = Stage.Grant(cast.Session) with { Scopes = [Scope.View, Scope.Recording] };
        var nameless = receipts.Sign(receipts.Next(grant, colleague: false, cast.Session.Offer) with { Auditors = [] });
        (await Stage.CustomerSteps.Report(cast.AgentSeat, new AgentReport(SessionEvent.Allow, Grant: grant, Receipt: nameless.ToJson()))).Should().BeFalse();
        Stage.Log.Last.Detail.Should().Contain("fault", "otherAuditors");
        Stage.Recorder.Told.Should().BeEmpty();
    }

    [Fact]
    public async Task WhatIsNotAllowedIsNotRecorded()
    {
        await Organisation.Certify();
        var cast = await Stage.In(SessionState.Joined);
        (await Allow(cast, Scope.View)).Should().BeTrue();
        (await Stage.CustomerSteps.RecordKey(cast.AgentSeat, Wrapped(cast))).Should().BeFalse();
        Stage.Recorder.Told.Should().BeEmpty();
    }

    [Fact]
    public async Task WhatIsNoWrappedKeyIsRefused()
    {
        await Organisation.Certify();
        var cast = await Stage.In(SessionState.Joined);
        await Allow(cast, Scope.View, Scope.Recording);
        var one = Wrapped(cast);
        foreach (var wrong in new[] { null, [], one[1..], [.. one, .. one], new byte[WrappedKey.Size * 33] })
        {
            (await Stage.CustomerSteps.RecordKey(cast.AgentSeat, wrong)).Should().BeFalse();
        }

        Stage.Recorder.Told.Should().Equal("begin");
    }

    [Fact]
    public async Task AfterARestartTheAgentsNextKeyBeginsItAnew()
    {
        await Organisation.Certify();
        var cast = await Stage.In(SessionState.Joined);
        await Allow(cast, Scope.View, Scope.Recording);
        await Stage.Restart();
        var (_, seat) = await Stage.Rejoin(cast, Stage.Connection());
        (await Stage.CustomerSteps.RecordKey(seat!, Wrapped(cast))).Should().BeTrue();
        Stage.Recorder.Told.Should().Equal("begin", "begin", "keys");
        var (_, again) = await Stage.Rejoin(cast, Stage.Connection());
        (await Stage.CustomerSteps.RecordKey(seat!, Wrapped(cast))).Should().BeFalse("another connection has taken that seat");
        (await Stage.CustomerSteps.RecordKey(again!, Wrapped(cast))).Should().BeTrue();
    }

    [Fact]
    public async Task WhereItIsSetToNeverOrNothingKeepsRecordingsNobodyIsAsked()
    {
        await Organisation.Certify();
        (await Stage.Recordings.Offer(CancellationToken.None)).Should().NotBeNull();
        var never = Options.Create(new RecordingOptions { Offer = RecordingOffer.Never });
        (await new RecordingSteps([Stage.Recorder], Stage.Auditors, never).Offer(CancellationToken.None)).Should().BeNull();
        (await new RecordingSteps([], Stage.Auditors, Options.Create(new RecordingOptions())).Offer(CancellationToken.None)).Should().BeNull();
    }

    private byte[] Wrapped(Cast cast) => WrappedKey.Wrap(
        ContentKey.Draw(1, PlatformRandom.Instance), cast.Session.Facts.Id, Organisation.PublicKey, PlatformRandom.Instance).ToBytes();

    private Task<bool> Allow(Cast cast, params Scope[] scopes) => Report(cast, SessionEvent.Allow, scopes);

    private Task<bool> Change(Cast cast, params Scope[] scopes) => Report(cast, SessionEvent.Change, scopes);

    private Task<bool> Report(Cast cast, SessionEvent happened, Scope[] scopes) => Stage.Report(
        cast.AgentSeat, new AgentReport(happened, Grant: Stage.Grant(cast.Session) with { Scopes = scopes }));
}
