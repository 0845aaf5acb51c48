using System.Globalization;
using System.Security.Cryptography;
using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR.Client;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;
using RemoteAssist.Tests.Support;

namespace RemoteAssist.Benchmarks.Relay;

/// <summary>
/// Through the real Relay, in a session that was really agreed, allowed and shown: from an Agent's upload stream to a
/// viewer's. What is in the envelopes is nothing to the Relay.
/// </summary>
internal sealed class RelayWay : Way
{
    private readonly RelayProcess relay;
    private readonly Channel<byte[]> upload = Channel.CreateBounded<byte[]>(8);
    private HubConnection? agent;
    private HubConnection? viewer;
    private bool begun;

    private RelayWay(RelayProcess relay) => this.relay = relay;

    public override string Name => "Relay";

    public override int Process => relay.Process.Id;

    public static async Task<Way> Open(CancellationToken cancel)
    {
        var way = new RelayWay(await RelayProcess.Start());
        using var technician = await Technician.SetUp(way.relay);
        await way.Join(technician, await technician.StartSession(), cancel);
        return way;
    }

    public override async ValueTask DisposeAsync()
    {
        upload.Writer.Complete();
        await agent!.DisposeAsync();
        await viewer!.DisposeAsync();
        await relay.DisposeAsync();
    }

    protected override byte[] Message(int bytes) => Envelope(EnvelopeMarks.None, bytes);

    protected override async Task Send(byte[] message, CancellationToken cancel)
    {
        if (!begun)
        {
            // Nothing passes before a key frame.
            begun = true;
            message = Envelope(EnvelopeMarks.KeyFrame, message.Length);
        }

        await upload.Writer.WriteAsync(message, cancel);
    }

    private static byte[] Envelope(EnvelopeMarks marks, int bytes) =>
        new EnvelopeHeader(EnvelopeChannel.Frames, marks, 0, 1, 1).Wrap(new byte[bytes - EnvelopeHeader.Size]);

    private async Task Join(Technician technician, Guid session, CancellationToken cancel)
    {
        var toAgent = Channel.CreateUnbounded<byte[]>();
        var toViewer = Channel.CreateUnbounded<byte[]>();
        var seated = new TaskCompletionSource<int>();
        var asked = new TaskCompletionSource<SessionOffer>();
        viewer = RelayConnection.Create(relay.Address, technician.AsSocket());
        viewer.On<int>(nameof(IParticipant.Seated), seated.SetResult);
        viewer.On<int, byte[]>(nameof(IParticipant.Exchange), (_, message) => toViewer.Writer.TryWrite(message));
        agent = RelayConnection.Create(relay.Address);
        agent.On<SessionOffer, byte[], byte[]>(nameof(IParticipant.Offered), (offer, _, _) => asked.TrySetResult(offer));
        agent.On<int, byte[]>(nameof(IParticipant.Exchange), (_, message) => toAgent.Writer.TryWrite(message));
        await viewer.StartAsync(cancel);
        await agent.StartAsync(cancel);
        _ = Watch(session, cancel);
        var number = await seated.Task.WaitAsync(cancel);

        // 1 the code
        var nameplate = await viewer.InvokeAsync<string>(HubContract.NewCode, cancel);
        var secret = RandomNumberGenerator.GetInt32(1_000_000).ToString("000000", CultureInfo.InvariantCulture);
        var outcome = await agent.InvokeAsync<JoinOutcome>(
            HubContract.Join, new JoinRequest(HubContract.ProtocolVersion, nameplate, "1.0", "Linux X11"), cancel);
        var context = new ExchangeContext(HubContract.ProtocolVersion, outcome.Ticket!.Session, (uint)number);
        using var key = new SessionKey();
        using var agents = new AgentHandshake(context, nameplate, secret, [1], TimeProvider.System, PlatformRandom.Instance, key.Mark);
        var viewers = new CodeKeeper(secret).Begin(context, nameplate, [1], TimeProvider.System, PlatformRandom.Instance, out _)!;
        await agent.InvokeAsync(HubContract.Exchange, number, agents.Begin(), cancel);
        await viewer.InvokeAsync(HubContract.Exchange, number, viewers.Receive(await toViewer.Reader.ReadAsync(cancel)).Reply!, cancel);
        await agent.InvokeAsync(HubContract.Exchange, number, agents.Receive(await toAgent.Reader.ReadAsync(cancel)).Reply!, cancel);
        var judged = viewers.Receive(await toViewer.Reader.ReadAsync(cancel));
        await viewer.InvokeAsync(HubContract.Exchange, number, judged.Reply!, cancel);
        await viewer.InvokeAsync(HubContract.Agreed, judged.Agreement!.TranscriptHash, cancel);

        // 2 the grant   3 the first picture may come
        var offer = await asked.Task.WaitAsync(cancel);
        var now = TimeProvider.System.GetUtcNow();
        var grant = new ConsentGrant(offer.Session, offer.Scopes, offer.Technician, offer.Organisation, now, now.AddMinutes(offer.Minutes));
        var receipts = new SomeReceipts(key, judged.Agreement.TranscriptHash, outcome.Ticket.RelayKey);
        var links = new SomeLinks(key, offer.Session, judged.Agreement.TranscriptHash);
        foreach (var report in new[] { receipts.With(new AgentReport(SessionEvent.Allow, Grant: grant), offer), new AgentReport(SessionEvent.Show) })
        {
            links.Taken(await agent.InvokeAsync<bool>(HubContract.Report, report, links.Next(AgentStatement.Of(report)), cancel));
        }

        _ = agent.InvokeAsync<object?>(HubContract.Upload, upload.Reader, cancel);
    }

    private async Task Watch(Guid session, CancellationToken cancel)
    {
        try
        {
            await foreach (var envelope in viewer!.StreamAsync<byte[]>(HubContract.Watch, session, cancel))
            {
                Arrived(envelope.Length);
            }
        }
        catch (Exception over) when (over is OperationCanceledException or InvalidOperationException or IOException)
        {
            // It was closed under it.
        }
    }
}
