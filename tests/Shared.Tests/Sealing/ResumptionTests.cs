using RemoteAssist.Shared.Sealing;
using Xunit.Abstractions;

namespace RemoteAssist.Shared.Tests.Sealing;

public sealed class ResumptionTests(ITestOutputHelper output)
{
    [Fact]
    public void BothEndsOfACutConnectionFindEachOtherUnderNewKeys()
    {
        var (agent, viewer) = Some.Agreed();
        var (resumedAgent, resumedViewer) = Some.Resumed(agent.Keys.Resumption, viewer.Keys.Resumption, Some.Context with { Viewer = 2 });
        resumedAgent.Keys.ControlToAgent.Should().Equal(resumedViewer.Keys.ControlToAgent).And.NotEqual(agent.Keys.ControlToAgent);
        resumedAgent.Keys.ControlToViewer.Should().Equal(resumedViewer.Keys.ControlToViewer).And.NotEqual(agent.Keys.ControlToViewer);
        resumedAgent.TranscriptHash.Should().Equal(resumedViewer.TranscriptHash);
        resumedAgent.Hello.Codecs.Should().Equal(Some.ViewerCodecs);
        resumedViewer.Hello.Codecs.Should().Equal(Some.AgentCodecs);
    }

    [Fact]
    public void AThousandResumptionsInARowNeverRepeatAKey()
    {
        const int resumptions = 1000;
        var (agent, viewer) = Some.Agreed();
        var keys = new HashSet<string>(StringComparer.Ordinal)
        {
            Vectors.Hex(agent.Keys.ControlToAgent), Vectors.Hex(agent.Keys.ControlToViewer), Vectors.Hex(agent.Keys.Resumption.Name),
        };
        for (uint i = 0; i < resumptions; i++)
        {
            (agent, viewer) = Some.Resumed(agent.Keys.Resumption, viewer.Keys.Resumption, Some.Context with { Viewer = 2 + i });
            keys.Add(Vectors.Hex(agent.Keys.ControlToAgent)).Should().BeTrue();
            keys.Add(Vectors.Hex(agent.Keys.ControlToViewer)).Should().BeTrue();
            keys.Add(Vectors.Hex(agent.Keys.Resumption.Name)).Should().BeTrue();

            // Counters start from 0, so the same number and nonce come again, under another key.
            using var sealer = new ControlSealer(agent.Keys.ControlToViewer, 2 + i);
            using var opener = new ControlOpener(viewer.Keys.ControlToViewer, 2 + i);
            sealer.Seal([1], out var envelope).Should().BeNull();
            opener.Open(envelope, out _).Should().BeNull();
        }

        keys.Should().HaveCount(3 * (resumptions + 1));
        output.WriteLine($"{resumptions} resumptions, {keys.Count} keys and names, 0 repeated");
    }

    [Fact]
    public void TheAgentKnowsWhichOfItsViewersHasComeBack()
    {
        var (first, _) = Some.Agreed();
        var (second, atViewer) = Some.Agreed(Some.Context with { Viewer = 2 });
        var secrets = new[] { first.Keys.Resumption, second.Keys.Resumption };
        using var agent = new AgentResumption(
            Some.Context with { Viewer = 3 }, secrets, Some.AgentCodecs, new StillClock(), PlatformRandom.Instance);
        var viewer = new ViewerResumption(
            Some.Context with { Viewer = 3 }, atViewer.Keys.Resumption, Some.ViewerCodecs, new StillClock(), PlatformRandom.Instance);
        agent.Receive(viewer.Receive(agent.Begin()).Reply!).Agreement.Should().NotBeNull();
        agent.Resumed.Should().BeSameAs(secrets[1]);
    }

