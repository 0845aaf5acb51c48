using RemoteAssist.Relay.Rooms;
using RemoteAssist.Relay.Tests.Sessions;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Tests.Rooms;

public sealed class RoomTests
{
    private static readonly (string, string) Whose = ("Ann Ng", "Helpful Ltd");

    public static TheoryData<SessionState> EveryState() =>
        [.. Enum.GetValues<SessionState>().Where(s => s is not SessionState.Reviewed)];

    [Theory]
    [MemberData(nameof(EveryState))]
    public async Task FramesPassOnlyWhileTheSessionIsLive(SessionState state)
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(state);

        cast.Session.Room.FromAgent(cast.AgentSeat, SomeEnvelope.KeyFrame()).Should().BeTrue();

        var live = state is SessionState.Live;
        (await SomeEnvelope.Read(cast.ViewerSeat.Queue)).Should().HaveCount(live ? 1 : 0);
        cast.Session.Room.Counters.Dropped(DropReason.SessionNotLive).Should().Be(live ? 0 : 1);
        cast.Session.Room.Counters.Parts.Should().Be(live ? 1 : 0);
    }

    [Theory]
    [MemberData(nameof(EveryState))]
    public async Task ASeekPointReachesNoViewerAndTheTapeOnlyWhileLive(SessionState state)
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(state);
        var tape = new CountingTape();
        var room = cast.Session.Room;
        room.Record(tape);

        // Whatever viewer it names, and whatever it is marked as.
        foreach (var viewer in (uint[])[0, (uint)cast.ViewerSeat.Number, 99])
        {
            room.FromAgent(cast.AgentSeat, SomeEnvelope.SeekPoint(viewer: viewer)).Should().BeTrue();
            room.FromAgent(cast.AgentSeat, SomeEnvelope.SeekPoint(EnvelopeMarks.Tiles, viewer)).Should().BeTrue();
        }

        (await SomeEnvelope.Read(cast.ViewerSeat.Queue)).Should().BeEmpty();
        tape.SeekPoints.Should().Be(state is SessionState.Live ? 6 : 0);
        room.Counters.Dropped(DropReason.SessionNotLive).Should().Be(state is SessionState.Live ? 0 : 6);
        room.FromViewer(cast.ViewerSeat, SomeEnvelope.SeekPoint(viewer: (uint)cast.ViewerSeat.Number)).Should().BeFalse("only the Agent makes them");
    }

    private sealed class CountingTape : IRoomTape
    {
        public int SeekPoints { get; private set; }

        public void Frame(in EnvelopeHeader head, byte[] envelope) => throw new InvalidOperationException("No frame was sent.");

        public void SeekPoint(in EnvelopeHeader head, byte[] envelope) => SeekPoints++;

        public void Passing(bool frames)
        {
        }

        public void Watched(int viewers)
        {
        }
    }

    [Fact]
    public async Task APauseEmptiesWhatIsUnderwayAndAResumptionBeginsWithAKeyFrame()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        cast.Session.Room.FromAgent(cast.AgentSeat, SomeEnvelope.KeyFrame());

        await stage.Report(cast.AgentSeat, new AgentReport(SessionEvent.Pause));
        (await SomeEnvelope.Read(cast.ViewerSeat.Queue)).Should().BeEmpty();
        await stage.Report(cast.AgentSeat, new AgentReport(SessionEvent.Resume));

        cast.Session.Room.FromAgent(cast.AgentSeat, SomeEnvelope.Delta());
        (await SomeEnvelope.Read(cast.ViewerSeat.Queue)).Should().BeEmpty();
        await Eventually.True(() => cast.Agent.KeyFramesAsked == 1);
        cast.Session.Room.FromAgent(cast.AgentSeat, SomeEnvelope.KeyFrame());
        (await SomeEnvelope.Read(cast.ViewerSeat.Queue)).Should().ContainSingle();
    }

    [Fact]
    public async Task ASlowViewerIsAskedForLessAndLessOftenAndTheOthersGoOn()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        var (_, slow) = await stage.Watch(cast.Session);
        await Eventually.True(() => cast.Agent.KeyFramesAsked == 1); // it came late
        var room = cast.Session.Room;
        stage.Clock.Advance(KeyFrameAsk.Spacing);
        room.FromAgent(cast.AgentSeat, SomeEnvelope.KeyFrame());
        (await SomeEnvelope.Read(cast.ViewerSeat.Queue)).Should().ContainSingle();

        for (var i = 0; i < ViewerQueue.MaxFrameParts + 10; i++)
        {
            room.FromAgent(cast.AgentSeat, SomeEnvelope.Delta());
            (await SomeEnvelope.Read(cast.ViewerSeat.Queue)).Should().ContainSingle("this viewer reads along");
        }

        slow.Queue.Withheld.Should().BeTrue();
        cast.ViewerSeat.Queue.Withheld.Should().BeFalse();
        await Eventually.True(() => cast.Agent.KeyFramesAsked == 2);

        // The screen stands still now, and the Agent may have missed nothing; the ask that came too early is kept.
        stage.Clock.Advance(KeyFrameAsk.Spacing * 2);
        await Eventually.True(() => cast.Agent.KeyFramesAsked == 3);
        room.FromAgent(cast.AgentSeat, SomeEnvelope.KeyFrame());
        (await SomeEnvelope.Read(slow.Queue)).Should().ContainSingle();
        stage.Clock.Advance(KeyFrameAsk.Spacing * 5);
        cast.Agent.KeyFramesAsked.Should().Be(3, "nobody waits any more");
    }

    [Fact]
    public async Task AViewerThatComesLateGetsAKeyFrameAskedFor()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);

        await stage.Watch(cast.Session);

        await Eventually.True(() => cast.Agent.KeyFramesAsked == 1);
        cast.Agent.Heard[^1].Should().Be("KeyFrameNeeded", "it hears of the viewer first");
    }

    [Fact]
    public async Task AnEnvelopeForOneViewerReachesNoOther()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        var (_, second) = await stage.Watch(cast.Session);

        cast.Session.Room.FromAgent(cast.AgentSeat, SomeEnvelope.Control(2));
        cast.Session.Room.FromAgent(cast.AgentSeat, SomeEnvelope.KeyFrame(viewer: 2));
        cast.Session.Room.FromAgent(cast.AgentSeat, SomeEnvelope.KeyFrame(viewer: 9));

        (await SomeEnvelope.Read(cast.ViewerSeat.Queue)).Should().BeEmpty();
        (await SomeEnvelope.Read(second.Queue)).Should().HaveCount(2);
        cast.Session.Room.Counters.Dropped(DropReason.ViewerGone).Should().Be(1);
    }

    [Fact]
    public async Task AViewerSpeaksAsItselfAndOnTheControlChannelOnly()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        var room = cast.Session.Room;

        room.FromViewer(cast.ViewerSeat, SomeEnvelope.Control(2)).Should().BeFalse();
        room.FromViewer(cast.ViewerSeat, SomeEnvelope.Control(0)).Should().BeFalse();
        room.FromViewer(cast.ViewerSeat, SomeEnvelope.KeyFrame(viewer: 1)).Should().BeFalse();
        room.FromViewer(cast.ViewerSeat, [1, 2, 3]).Should().BeFalse();
        room.FromViewer(cast.ViewerSeat, null).Should().BeFalse();
        room.ExchangeFromViewer(cast.ViewerSeat, 2, [1]).Should().BeFalse();
        room.ExchangeFromViewer(cast.ViewerSeat, 1, new byte[Room.MaxExchangeBytes + 1]).Should().BeFalse();
        var good = SomeEnvelope.Control(1);
        room.FromViewer(cast.ViewerSeat, good).Should().BeTrue();

        await Eventually.True(() => cast.Agent.Heard.OfType<byte[]>().SequenceEqual(new[] { good }));
    }

    [Fact]
    public async Task TheExchangeGoesToAndFroUntouched()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Joined);
        byte[] hello = [1, 2, 3], answer = [4, 5];

        cast.Session.Room.ExchangeFromAgent(1, hello).Should().BeTrue();
        cast.Session.Room.ExchangeFromViewer(cast.ViewerSeat, 1, answer).Should().BeTrue();
        cast.Session.Room.ExchangeFromAgent(7, hello).Should().BeTrue("a viewer that has just gone is nobody's fault");
        cast.Session.Room.ExchangeFromAgent(1, new byte[Room.MaxExchangeBytes + 1]).Should().BeFalse();

        await Eventually.True(() => cast.Viewer.Heard.Contains(("Exchange", 1, hello)));
        await Eventually.True(() => cast.Agent.Heard.Contains(("Exchange", 1, answer)));
    }

    [Fact]
    public async Task SomebodyWhoTriesTheCodeTalksWithItsHolderOnlyAndNotForLong()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Requested);
        var (other, otherSeat) = await stage.Watch(cast.Session);
        var room = cast.Session.Room;
        room.ExchangeFromViewer(cast.ViewerSeat, 1, [9]).Should().BeTrue("nobody is there to hear it");
        var found = await stage.Type(cast.Nameplate);
        byte[] share = [1, 2], answer = [3];

        room.ExchangeFromCandidate(found.Seat!, 2, share).Should().BeFalse();
        room.ExchangeFromCandidate(found.Seat!, 1, share).Should().BeTrue();
        room.ExchangeFromViewer(otherSeat, 2, answer).Should().BeTrue();
        room.ExchangeFromViewer(cast.ViewerSeat, 1, answer).Should().BeTrue();
        room.FromViewer(cast.ViewerSeat, SomeEnvelope.Control(1)).Should().BeTrue();
        for (var i = 1; i < CandidateSeat.MaxMessages; i++)
        {
            room.ExchangeFromCandidate(found.Seat!, 1, share).Should().BeTrue();
        }

        room.ExchangeFromCandidate(found.Seat!, 1, share).Should().BeFalse("no exchange is that long");
        await Eventually.True(() => cast.Viewer.Heard.Count(said => said.Equals(("Exchange", 1, share))) == CandidateSeat.MaxMessages);
        await Eventually.True(() => found.End.Heard.Any());
        found.End.Heard.Should().Equal(("Exchange", 1, answer));
        other.Heard.Should().NotContain(said => said is ValueTuple<string, int, byte[]>);
    }

    [Fact]
    public async Task OneViewerIntroducesItselfToAnotherInTheRelaysWord()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        var (second, secondSeat) = await stage.Watch(cast.Session);
        var room = cast.Session.Room;
        var longest = new byte[Room.MaxIntroductionBytes];

        room.Introduce(secondSeat, 1, longest, Whose).Should().BeTrue();
        room.Introduce(secondSeat, 7, longest, Whose).Should().BeTrue("a viewer that has just gone is nobody's fault");
        room.Introduce(secondSeat, 2, longest, Whose).Should().BeFalse();
        room.Introduce(secondSeat, 1, new byte[Room.MaxIntroductionBytes + 1], Whose).Should().BeFalse();
        room.Introduce(secondSeat, 1, null, Whose).Should().BeFalse();

        await Eventually.True(() => cast.Viewer.Heard.Contains(("Introduced", 2, "Ann Ng", "Helpful Ltd", longest)));
        second.Heard.Should().NotContain(said => said is ValueTuple<string, int, string, string, byte[]>);
    }

    [Fact]
    public async Task AContentKeyGoesAheadOfTheFramesThatWaitAndInItsOwnOrder()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        var room = cast.Session.Room;
        byte[] key = SomeEnvelope.KeyFrame(), first = SomeEnvelope.Control(1, 1), second = SomeEnvelope.Control(1, 2), later = SomeEnvelope.Delta();

        room.FromAgent(cast.AgentSeat, key);
        room.FromAgent(cast.AgentSeat, first);
        room.FromAgent(cast.AgentSeat, later);
        room.FromAgent(cast.AgentSeat, second);

        (await SomeEnvelope.Read(cast.ViewerSeat.Queue)).Should().Equal(first, second, key, later);
    }

    [Fact]
    public async Task NoEnvelopeOvertakesTheExchangeThatMadeItsKeys()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        var room = cast.Session.Room;
        var line = new TaskCompletionSource();
        cast.Viewer.Stuck = line.Task;
        byte[] resumed = [19], contentKey = SomeEnvelope.Control(1);

        room.ExchangeFromAgent(1, resumed);
        room.FromAgent(cast.AgentSeat, contentKey);
        (await SomeEnvelope.Read(cast.ViewerSeat.Queue)).Should().BeEmpty("the exchange is still on its way");
        line.SetResult();

        await Eventually.True(() => cast.Viewer.Heard.Contains(("Exchange", 1, resumed)));
        await using var reader = cast.ViewerSeat.Queue.ReadAll(CancellationToken.None).GetAsyncEnumerator();
        (await reader.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30))).Should().BeTrue();
        reader.Current.Should().Equal(contentKey);
    }

    [Fact]
    public async Task WhatAnAgentSentBeforeItWasLostIsGoneWhenItComesBack()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        cast.Session.Room.FromAgent(cast.AgentSeat, SomeEnvelope.KeyFrame());
        cast.Session.Room.FromAgent(cast.AgentSeat, SomeEnvelope.Control(1));
        await stage.CustomerSteps.Lost(cast.AgentSeat);

        var (_, seat) = await stage.Rejoin(cast, stage.Connection());

        cast.Session.Room.FromAgent(seat!, SomeEnvelope.Delta());
        (await SomeEnvelope.Read(cast.ViewerSeat.Queue)).Should().BeEmpty("it was sealed with keys that are gone");
        cast.Session.Room.Counters.Dropped(DropReason.AgentLost).Should().Be(1);
        cast.Session.Room.FromAgent(seat!, SomeEnvelope.KeyFrame());
        (await SomeEnvelope.Read(cast.ViewerSeat.Queue)).Should().ContainSingle();
    }

    [Fact]
    public async Task AViewerThatDoesNotReadItsControlChannelIsDisconnected()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);

        for (var i = 0; i <= ViewerQueue.MaxControls; i++)
        {
            cast.Session.Room.FromAgent(cast.AgentSeat, SomeEnvelope.Control(1)).Should().BeTrue();
        }

        cast.Viewer.Aborted.Should().BeTrue();
    }

    [Fact]
    public async Task AParticipantThatTakesNothingIsDisconnectedAndHoldsNobodyUp()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        var never = new TaskCompletionSource();
        cast.Agent.Stuck = never.Task;

        for (var i = 0; i <= Outbox.MaxCalls + 2 && !cast.Agent.Aborted; i++)
        {
            cast.Session.Room.FromViewer(cast.ViewerSeat, SomeEnvelope.Control(1)).Should().BeTrue();
        }

        cast.Agent.Aborted.Should().BeTrue();
        never.SetResult();
    }

    [Fact]
    public async Task WhatWaitsForAParticipantIsBoundedByBytesToo()
    {
        await using var stage = await Stage.Open();
        var end = stage.Connection();
        var never = new TaskCompletionSource();
        end.Stuck = never.Task;

        end.Outbox.Post(p => p.Envelope([]), Outbox.MaxBytes).Should().BeTrue();
        end.Outbox.Post(p => p.Envelope([]), 1).Should().BeFalse();

        end.Aborted.Should().BeTrue();
        never.SetResult();
    }

    [Theory]
    [InlineData("")]
    [InlineData("01")]
    [InlineData("0201000000000000010000000000000001000000")]
    [InlineData("0105000000000000010000000000000001000000")]
    [InlineData("0101020000000000010000000000000001000000")]
    [InlineData("0101000100000000010000000000000001000000")]
    public async Task AHeadThatCannotBeReadIsNotForwarded(string hex)
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);

        cast.Session.Room.FromAgent(cast.AgentSeat, Convert.FromHexString(hex)).Should().BeFalse();
        cast.Session.Room.FromAgent(cast.AgentSeat, null).Should().BeFalse();

        (await SomeEnvelope.Read(cast.ViewerSeat.Queue)).Should().BeEmpty();
    }
}
