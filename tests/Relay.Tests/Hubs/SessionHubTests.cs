using System.Security.Cryptography;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Hubs;
using RemoteAssist.Relay.Rooms;
using RemoteAssist.Relay.Sessions;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Relay.Tests.Rooms;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Tests.Hubs;

public sealed class SessionHubTests : IAsyncLifetime
{
    private HubHost host = null!;

    public async Task InitializeAsync() => host = await HubHost.Start();

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task AWholeSessionGoesThroughWithEveryByteAsItWas()
    {
        var (viewer, agent, session) = await host.Joined(SessionEvent.Allow, SessionEvent.Show);
        await Eventually.True(() => agent.ViewersSeen == 1);
        byte[] hello = [1, 2, 3];
        await agent.Connection.InvokeAsync(HubContract.Exchange, 1, hello);
        await Eventually.True(() => viewer.Exchanged.Any());
        await viewer.Connection.InvokeAsync(HubContract.Exchange, 1, hello);
        await Eventually.True(() => agent.Exchanged.Any());

        var upload = agent.Upload();
        var key = new EnvelopeHeader(EnvelopeChannel.Frames, EnvelopeMarks.KeyFrame, 0, 1, 1).Wrap(RandomNumberGenerator.GetBytes(1024 * 1024));
        await upload.Envelopes.WriteAsync(key);
        for (var i = 0; i < 50; i++)
        {
            await upload.Envelopes.WriteAsync(SomeEnvelope.Delta(size: 20_000));
        }

        await Eventually.True(() => viewer.Received.Count == 51);
        viewer.Received[0].Should().Equal(key);

        // Calls go on beside the streams.
        await viewer.Connection.InvokeAsync(HubContract.Send, SomeEnvelope.Control(1));
        await Eventually.True(() => agent.Envelopes.Count == 1);
        (await agent.Report(new AgentReport(SessionEvent.Pause))).Should().BeTrue();
        await Eventually.True(() => viewer.Status!.State == SessionState.Paused);
        (await agent.Report(new AgentReport(SessionEvent.Resume))).Should().BeTrue();
        (await agent.Report(new AgentReport(SessionEvent.End, EndReason.StoppedByCustomer))).Should().BeTrue();

        await Eventually.True(() => viewer.Status!.EndReason == EndReason.StoppedByCustomer && viewer.StreamOver);
        await Eventually.True(() => agent.Endings.SequenceEqual(new[] { EndReason.StoppedByCustomer }));
        host.Clock.Advance(Outbox.Linger);
        await Eventually.True(() => agent.Closed && viewer.Closed);
        var lines = await host.Services.GetRequiredService<IAuditTrail>().ForSession(session, CancellationToken.None);
        lines.Select(line => line.Action).Should().Equal(
            "session.requested", "session.viewerJoined", "session.join", "session.allow", "session.show",
            "session.pause", "session.resume", "session.end");
        lines[^1].Values["frameParts"].Should().Be("51");
    }