    [Fact]
    public void ASecretThatIsForgottenDuringTheExchangeResumesNothing()
    {
        var (atAgent, atViewer) = Some.Agreed();
        var secret = atAgent.Keys.Resumption;
        using var agent = new AgentResumption(
            Some.Context, [secret], Some.AgentCodecs, new StillClock(), PlatformRandom.Instance);
        var viewer = new ViewerResumption(
            Some.Context, atViewer.Keys.Resumption, Some.ViewerCodecs, new StillClock(), PlatformRandom.Instance);
        var answer = viewer.Receive(agent.Begin()).Reply!;
        secret.Dispose();
        agent.Receive(answer).Should().Match<ExchangeStep>(s => s.Agreement == null && s.Fault == ExchangeFault.NothingToResume);
        secret.Invoking(s => s.Mix(new byte[32], "root", new byte[32])).Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public void KeysThatWereForgottenAreGone()
    {
        var (agent, viewer) = Some.Agreed();
        using var sealer = new ControlSealer(agent.Keys.ControlToViewer, 1);
        var keys = new[] { agent.Keys.ControlToViewer, agent.Keys.ControlToAgent };
        agent.Keys.Dispose();
        keys.Should().OnlyContain(key => key.All(b => b == 0));
        agent.Keys.Invoking(k => k.ControlToViewer).Should().Throw<ObjectDisposedException>();
        agent.Keys.Invoking(k => k.Resumption).Should().Throw<ObjectDisposedException>();

        using var opener = new ControlOpener(viewer.Keys.ControlToViewer, 1);
        sealer.Seal([3], out var envelope).Should().BeNull();
        opener.Open(envelope, out _).Should().BeNull("a sealer has its own copy");
    }

    [Fact]
    public void WhoLacksTheSecretResumesNothing()
    {
        var (agent, _) = Some.Agreed();
        var (_, stranger) = Some.Agreed();
        using var half = new AgentResumption(
            Some.Context, [agent.Keys.Resumption], Some.AgentCodecs, new StillClock(), PlatformRandom.Instance);
        var viewer = new ViewerResumption(
            Some.Context, stranger.Keys.Resumption, Some.ViewerCodecs, new StillClock(), PlatformRandom.Instance);
        var refusal = viewer.Receive(half.Begin());
        refusal.Fault.Should().Be(ExchangeFault.NothingToResume);
        half.Receive(refusal.Reply!).Should().BeEquivalentTo(
            new ExchangeStep(Fault: ExchangeFault.NothingToResume, ByOtherEnd: true));
    }

    [Fact]
    public void EndsThatSeeDifferentSessionsOrViewersResumeNothing()
    {
        foreach (var context in new[]
        {
            Some.Context with { Viewer = 9 },
            Some.Context with { Session = Guid.Parse("0198a1b2-c3d4-7e5f-8091-a2b3c4d5e6f8") },
        })
        {
            var (agent, viewer) = Some.Agreed();
            using var half = new AgentResumption(
                Some.Context, [agent.Keys.Resumption], Some.AgentCodecs, new StillClock(), PlatformRandom.Instance);
            var other = new ViewerResumption(context, viewer.Keys.Resumption, Some.ViewerCodecs, new StillClock(), PlatformRandom.Instance);
            half.Receive(other.Receive(half.Begin()).Reply!).Fault.Should().Be(ExchangeFault.NothingToResume);
        }
    }

    [Fact]
    public void EveryBitChangedInAnyMessageStopsTheResumption()
    {
        var (agent, viewer) = Some.Agreed();
        var tried = 0;
        for (var message = 1; message <= 3; message++)
        {
            for (var bit = 0; BothAgreeAfter(agent.Keys.Resumption, viewer.Keys.Resumption, message, bit) is { } agreed; bit++)
            {
                agreed.Should().BeFalse($"bit {bit} of message {message} was flipped");
                tried++;
            }
        }

        // 17: head, share, one name, hello; 18: head, share, name, tag, hello; 19: head, tag.
        tried.Should().Be(8 * ((2 + 65 + 1 + 16 + 21) + (2 + 65 + 16 + 32 + 22) + (2 + 32)));
        output.WriteLine($"{tried} bits flipped, 0 resumptions completed");
    }

    [Fact]
    public void FifteenSecondsEndAResumptionOnBothSides()
    {
        var clock = new StillClock();
        var (agent, viewer) = Some.Agreed();
        using var half = new AgentResumption(Some.Context, [agent.Keys.Resumption], Some.AgentCodecs, clock, PlatformRandom.Instance);
        var other = new ViewerResumption(Some.Context, viewer.Keys.Resumption, Some.ViewerCodecs, clock, PlatformRandom.Instance);
        var share = other.Receive(half.Begin()).Reply!;
        clock.Pass(TimeSpan.FromSeconds(16));
        half.Receive(share).Fault.Should().Be(ExchangeFault.Late);
        other.Receive(new byte[34]).Fault.Should().Be(ExchangeFault.Late);
        other.Receive(new byte[34]).Fault.Should().Be(ExchangeFault.OutOfTurn);
    }

    /// <summary>Null where the message has no such bit.</summary>
    private static bool? BothAgreeAfter(ResumptionSecret atAgent, ResumptionSecret atViewer, int changed, int bit)
    {
        using var agent = new AgentResumption(Some.Context, [atAgent], Some.AgentCodecs, new StillClock(), PlatformRandom.Instance);
        var viewer = new ViewerResumption(Some.Context, atViewer, Some.ViewerCodecs, new StillClock(), PlatformRandom.Instance);
        var bytes = agent.Begin();
        bool agentAgrees = false, viewerAgrees = false;
        for (var message = 1; message <= 3; message++)
        {
            if (message == changed)
            {
                if (bit == bytes.Length * 8)
                {
                    return null;
                }

                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            }

            var step = message == 2 ? agent.Receive(bytes) : viewer.Receive(bytes);
            agentAgrees |= message == 2 && step.Agreement is not null;
            viewerAgrees |= message == 3 && step.Agreement is not null;
            if (step.Fault is not null || step.Reply is null)
            {
                break;
            }

            bytes = step.Reply;
        }

        return agentAgrees && viewerAgrees;
    }
}
