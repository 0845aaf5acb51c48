using Microsoft.AspNetCore.SignalR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RemoteAssist.Relay.Sessions;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Tests.Hubs;

/// <summary>What a Relay shows to an Agent, after the end, for a proof that its log holds what the Agent stated.</summary>
public sealed class InclusionTests
{
    private const string Office = "203.0.113.7";

    private static readonly AgentReport End = new(SessionEvent.End, EndReason.StoppedByCustomer);

    [Fact]
    public async Task AfterTheEndTheLastStatementIsProvedOnAConnectionThatIsInNoSession()
    {
        await using var host = await HubHost.Start(checkpoints: true);
        var (_, agent, session) = await host.Joined(SessionEvent.Allow, SessionEvent.Show);
        await using var early = await host.Connect();
        (await early.Prove(agent.Ticket!)).Should().BeNull("the session is not over");
        (await agent.Report(End)).Should().BeTrue();

        await using var other = await host.Connect();
        var proof = await other.Prove(agent.Ticket!);

        Judge(proof, agent).Should().BeNull();
        InclusionCheck.Of(proof!, agent.Ticket!.RelayKey, Last(agent) with { Session = Guid.NewGuid() }, out _).Should().Be(InclusionFault.OtherEntry);
        await using var db = await host.Services.GetRequiredService<IDbContextFactory<RelayDb>>().CreateDbContextAsync();
        (await db.Entries.SingleAsync(row => row.Sequence == proof!.Leaf + 1)).Session.Should().Be(session);
    }

    [Fact]
    public async Task AnEarlierStateOfTheLogIsNotTakenForAProof()
    {
        await using var host = await HubHost.Start(checkpoints: true);
        var (_, first, _) = await host.Joined(SessionEvent.Allow);
        (await first.Report(End)).Should().BeTrue();
        var before = await Ask(host, first);
        var (_, second, _) = await host.Joined(SessionEvent.Allow);
        (await second.Report(End)).Should().BeTrue();

        var proof = await Ask(host, second);

        Judge(proof, second).Should().BeNull();
        Judge(before! with { Entry = proof!.Entry, Leaf = proof.Leaf }, second).Should().Be(InclusionFault.NotIncluded);
    }

    [Fact]
    public async Task WhereNoCheckpointComesInTimeThereIsNoProofYet()
    {
        await using var host = await HubHost.Start();
        var (_, agent, _) = await host.Joined(SessionEvent.Allow);
        (await agent.Report(End)).Should().BeTrue();

        var asking = Ask(host, agent);
        for (var passed = TimeSpan.Zero; passed < TimeSpan.FromMinutes(5) && !asking.IsCompleted; passed += InclusionSteps.AtMost / 2)
        {
            host.Clock.Advance(InclusionSteps.AtMost / 2);
            await Task.Delay(5);
        }

        (await asking).Should().BeNull();
    }

    [Fact]
    public async Task WhoeverHadNoSeatThereIsToldNothingAndCountsAsAWrongCode()
    {
        await using var host = await HubHost.Start(checkpoints: true);
        var (_, agent, _) = await host.Joined(SessionEvent.Allow);
        (await agent.Report(End)).Should().BeTrue();
        var right = Request(agent);
        (await Ask(host, right with { Session = Guid.NewGuid() })).Should().BeNull();
        (await Ask(host, right with { ProtocolVersion = HubContract.ProtocolVersion - 1 })).Should().BeNull();
        for (var i = 1; i < JoinLimits.PerAddress; i++)
        {
            (await Ask(host, right with { Seat = i % 2 == 0 ? new byte[32] : [] })).Should().BeNull();
        }

        (await Ask(host, right)).Should().BeNull("too many wrong ones came from there");
        Judge(await Ask(host, right, "198.51.100.9"), agent).Should().BeNull();
    }

    [Fact]
    public async Task OneSessionAsksSoOftenAndForHalfAnHour()
    {
        await using var host = await HubHost.Start(checkpoints: true);
        var (_, agent, _) = await host.Joined(SessionEvent.Allow);
        (await agent.Report(End)).Should().BeTrue();
        for (var i = 0; i < InclusionSteps.Most; i++)
        {
            (await Ask(host, agent)).Should().NotBeNull();
        }

        (await Ask(host, agent)).Should().BeNull("it has asked often enough");
        var (_, late, _) = await host.Joined(SessionEvent.Allow);
        (await late.Report(End)).Should().BeTrue();
        (await Ask(host, late)).Should().NotBeNull("another session is not held up");
        host.Clock.Advance(FormerSeats.Within + TimeSpan.FromSeconds(1));
        (await Ask(host, late)).Should().BeNull("the time is over");
    }

    [Fact]
    public async Task NobodyWhoIsSignedInOrSitsInASessionAsks()
    {
        await using var host = await HubHost.Start(checkpoints: true);
        var (viewer, agent, _) = await host.Joined(SessionEvent.Allow);

        await viewer.Invoking(one => one.Prove(agent.Ticket!)).Should().ThrowAsync<HubException>();
        await agent.Invoking(one => one.Prove(agent.Ticket!)).Should().ThrowAsync<HubException>();
    }

    private static InclusionFault? Judge(InclusionProof? proof, HubEnd agent) => InclusionCheck.Of(proof!, agent.Ticket!.RelayKey, Last(agent), out _);

    // Which exchange it was matters only for links behind the last.
    private static LastLink Last(HubEnd agent) => new(agent.Ticket!.Session, new byte[32], agent.Links!.Last!, AgentStatement.Of(End));

    private static InclusionRequest Request(HubEnd agent) => new(HubContract.ProtocolVersion, agent.Ticket!.Session, agent.Ticket.Seat);

    private static Task<InclusionProof?> Ask(HubHost host, HubEnd agent) => Ask(host, Request(agent));

    private static Task<InclusionProof?> Ask(HubHost host, InclusionRequest request, string address = Office) =>
        host.Services.GetRequiredService<InclusionSteps>().Prove(request, address, CancellationToken.None);
}
