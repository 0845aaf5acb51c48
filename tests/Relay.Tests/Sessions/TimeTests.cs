using Microsoft.Extensions.Options;
using RemoteAssist.Relay.Sessions;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Relay.Tests.Sessions;

public sealed class TimeTests
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    public static TheoryData<SessionState, int, EndReason> EverythingThatTimeEnds() => new()
    {
        { SessionState.Joined, 125, EndReason.NoAnswer },
        { SessionState.Consented, 3600, EndReason.TimeUp },
        { SessionState.Live, 3600, EndReason.TimeUp },
        { SessionState.Paused, 3600, EndReason.TimeUp },
        { SessionState.Requested, 1200, EndReason.CodeExpired },
    };

    [Theory]
    [MemberData(nameof(EverythingThatTimeEnds))]
    public async Task TimeEndsASessionThenAndNotBefore(SessionState state, int seconds, EndReason reason)
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(state);

        stage.Clock.Advance(TimeSpan.FromSeconds(seconds) - Moment);
        if (state is SessionState.Requested)
        {
            await Eventually.True(() => cast.Session.Timer is not null && cast.Session.Code is null);
        }

        cast.Session.IsOver.Should().BeFalse();
        stage.Clock.Advance(Moment * 3);

        await Eventually.True(() => cast.Session.Standing.EndReason == reason);
        await Eventually.True(() => cast.Viewer.LastStatus?.EndReason == reason);
        stage.Log.Last.Actor.Should().Be(Shared.Audit.ActorKind.Relay);
    }

    [Fact]
    public async Task WhatBreaksWhenItIsDueIsTriedAgainFiveSecondsLaterAndNotAtOnce()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        stage.Log.Bugs.Enqueue(new InvalidOperationException("a bug"));
        stage.Clock.Advance(TimeSpan.FromHours(1) + Moment);
        await Eventually.True(() => stage.Log.Bugs.Count == 0);

        // The step that broke still held the gate then; this waits for it.
        await stage.Directory.Within(cast.Session, () => Task.FromResult(true));
        stage.Clock.Advance(LogTrouble.RetryEvery - (Moment * 2));
        await stage.RelaySteps.DoWhatIsDue(cast.Session);
        cast.Session.IsOver.Should().BeFalse();

        stage.Clock.Advance(Moment * 4);
        await Eventually.True(() => cast.Session.Standing.EndReason == EndReason.TimeUp);
    }

    [Fact]
    public async Task ARequestedSessionWithoutAViewerWaitsForItsCodeToExpire()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Requested);
        await stage.TechnicianSteps.Leave(cast.ViewerSeat);

        stage.Clock.Advance(TimeSpan.FromMinutes(9));

        cast.Session.Code.Should().NotBeNull();
        cast.Session.IsOver.Should().BeFalse();
    }

    [Fact]
    public async Task ASessionWhoseCodeWasTypedWronglyTooOftenEndsSayingSo()
    {
        await using var stage = await Stage.Open(("Tries", "1"));
        var cast = await stage.In(SessionState.Requested);
        await stage.Type(cast.Nameplate);
        await stage.CodeSteps.WrongTry(cast.ViewerSeat);

        stage.Clock.Advance(SessionCode.Lifetime + Moment);

        await Eventually.True(() => cast.Session.Standing.EndReason == EndReason.TooManyTries);
    }

    [Fact]
    public async Task ASessionThatNeverGetsACodeEndsAsIfItHadExpired()
    {
        await using var stage = await Stage.Open();
        var session = await stage.Requested();
        await stage.Watch(session);

        stage.Clock.Advance(SessionCode.Lifetime - Moment);
        session.IsOver.Should().BeFalse();
        stage.Clock.Advance(Moment * 3);

        await Eventually.True(() => session.Standing.EndReason == EndReason.CodeExpired);
    }

    [Theory]
    [InlineData("Tries", "0", "Sessions:Tries is 0; it must be 1 to 10.")]
    [InlineData("AnswerWithin", "00:00:01", "Sessions:AnswerWithin is 00:00:01; it must be 00:00:05 to 00:10:00.")]
    [InlineData("LongestSession", "00:10:30", "Sessions:LongestSession is 00:10:30; it must be whole minutes.")]
    [InlineData("LongestSession", "12:00:00", "Sessions:LongestSession is 12:00:00; it must be 00:01:00 to 08:00:00.")]
    [InlineData("ComeBackWithin", "-00:01:00", "Sessions:ComeBackWithin is -00:01:00; it must be 00:00:01 to 00:10:00.")]
    [InlineData("CodeLifetime", "00:00:00", "Sessions:CodeLifetime is 00:00:00; it must be 00:00:10 to 01:00:00.")]
    public async Task AWrongSettingIsNamedByItsKey(string key, string value, string message)
    {
        var open = async () =>
        {
            await using var stage = await Stage.Open((key, value));
        };

        (await open.Should().ThrowAsync<OptionsValidationException>()).Which.Failures.Should().Contain(message);
    }
}
