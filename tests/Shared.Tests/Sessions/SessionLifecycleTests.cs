using RemoteAssist.Shared.Sessions;
using static RemoteAssist.Shared.Sessions.SessionEvent;
using static RemoteAssist.Shared.Sessions.SessionState;

namespace RemoteAssist.Shared.Tests.Sessions;

public sealed class SessionLifecycleTests
{
    // Rows are states, columns are events; null is a refusal. Written out whole, so that nothing is left to a default.
    private static readonly SessionEvent[] Events = [Join, Allow, Show, Pause, Resume, Change, End, Review];

    private static readonly (SessionState State, SessionState?[] Next)[] Table =
    [
        //           Join    Allow      Show  Pause   Resume Change     End    Review
        (Requested, [Joined, null,      null, null,   null,  null,      Ended, null]),
        (Joined,    [null,   Consented, null, null,   null,  null,      Ended, null]),
        (Consented, [null,   null,      Live, Paused, null,  Consented, Ended, null]),
        (Live,      [null,   null,      null, Paused, null,  Live,      Ended, null]),
        (Paused,    [null,   null,      null, null,   Live,  Paused,    Ended, null]),
        (Ended,     [null,   null,      null, null,   null,  null,      null,  Reviewed]),
        (Reviewed,  [null,   null,      null, null,   null,  null,      null,  null]),
    ];

    public static TheoryData<SessionState, SessionEvent, SessionState?> Pairs()
    {
        var pairs = new TheoryData<SessionState, SessionEvent, SessionState?>();
        foreach (var (state, next) in Table)
        {
            for (var i = 0; i < Events.Length; i++)
            {
                pairs.Add(state, Events[i], next[i]);
            }
        }

        return pairs;
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void EveryEventInEveryStateDoesWhatTheTableSays(SessionState state, SessionEvent happened, SessionState? next) =>
        SessionLifecycle.Next(state, happened).Should().Be(next);

    [Fact]
    public void TheTableLeavesNoPairOut()
    {
        Table.Select(row => row.State).Should().BeEquivalentTo(Enum.GetValues<SessionState>());
        Events.Should().BeEquivalentTo(Enum.GetValues<SessionEvent>());
        Table.Should().OnlyContain(row => row.Next.Length == Events.Length);
    }

    [Fact]
    public void AnUnknownStateOrEventIsRefused()
    {
        SessionLifecycle.Next((SessionState)99, End).Should().BeNull();
        SessionLifecycle.Next(Live, (SessionEvent)99).Should().BeNull();
    }

    [Fact]
    public void FramesFlowOnlyWhileTheSessionIsLive() =>
        Enum.GetValues<SessionState>().Where(SessionLifecycle.FramesMayFlow).Should().Equal(Live);

    [Fact]
    public void OnlyAnEndedOrReviewedSessionIsOver() =>
        Enum.GetValues<SessionState>().Where(SessionLifecycle.IsOver).Should().Equal(Ended, Reviewed);
}
