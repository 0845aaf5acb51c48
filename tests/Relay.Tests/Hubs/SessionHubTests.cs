using System.Security.Cryptography;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Hubs;
using RemoteAssist.Relay.Rooms;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Relay.Tests.Rooms;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Diagnostics;
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
        viewer.Order.Take(2).Should().Equal("Seated", "Status");
        agent.Order.Should().Equal("Offered", "ViewerJoined");
        byte[] resumption = [17, 2, 3];
        await agent.Exchange(1, resumption);
        await Eventually.True(() => viewer.Exchanged[^1].Message.SequenceEqual(resumption));
        await viewer.Exchange(1, resumption);
        await Eventually.True(() => agent.Exchanged[^1].Message.SequenceEqual(resumption));

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
            "session.requested", "session.viewerJoined", "session.newCode", "session.join", "session.allow", "session.show",
            "session.pause", "session.resume", "session.end");
        lines[^1].Values["frameParts"].Should().Be("51");
    }

    public static TheoryData<string, string, string?> Roles()
    {
        var matrix = new TheoryData<string, string, string?>();
        (string Who, string[] May, string Otherwise)[] rights =
        [
            ("visitor", ["Join", "Rejoin"], HubRefusal.NoSeat),
            ("technician", ["Watch"], HubRefusal.NoSeat),
            ("candidate", ["Exchange"], HubRefusal.NoSeat),
            ("agent", ["Report", "Admit", "HandOver", "Transferred", "Used", "RecordKey", "Upload", "Exchange"], HubRefusal.NotAllowed),
            ("viewer", ["Send", "Exchange", "End", "NewCode", "HoldCode", "Agreed", "WrongTry", "Introduce", "KeepReport",
                "Colleagues", "Invite", "SendAway", "LeaveSession"], HubRefusal.NotAllowed),
        ];
        string[] ofAgents = ["Report", "Admit", "HandOver", "Transferred", "Used", "RecordKey", "Upload"], ofVisitors = ["Join", "Rejoin"];
        string[] ofViewers = ["Send", "End", "NewCode", "HoldCode", "Agreed", "WrongTry", "Introduce", "KeepReport", "Colleagues", "Invite", "SendAway", "LeaveSession"];
        foreach (var (who, may, otherwise) in rights)
        {
            foreach (var method in (string[])[.. ofVisitors, .. ofAgents, "Watch", "Exchange", .. ofViewers])
            {
                var signedIn = who is "technician" or "viewer";
                var refusal = may.Contains(method) ? null
                    : ofVisitors.Contains(method) ? signedIn ? HubRefusal.NotAllowed : HubRefusal.SeatTaken
                    : method is "Watch" ? signedIn ? HubRefusal.SeatTaken : HubRefusal.NotAllowed
                    : ofAgents.Contains(method) ? signedIn ? HubRefusal.NotAllowed : otherwise
                    : ofViewers.Contains(method) && !signedIn ? HubRefusal.NotAllowed
                    : otherwise;
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
        else if (who is "candidate")
        {
            var (_, _, nameplate) = await host.WithCode();
            (await end.Join(nameplate)).Ticket.Should().NotBeNull();
        }

        var call = () => Call(end, method, session);

        if (refusal is null && method is "Agreed" or "WrongTry" or "KeepReport" or "Invite" or "SendAway" or "LeaveSession")
        {
            (await call.Should().ThrowAsync<HubException>()).WithMessage($"*{HubRefusal.NotNow}", "nobody tries the code or has allowed anything");
        }
        else if (refusal is null)
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
        var connect = () => host.Connect("admin");

        await connect.Should().ThrowAsync<Exception>().WithMessage("*403*");
    }

    [Fact]
    public async Task AnAgentThatVanishesIsMissedAndMayComeBack()
    {
        var (viewer, agent, session) = await host.Joined(SessionEvent.Allow, SessionEvent.Show);
        await agent.DisposeAsync();
        await Eventually.True(() => viewer.Status is { State: SessionState.Live, CustomerConnected: false, ComeBackUntil: not null });

        var back = await host.Connect();
        (await back.Rejoin(agent.Ticket!)).Should().Be(new RejoinOutcome(true, null));

        await Eventually.True(() => back.ViewersSeen == 1 && viewer.Status is { CustomerConnected: true, ComeBackUntil: null });
        var upload = back.Upload();
        await upload.Envelopes.WriteAsync(SomeEnvelope.KeyFrame());
        await Eventually.True(() => viewer.Received.Count == 1);
        host.Clock.Advance(UnjoinedConnections.Patience);
        (await back.Connection.InvokeAsync<bool>(HubContract.Report, new AgentReport(SessionEvent.Show), agent.Links!.Last))
            .Should().BeTrue("the answer to the first may have been lost");
        back.Links = agent.Links;
        (await back.Report(new AgentReport(SessionEvent.End, EndReason.StoppedByCustomer))).Should().BeTrue();
        var late = await host.Connect();
        (await late.Rejoin(agent.Ticket!)).Should().Be(new RejoinOutcome(false, EndReason.StoppedByCustomer));
        var stranger = await host.Connect();
        (await stranger.Rejoin(agent.Ticket! with { Seat = new byte[32] })).Should().Be(new RejoinOutcome(false, null));
        host.Session(session).Should().BeNull();
    }

    [Fact]
    public async Task AViewerThatVanishesIsMissedAndMayComeBack()
    {
        var (viewer, agent, session) = await host.Joined(SessionEvent.Allow);
        await viewer.DisposeAsync();
        await Eventually.True(() => host.Session(session)!.ViewerBackBy is not null);

        var back = await host.Connect("ann");
        back.Watch(session);

        await Eventually.True(() => agent.ViewersSeen == 2 && back.Status is { State: SessionState.Consented, Viewers: 1 });
        back.Number.Should().Be(2);
    }

    [Fact]
    public async Task EvenAPingCountsAsAWord()
    {
        var (_, agent, session) = await host.Joined(SessionEvent.Allow);
        var seat = host.Session(session)!.Room.Agent!;
        var said = seat.LastHeard;
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        seat.LastHeard.Should().Be(said);

        // Nothing is called: the connection itself says that it is there, every five seconds of real time.
        await Eventually.True(() => seat.LastHeard > said);

        agent.Closed.Should().BeFalse();
    }

    [Fact]
    public async Task TwoViewersOfASessionMayTalk()
    {
        var (first, _, session) = await host.Joined(SessionEvent.Allow);
        var second = await host.Connect("ann");
        second.Watch(session);
        await Eventually.True(() => second.Number == 2);

        await second.Connection.InvokeAsync(HubContract.Introduce, 1, new byte[] { 1, 2 });

        await Eventually.True(() => first.Introduced.Any());
        first.Introduced.Single().Should().BeEquivalentTo((2, new byte[] { 1, 2 }));
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

        await Eventually.True(() => host.Session(session)!.Room.Viewers.IsEmpty);
        await Eventually.Holds(() => CanWatch(end, session));
    }

    [Theory]
    [InlineData("Send")]
    [InlineData("Upload")]
    [InlineData("Exchange")]
    [InlineData("Introduce")]
    [InlineData("Agreed")]
    [InlineData("KeepReport")]
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
            else if (method is "Agreed")
            {
                await viewer.Connection.InvokeAsync(HubContract.Agreed, new byte[31]);
            }
            else if (method is "KeepReport")
            {
                await viewer.Connection.InvokeAsync(HubContract.KeepReport, new byte[] { 9, 9, 9 });
            }
            else
            {
                await viewer.Connection.InvokeAsync(method, 2, new byte[method is "Introduce" ? Room.MaxIntroductionBytes + 1 : 1]);
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
    public async Task WhenTheRelayStopsTheSessionStaysForTheNextStartAndItDoesNotTakeLong()
    {
        var (viewer, agent, session) = await host.Joined(SessionEvent.Allow, SessionEvent.Show);

        await host.Stop().WaitAsync(TimeSpan.FromSeconds(20)); // a host waits 30 s for whoever does not stop

        await Eventually.True(() => agent.Closed && viewer.Closed);
        agent.Endings.Should().BeEmpty();
        viewer.Status!.EndReason.Should().BeNull();
        await using var db = await host.Services.GetRequiredService<IDbContextFactory<RelayDb>>().CreateDbContextAsync();
        (await db.Sessions.SingleAsync(row => row.Id == session)).State.Should().Be(SessionState.Live);
        (await db.Entries.OrderBy(entry => entry.Sequence).Select(entry => entry.Json).LastAsync()).Should().Contain("relay.stopped");
    }

    [Fact]
    public async Task BothEndsComeBackToARelayThatWasStartedAgain()
    {
        var (_, agent, session) = await host.Joined(SessionEvent.Allow, SessionEvent.Show);
        await host.Restart();

        var viewer = await host.Connect("ann");
        viewer.Watch(session);
        await Eventually.True(() => viewer.Status is { State: SessionState.Live, CustomerConnected: false, ComeBackUntil: not null });
        var back = await host.Connect();
        (await back.Rejoin(agent.Ticket!)).Seated.Should().BeTrue();

        await Eventually.True(() => back.ViewersSeen == 2 && viewer.Status!.CustomerConnected);
        var upload = back.Upload();
        await upload.Envelopes.WriteAsync(SomeEnvelope.KeyFrame());
        await Eventually.True(() => viewer.Received.Count == 1);
        var lines = await host.Services.GetRequiredService<IAuditTrail>().ForSession(session, CancellationToken.None);
        lines.Select(line => line.Action).Should().ContainInOrder(
            "session.show", "session.viewerLeft", "session.restored", "session.viewerJoined", "session.agentBack");
    }

    private static async Task Call(HubEnd end, string method, Guid session)
    {
        switch (method)
        {
            case "Join":
                await end.Join("0000");
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
            case "KeepReport":
                await end.Connection.InvokeAsync(method, new ComputerReport(DateTimeOffset.UnixEpoch, []).ToBytes());
                break;
            case "Introduce":
                await end.Connection.InvokeAsync(method, 9, new byte[] { 1 });
                break;
            case "Rejoin":
                await end.Rejoin(new JoinTicket(session, 1, [], new byte[32]));
                break;
            case "Admit":
                await end.Connection.InvokeAsync<bool>(method, 1, true, end.LinkOf(AgentStatement.OfAdmitting(1, true)));
                break;
            case "Transferred":
                var file = new TransferReport(1, TransferKind.File, false, "a.txt", 1);
                await end.Connection.InvokeAsync<bool>(method, file, end.LinkOf(AgentStatement.Of(file)));
                break;
            case "HandOver":
                await end.Connection.InvokeAsync<bool>(method, 1, end.LinkOf(AgentStatement.OfHandingOver(1)));
                break;
            case "RecordKey":
                await end.Connection.InvokeAsync<bool>(method, new byte[133]);
                break;
            case "Invite":
                await end.Connection.InvokeAsync(method, "nobody", "Because");
                break;
            case "SendAway":
                await end.Connection.InvokeAsync(method, "nobody");
                break;
            case "Used":
                var used = new UseReport(1, 1, UseStep.Opened, DateTimeOffset.UnixEpoch, Shared.Input.InputCounts.None, [], []);
                await end.Connection.InvokeAsync<bool>(method, used, end.LinkOf(AgentStatement.Of(used)));
                break;
            case "HoldCode":
                await end.Connection.InvokeAsync<bool>(method, "0000");
                break;
            case "Agreed":
                await end.Connection.InvokeAsync(method, new byte[32]);
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
}
