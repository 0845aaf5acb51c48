using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;
using Xunit.Abstractions;

namespace RemoteAssist.Shared.Tests.Sealing;

public sealed class HandshakeTests(ITestOutputHelper output)
{
    [Fact]
    public void TheRightCodeGivesBothEndsTheSameKeysWordsAndTranscript()
    {
        for (var i = 0; i < 20; i++)
        {
            var (agent, viewer) = Some.Agreed();
            agent.Keys.ControlToAgent.Should().Equal(viewer.Keys.ControlToAgent);
            agent.Keys.ControlToViewer.Should().Equal(viewer.Keys.ControlToViewer);
            agent.Keys.Resumption.Name.Should().Equal(viewer.Keys.Resumption.Name);
            agent.Keys.Words.Should().Be(viewer.Keys.Words);
            agent.TranscriptHash.Should().Equal(viewer.TranscriptHash).And.HaveCount(32);
            agent.Hello.Codecs.Should().Equal(Some.ViewerCodecs);
            viewer.Hello.Codecs.Should().Equal(Some.AgentCodecs);
        }
    }

    [Fact]
    public void NoTwoExchangesShareAKeyAndNoTwoPurposesDo()
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 20; i++)
        {
            var (agent, _) = Some.Agreed();
            keys.Add(Vectors.Hex(agent.Keys.ControlToAgent)).Should().BeTrue();
            keys.Add(Vectors.Hex(agent.Keys.ControlToViewer)).Should().BeTrue();
            keys.Add(Vectors.Hex(agent.Keys.Resumption.Name)).Should().BeTrue();
            keys.Add(Vectors.Hex(agent.TranscriptHash)).Should().BeTrue();
        }
    }

    [Fact]
    [Trait("Promise", "3")]
    public void AWrongCodeNeverAgreesAndTheViewerFindsItFirst()
    {
        using var tried = new Tried(3, "wrong codes, none of which agreed, each spending one of five tries");
        for (var i = 0; i < Tried.Count(2000, smoke: 100); i++)
        {
            var typed = $"{(130_675 + 1 + (i * 7919)) % 1_000_000:D6}";
            using var agent = Some.Agent(typed);
            var keeper = new CodeKeeper(Some.Secret);
            var viewer = Some.Viewer(keeper);
            var share = viewer.Receive(agent.Begin());
            var confirm = agent.Receive(share.Reply!);
            confirm.Agreement.Should().BeNull();
            var answer = viewer.Receive(confirm.Reply!);
            tried.Try(answer.Agreement is null && keeper.TriesLeft == SessionCode.Tries - 1, $"{typed} agreed");
            answer.Fault.Should().Be(ExchangeFault.WrongCode);

            var told = agent.Receive(answer.Reply!);
            told.Should().BeEquivalentTo(new ExchangeStep(Fault: ExchangeFault.WrongCode, ByOtherEnd: true));
        }

        tried.MustHold();
    }

    [Fact]
    public void WhateverTheTwoEndsSeeDifferentlyKeepsThemApart()
    {
        foreach (var (nameplate, context) in new (string, ExchangeContext)[]
        {
            ("4820", Some.Context),
            (Some.Nameplate, Some.Context with { Session = Guid.Parse("0198a1b2-c3d4-7e5f-8091-a2b3c4d5e6f8") }),
            (Some.Nameplate, Some.Context with { Viewer = 2 }),
        })
        {
            using var agent = Some.Agent(nameplate: nameplate, context: context);
            var viewer = Some.Viewer(new CodeKeeper(Some.Secret));
            var confirm = agent.Receive(viewer.Receive(agent.Begin()).Reply!);
            viewer.Receive(confirm.Reply!).Fault.Should().Be(ExchangeFault.WrongCode);
        }
    }

    [Fact]
    public void AnotherVersionIsNamedAndSpendsNoTry()
    {
        var keeper = new CodeKeeper(Some.Secret);
        using var agent = Some.Agent(context: Some.Context with { ProtocolVersion = 1 });
        var step = Some.Viewer(keeper).Receive(agent.Begin());
        step.Fault.Should().Be(ExchangeFault.OtherVersion);
        keeper.TriesLeft.Should().Be(SessionCode.Tries);
        agent.Receive(step.Reply!).Should().BeEquivalentTo(new ExchangeStep(Fault: ExchangeFault.OtherVersion, ByOtherEnd: true));
    }

    [Fact]
    public void EveryBitChangedInAnyMessageStopsTheExchangeBeforeAKeyIsUsed()
    {
        // Each costs 10 ms: an ordinary run takes one bit of every byte, another one in the next byte.
        var every = 8 / Tried.Count(8, smoke: 1);
        var tried = 0;
        for (var message = 1; message <= 4; message++)
        {
            for (var at = 0; at < LengthOf(message) * 8; at += every)
            {
                var bit = every == 1 ? at : at + (at / 8 * 3 % 8);
                BothAgreeAfter(message, bit).Should().BeFalse($"bit {bit} of message {message} was flipped");
                tried++;
            }
        }

        tried.Should().Be(8 / every * (LengthOf(1) + LengthOf(2) + LengthOf(3) + LengthOf(4)));
        output.WriteLine($"{tried} bits flipped, 0 exchanges completed");
    }

    [Fact]
    public void AnInvalidShareIsRefusedByEitherEndAndSpendsNoTryAtTheViewer()
    {
        var keeper = new CodeKeeper(Some.Secret);
        using var agent = Some.Agent();
        var first = agent.Begin();
        first[60] ^= 1;
        var step = Some.Viewer(keeper).Receive(first);
        step.Fault.Should().Be(ExchangeFault.InvalidShare);
        keeper.TriesLeft.Should().Be(SessionCode.Tries);

        using var other = Some.Agent();
        var second = Some.Viewer(keeper).Receive(other.Begin()).Reply!;
        second[40] ^= 1;
        other.Receive(second).Fault.Should().Be(ExchangeFault.InvalidShare);
    }

    [Fact]
    [Trait("Promise", "3")]
    public void TheFifthReleasedShareIsTheLast()
    {
        using var tried = new Tried(3, "tries counted by the Viewer's own keeper, of which the fifth was the last");
        var keeper = new CodeKeeper(Some.Secret);
        for (var left = SessionCode.Tries - 1; left >= 0; left--)
        {
            using var agent = Some.Agent("000000");
            var viewer = Some.Viewer(keeper);
            viewer.Receive(agent.Receive(viewer.Receive(agent.Begin()).Reply!).Reply!).Fault.Should().Be(ExchangeFault.WrongCode);
            tried.Try(keeper.TriesLeft == left, $"{keeper.TriesLeft} left instead of {left}");
        }

        keeper.Begin(Some.Context, Some.Nameplate, Some.ViewerCodecs, new StillClock(), PlatformRandom.Instance, out var refusal)
            .Should().BeNull();
        tried.Try(refusal == ExchangeFault.NoTriesLeft, $"a sixth try: {refusal}");
        tried.MustHold();
    }

    [Fact]
    public void AnExchangeThatIsAbandonedAfterTheShareStillCosts()
    {
        var clock = new StillClock();
        var keeper = new CodeKeeper(Some.Secret);
        using var agent = Some.Agent();
        Some.Viewer(keeper, clock: clock).Receive(agent.Begin());
        keeper.TriesLeft.Should().Be(SessionCode.Tries - 1);

        keeper.Begin(Some.Context, Some.Nameplate, Some.ViewerCodecs, clock, PlatformRandom.Instance, out var refusal).Should().BeNull();
        refusal.Should().Be(ExchangeFault.Busy);

        clock.Pass(ExchangeContext.Limit + TimeSpan.FromTicks(1));
        keeper.Begin(Some.Context, Some.Nameplate, Some.ViewerCodecs, clock, PlatformRandom.Instance, out _).Should().NotBeNull();
    }

    [Fact]
    public void TheFifthTryMaySucceedAndACodeThatSucceededIsGone()
    {
        var keeper = new CodeKeeper(Some.Secret);
        for (var i = 1; i < SessionCode.Tries; i++)
        {
            using var wrong = Some.Agent("999999");
            var refused = Some.Viewer(keeper);
            refused.Receive(wrong.Receive(refused.Receive(wrong.Begin()).Reply!).Reply!).Fault.Should().Be(ExchangeFault.WrongCode);
        }

        using var agent = Some.Agent();
        var viewer = Some.Viewer(keeper);
        viewer.Receive(agent.Receive(viewer.Receive(agent.Begin()).Reply!).Reply!).Agreement.Should().NotBeNull();

        var used = new CodeKeeper(Some.Secret);
        using var first = Some.Agent();
        var served = Some.Viewer(used);
        served.Receive(first.Receive(served.Receive(first.Begin()).Reply!).Reply!).Agreement.Should().NotBeNull();
        used.TriesLeft.Should().Be(0);
    }

    [Fact]
    public void FifteenSecondsEndAnExchangeOnBothSides()
    {
        var clock = new StillClock();
        using var agent = Some.Agent(clock: clock);
        var viewer = Some.Viewer(new CodeKeeper(Some.Secret), clock: clock);
        var share = viewer.Receive(agent.Begin()).Reply!;
        clock.Pass(TimeSpan.FromSeconds(15) + TimeSpan.FromTicks(1));
        agent.Receive(share).Fault.Should().Be(ExchangeFault.Late);
        viewer.Receive(new byte[66]).Fault.Should().Be(ExchangeFault.Late);
        viewer.Over.Should().BeTrue();
    }

    [Fact]
    public void MessagesOutOfTurnAndAfterTheEndAreRefused()
    {
        using var agent = Some.Agent();
        var viewer = Some.Viewer(new CodeKeeper(Some.Secret));
        viewer.Receive([4, 1, .. new byte[32]]).Fault.Should().Be(ExchangeFault.OutOfTurn);
        viewer.Receive(agent.Begin()).Fault.Should().Be(ExchangeFault.OutOfTurn);
        agent.Receive(agent.Begin()).Fault.Should().Be(ExchangeFault.OutOfTurn);
        agent.Receive(agent.Begin()).Fault.Should().Be(ExchangeFault.OutOfTurn);
    }

    [Theory]
    [InlineData("")]
    [InlineData("01")]
    [InlineData("0101")]
    [InlineData("0301")]
    [InlineData("050100")]
    [InlineData("0501ff")]
    [InlineData("7701")]
    [InlineData("1101000000")]
    public void BytesThatAreNoMessageAreMalformed(string hex)
    {
        ExchangeMessage.Read(Convert.FromHexString(hex), out var fault).Should().BeNull();
        fault.Should().Be(ExchangeFault.Malformed);
    }

    [Fact]
    public void MessagesComeBackAsTheyWereWritten()
    {
        var hello = new Hello(2, [1, 2], new byte[16]);
        ExchangeMessage[] messages =
        [
            new ExchangeMessage.AgentShare(new byte[32], new byte[65], hello),
            new ExchangeMessage.ViewerShare(new byte[65], hello),
            new ExchangeMessage.AgentConfirm(new byte[32], new byte[32]),
            new ExchangeMessage.ViewerConfirm(new byte[32]),
            new ExchangeMessage.Refuse(ExchangeFault.Busy),
            new ExchangeMessage.AgentResume(new byte[65], new byte[32], hello),
            new ExchangeMessage.ViewerResume(new byte[65], new byte[16], new byte[32], hello),
            new ExchangeMessage.AgentResumed(new byte[32]),
        ];
        foreach (var message in messages)
        {
            var bytes = message.ToBytes();
            var read = ExchangeMessage.Read(bytes, out _);
            read.Should().NotBeNull().And.BeOfType(message.GetType());
            read!.ToBytes().Should().Equal(bytes);
            foreach (var cut in Enumerable.Range(0, bytes.Length))
            {
                ExchangeMessage.Read(bytes.AsSpan(0, cut), out _).Should().BeNull($"{message.GetType().Name} was cut to {cut}");
            }
        }
    }

    [Fact]
    public void SomebodyInTheMiddleWhoKnowsTheCodeCannotMakeTheWordsEqual()
    {
        // He may choose everything of his own two exchanges, but must settle both before the Agent opens.
        const int tries = 60;
        var equal = 0;
        for (var i = 0; i < tries; i++)
        {
            equal += Some.Agreed().Agent.Keys.Words == Some.Agreed().Viewer.Keys.Words ? 1 : 0;
        }

        equal.Should().BeLessThan(2);

        // And an Agent-side that opens another value than it committed to is found out.
        var random = new FixedRandom("middle");
        using var agent = Some.Agent(random: random);
        var viewer = Some.Viewer(new CodeKeeper(Some.Secret));
        var confirm = agent.Receive(viewer.Receive(agent.Begin()).Reply!).Reply!;
        confirm[2] ^= 1;
        viewer.Receive(confirm).Fault.Should().Be(ExchangeFault.BrokenCommitment);
    }

    private static int LengthOf(int message) => message switch
    {
        1 => 2 + 32 + 65 + 3 + Some.AgentCodecs.Length + 16,
        2 => 2 + 65 + 3 + Some.ViewerCodecs.Length + 16,
        3 => 2 + 32 + 32,
        _ => 2 + 32,
    };

    private static bool BothAgreeAfter(int changed, int bit)
    {
        using var agent = Some.Agent();
        var viewer = Some.Viewer(new CodeKeeper(Some.Secret));
        var toViewer = agent.Begin();
        Agreement? atAgent = null;
        Agreement? atViewer = null;
        for (var message = 1; message <= 4; message++)
        {
            toViewer.Length.Should().Be(LengthOf(message));
            if (message == changed)
            {
                toViewer[bit / 8] ^= (byte)(1 << (bit % 8));
            }

            var step = message % 2 == 1 ? viewer.Receive(toViewer) : agent.Receive(toViewer);
            atViewer ??= message % 2 == 1 ? step.Agreement : null;
            atAgent ??= message % 2 == 0 ? step.Agreement : null;
            if (step.Fault is not null || step.Reply is null)
            {
                break;
            }

            toViewer = step.Reply;
        }

        return atAgent is not null && atViewer is not null;
    }
}
