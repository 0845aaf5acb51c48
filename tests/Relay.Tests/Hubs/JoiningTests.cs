using Microsoft.AspNetCore.SignalR.Client;
using RemoteAssist.Relay.Hubs;
using RemoteAssist.Relay.Rooms;
using RemoteAssist.Relay.Sessions;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Relay.Tests.Hubs;

/// <summary>A connection until it has joined: the code that is tried through the hub, and how long and how many may wait.</summary>
public sealed class JoiningTests : IAsyncLifetime
{
    private HubHost host = null!;

    public async Task InitializeAsync() => host = await HubHost.Start();

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task AWrongCodeIsToldByTheViewerAndTheNextConnectionMayTryAgain()
    {
        var (viewer, _, nameplate) = await host.WithCode();
        var keeper = new CodeKeeper(CodeExchange.Secret);
        var first = await host.Connect();

        var wrong = await CodeExchange.Run(first, viewer, keeper, nameplate, "000000", host.Clock);

        wrong.Should().Match<CodeExchange>(e => !e.Agreed && e.AgentsFault == ExchangeFault.WrongCode);
        await Eventually.True(() => viewer.Status is { TriesLeft: 4, CustomerConnected: false });
        first.Order.Should().BeEmpty();
        host.Clock.Advance(Outbox.Linger);
        await Eventually.True(() => first.Closed);
        var second = await host.Connect();
        (await CodeExchange.Run(second, viewer, keeper, nameplate, CodeExchange.Secret, host.Clock)).Agreed.Should().BeTrue();
        await Eventually.True(() => second.Asked is not null && viewer.Status!.State == SessionState.Joined);
    }

    [Fact]
    public async Task BothEndsAgreeAndTheRelaySignsTheExchangeThatTheyHad()
    {
        var (viewer, session, nameplate) = await host.WithCode();
        var agent = await host.Connect();

        var exchange = await CodeExchange.Run(agent, viewer, new CodeKeeper(CodeExchange.Secret), nameplate, CodeExchange.Secret, host.Clock);
        await Eventually.True(() => agent.Asked is not null);

        exchange.AtAgent!.Keys.Words.Should().Be(exchange.AtViewer!.Keys.Words);
        AskingStatement.Verify(
            agent.Asked!.Statement, agent.Asked.Signature, agent.Ticket!.RelayKey, session, exchange.AtAgent.TranscriptHash, host.Clock.GetUtcNow(), out _)
            .Should().BeNull();
    }

    [Fact]
    public async Task ACandidateThatLeavesHasSpentItsTry()
    {
        var (viewer, session, nameplate) = await host.WithCode();
        var candidate = await host.Connect();
        (await candidate.Join(nameplate)).Ticket.Should().NotBeNull();

        await candidate.DisposeAsync();

        await Eventually.True(() => host.Session(session)!.Room.Candidate is null && viewer.Status!.TriesLeft != 5);
        viewer.Status!.TriesLeft.Should().Be(4);
        (await (await host.Connect()).Join(nameplate)).Ticket.Should().NotBeNull();
    }

    [Fact]
    public async Task AConnectionThatDoesNotJoinIsDroppedAndOneThatJoinedStays()
    {
        var idle = await host.Connect();
        var (_, agent, _) = await host.Joined();

        host.Clock.Advance(UnjoinedConnections.Patience);

        await Eventually.True(() => idle.Closed);
        agent.Connection.State.Should().Be(HubConnectionState.Connected);
    }

    [Fact]
    public async Task OneAddressHasOnlySoManyConnectionsThatHaveNotJoined()
    {
        var ends = new List<HubEnd>();
        for (var i = 0; i < UnjoinedConnections.PerAddress; i++)
        {
            ends.Add(await host.Connect());
        }

        var tooMany = () => host.Connect();

        await tooMany.Should().ThrowAsync<System.Net.WebSockets.WebSocketException>().WithMessage("*429*");
        ends.Should().OnlyContain(end => !end.Closed);
        await ends[0].DisposeAsync();
        await Eventually.Holds(Stays);

        async Task<bool> Stays()
        {
            try
            {
                await using var next = await host.Connect();
                return await next.Join("0000") is { Refusal: not null };
            }
            catch (Exception closed) when (closed is not OutOfMemoryException)
            {
                return false;
            }
        }
    }

    [Fact]
    public async Task SomebodyWhoTriesACodeStillCountsAmongThoseWhoHaveNotJoined()
    {
        var (_, session, nameplate) = await host.WithCode();
        var candidate = await host.Connect();
        host.Clock.Advance(UnjoinedConnections.Patience - TimeSpan.FromSeconds(1));
        (await candidate.Join(nameplate)).Ticket.Should().NotBeNull();
        for (var i = 1; i < UnjoinedConnections.PerAddress; i++)
        {
            await host.Connect();
        }

        var tooMany = () => host.Connect();
        await tooMany.Should().ThrowAsync<System.Net.WebSockets.WebSocketException>().WithMessage("*429*");
        host.Clock.Advance(TimeSpan.FromSeconds(2));
        candidate.Closed.Should().BeFalse("its try has the whole time");
        host.Clock.Advance(CodeSteps.TryLimit);
        await Eventually.True(() => host.Session(session)!.Room.Candidate is null);
        await host.SeesOut(candidate);
    }
}