    public static TheoryData<string, string, string?> Roles()
    {
        var matrix = new TheoryData<string, string, string?>();
        (string Who, string[] May)[] rights =
        [
            ("visitor", ["Join"]),
            ("technician", ["Watch"]),
            ("agent", ["Report", "Upload", "Exchange"]),
            ("viewer", ["Send", "Exchange", "End", "NewCode"]),
        ];
        string[] methods = ["Join", "Report", "Upload", "Watch", "Send", "Exchange", "End", "NewCode"];
        foreach (var (who, may) in rights)
        {
            foreach (var method in methods)
            {
                var refusal = may.Contains(method) ? null
                    : (who, method) is ("agent", "Join") or ("viewer", "Watch") ? HubRefusal.SeatTaken
                    : (who, method) is ("visitor", "Report" or "Upload" or "Exchange") or ("technician", "Send" or "Exchange" or "End" or "NewCode") ? HubRefusal.NoSeat
                    : HubRefusal.NotAllowed;
                matrix.Add(who, method, refusal);
            }
        }

        return matrix;
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task EachMethodIsForItsOwnKindOfCallerOnly(string who, string method, string? refusal)
    {
        var session = await host.StartSession();
        var end = await host.Connect(who is "technician" or "viewer" ? "ann" : null);
        if (who is "viewer")
        {
            end.Watch(session);
            await Eventually.True(() => end.Status is not null);
        }
        else if (who is "agent")
        {
            (_, end, _) = await host.Joined();
        }

        var call = () => Call(end, method, session);

        if (refusal is null)
        {
            await call.Should().NotThrowAsync();
        }
        else
        {
            (await call.Should().ThrowAsync<HubException>()).WithMessage($"*{refusal}");
        }
    }

    [Fact]
    public async Task AnotherTechniciansSessionLooksLikeNone()
    {
        var session = await host.StartSession();
        var colleague = await host.Connect("bob");

        foreach (var id in new[] { session, Guid.NewGuid() })
        {
            var watch = () => Call(colleague, "Watch", id);
            (await watch.Should().ThrowAsync<HubException>()).WithMessage($"*{HubRefusal.NoSuchSession}");
        }
    }

    [Fact]
    public async Task SomebodySignedInWhoIsNoTechnicianIsNotLetIn()
    {
        var admin = await host.Connect("admin");

        await Eventually.True(() => admin.Closed);
    }

    [Fact]
    public async Task AnAgentThatVanishesEndsTheSession()
    {
        var (viewer, agent, _) = await host.Joined(SessionEvent.Allow, SessionEvent.Show);

        await agent.DisposeAsync();

        await Eventually.True(() => viewer.Status is { EndReason: EndReason.CustomerLost, CustomerConnected: false });
    }

    [Fact]
    public async Task AViewerThatVanishesIsMissedAndMayComeBack()
    {
        var (viewer, agent, session) = await host.Joined(SessionEvent.Allow);
        await viewer.DisposeAsync();
        await Eventually.True(() => Session(session)!.Unwatched is not null);

        var back = await host.Connect("ann");
        back.Watch(session);

        await Eventually.True(() => agent.ViewersSeen == 2 && back.Status is { State: SessionState.Consented, Viewers: 1 });
    }

    [Fact]
    public async Task AConnectionThatStopsWatchingMayWatchAgain()
    {
        var session = await host.StartSession();
        var end = await host.Connect("ann");
        using (var stop = new CancellationTokenSource())
        {
            var stream = end.Connection.StreamAsync<byte[]>(HubContract.Watch, session, stop.Token).GetAsyncEnumerator();
            var first = stream.MoveNextAsync();
            await Eventually.True(() => end.Status is not null);
            await stop.CancelAsync();
            await FluentActions.Awaiting(async () => await first).Should().ThrowAsync<OperationCanceledException>();
        }

        await Eventually.True(() => Session(session)!.Room.Viewers.IsEmpty);
        await Eventually.Holds(() => CanWatch(end, session));
    }

    [Theory]
    [InlineData("Send")]
    [InlineData("Upload")]
    [InlineData("Exchange")]
    public async Task BytesThatBreakTheProtocolEndThatConnectionWithAName(string method)
    {
        var (viewer, agent, _) = await host.Joined(SessionEvent.Allow, SessionEvent.Show);
        var culprit = method is "Upload" ? agent : viewer;
        var call = async () =>
        {
            if (method is "Upload")
            {
                var upload = agent.Upload();
                await upload.Envelopes.WriteAsync([9, 9, 9]);
                await upload.Done;
            }
            else if (method is "Send")
            {
                await viewer.Connection.InvokeAsync(HubContract.Send, new byte[] { 9, 9, 9 });
            }
            else
            {
                await viewer.Connection.InvokeAsync(HubContract.Exchange, 2, new byte[] { 9 });
            }
        };

        (await call.Should().ThrowAsync<HubException>()).WithMessage($"*{HubRefusal.BadMessage}");
        if (method is "Upload")
        {
            await Eventually.True(() => agent.Endings.SequenceEqual(new[] { EndReason.Fault }));
        }

        host.Clock.Advance(Outbox.Linger);
        await Eventually.True(() => culprit.Closed);
        (method is "Upload" || !agent.Closed).Should().BeTrue("an Agent that did nothing wrong stays");
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

        var tooMany = await host.Connect();

        await Eventually.True(() => tooMany.Closed);
        ends.Should().OnlyContain(end => !end.Closed);
        await ends[0].DisposeAsync();
        await Eventually.Holds(Stays);

        async Task<bool> Stays()
        {
            var next = await host.Connect();
            try
            {
                return await next.Join(new SessionCode("0000", "000000")) is { Refusal: not null };
            }
            catch (Exception closed) when (closed is not OutOfMemoryException)
            {
                return false;
            }
        }
    }

    [Fact]
    public async Task WhenTheRelayStopsBothEndsHearWhyAndItDoesNotTakeLong()
    {
        var (viewer, agent, session) = await host.Joined(SessionEvent.Allow, SessionEvent.Show);

        (viewer.Polite, agent.Polite) = (true, true);

        await host.Stop().WaitAsync(TimeSpan.FromSeconds(8));

        await Eventually.True(() => agent.Endings.SequenceEqual(new[] { EndReason.RelayStopped }));
        await Eventually.True(() => viewer.Status!.EndReason == EndReason.RelayStopped);
        await using var db = await host.Services.GetRequiredService<IDbContextFactory<RelayDb>>().CreateDbContextAsync();
        (await db.Sessions.SingleAsync(row => row.Id == session)).EndReason.Should().Be(EndReason.RelayStopped);
    }

    private static async Task Call(HubEnd end, string method, Guid session)
    {
        switch (method)
        {
            case "Join":
                await end.Join(new SessionCode("0000", "000000"));
                break;
            case "Report":
                await end.Report(new AgentReport(SessionEvent.Pause));
                break;
            case "Upload":
                var upload = end.Upload();
                upload.Envelopes.TryComplete();
                await upload.Done;
                break;
            case "Watch":
                var status = end.Status;
                var stream = end.Connection.StreamAsync<byte[]>(HubContract.Watch, session).GetAsyncEnumerator();
                var first = stream.MoveNextAsync().AsTask();
                await Eventually.True(() => first.IsCompleted || !ReferenceEquals(end.Status, status));
                if (first.IsCompleted)
                {
                    await first;
                }

                break;
            case "Send":
                await end.Connection.InvokeAsync(method, SomeEnvelope.Control(1));
                break;
            case "Exchange":
                await end.Connection.InvokeAsync(method, 1, new byte[] { 1 });
                break;
            default:
                await end.Connection.InvokeAsync(method);
                break;
        }
    }

    private static async Task<bool> CanWatch(HubEnd end, Guid session)
    {
        try
        {
            await Call(end, "Watch", session);
            return true;
        }
        catch (HubException taken) when (taken.Message.EndsWith(HubRefusal.SeatTaken, StringComparison.Ordinal))
        {
            return false;
        }
    }

    private ActiveSession? Session(Guid session) => host.Services.GetRequiredService<SessionDirectory>().Find(session);
}
