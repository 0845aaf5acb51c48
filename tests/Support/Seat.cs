using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.SignalR.Client;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Tests.Support;

/// <summary>
/// A technician's page without a screen: watches a session over the hub, makes the code, agrees with the Agent by the
/// product's own sealing, opens what comes, and says what it has painted.
/// </summary>
public sealed class Seat : IAsyncDisposable
{
    private readonly HubConnection hub;
    private readonly Guid session;
    private readonly TimeProvider clock;
    private readonly FrameOpener frames;
    private readonly TaskCompletionSource<string> code = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource seated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource leaving = new();
    private CodeKeeper? keeper;
    private ViewerHandshake? handshake;
    private ControlSealer? sealer;
    private ControlOpener? opener;
    private string nameplate = "";
    private int number;
    private int left;
    private Task watching = Task.CompletedTask;

    private Seat(HubConnection hub, Guid session, TimeProvider clock)
    {
        this.hub = hub;
        this.session = session;
        this.clock = clock;
        frames = new FrameOpener(HubContract.ProtocolVersion, session);
    }

    /// <summary>The ten digits for the customer.</summary>
    public Task<string> Code => code.Task;

    /// <summary>Fails as soon as anything does; never done otherwise.</summary>
    public Task Failed => failed.Task;

    /// <summary>Takes a seat.</summary>
    /// <param name="relay">The Relay, or the line to it.</param>
    /// <param name="technician">Who watches.</param>
    /// <param name="session">What.</param>
    /// <param name="codecs">Ids of the codecs that are read.</param>
    /// <param name="part">Told each opened part of a frame, and whether a key frame begins with it; one after the other.</param>
    /// <param name="clock">The clock.</param>
    public static async Task<Seat> Take(
        Uri relay, Technician technician, Guid session, byte[] codecs, Action<Seat, ReadOnlyMemory<byte>, bool> part, TimeProvider clock)
    {
        var hub = RelayConnection.Create(relay, technician.AsSocket(relay));
        var seat = new Seat(hub, session, clock);
        hub.On<int>(nameof(IParticipant.Seated), viewer =>
        {
            seat.number = viewer;
            seat.seated.TrySetResult();
        });
        hub.On<SessionStatus>(nameof(IParticipant.Status), _ => { });
        hub.On<int, byte[]>(nameof(IParticipant.Exchange), (_, message) => seat.Guard(() => seat.Exchanged(message, codecs)));
        await hub.StartAsync();
        seat.watching = seat.Guard(() => seat.Watch(part));
        return seat;
    }

    /// <summary>Says something to the Agent.</summary>
    public void Say(ControlMessage message)
    {
        if (sealer!.Seal(message.ToBytes(), out var envelope) is { } fault)
        {
            throw new InvalidOperationException($"A message could not be sealed: {fault}.");
        }

        _ = Guard(() => hub.SendAsync(HubContract.Send, envelope));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref left, 1) == 1)
        {
            return; // somebody has left before the end
        }

        await leaving.CancelAsync();
        await hub.DisposeAsync();
        await watching;
        frames.Dispose();
        leaving.Dispose();
    }

    private async Task Watch(Action<Seat, ReadOnlyMemory<byte>, bool> part)
    {
        var envelopes = await hub.StreamAsChannelAsync<byte[]>(HubContract.Watch, session, leaving.Token);
        await seated.Task.WaitAsync(leaving.Token); // a stream and a call go side by side
        nameplate = await hub.InvokeAsync<string>(HubContract.NewCode, leaving.Token);
        var secret = RandomNumberGenerator.GetInt32(1_000_000).ToString("000000", CultureInfo.InvariantCulture);
        keeper = new CodeKeeper(secret);
        code.SetResult(nameplate + secret);
        while (await envelopes.WaitToReadAsync(leaving.Token))
        {
            while (envelopes.TryRead(out var envelope))
            {
                Open(envelope, part);
            }
        }
    }

    private async Task Exchanged(byte[] message, byte[] codecs)
    {
        if (message.FirstOrDefault() == 1)
        {
            var context = new ExchangeContext(HubContract.ProtocolVersion, session, (uint)number);
            handshake = keeper!.Begin(context, nameplate, codecs, clock, PlatformRandom.Instance, out var refusal)
                ?? throw new InvalidOperationException($"The exchange was not begun: {refusal}.");
        }

        var step = handshake!.Receive(message);
        if (step.Fault is { } fault)
        {
            throw new InvalidOperationException($"The exchange came to nothing: {fault}.");
        }

        if (step.Agreement is { } agreement)
        {
            opener = new ControlOpener(agreement.Keys.ControlToViewer, (uint)number);
            sealer = new ControlSealer(agreement.Keys.ControlToAgent, (uint)number);
        }

        await hub.SendAsync(HubContract.Exchange, number, step.Reply!);
        if (step.Agreement is { } agreed)
        {
            await hub.InvokeAsync(HubContract.Agreed, agreed.TranscriptHash);
        }
    }

    // 8 open
    private void Open(byte[] envelope, Action<Seat, ReadOnlyMemory<byte>, bool> part)
    {
        if (EnvelopeHeader.TryRead(envelope, out var head) && head.Channel == EnvelopeChannel.Control)
        {
            Must(opener!.Open(envelope, out var said));
            if (ContentKey.Read(said) is { } key)
            {
                frames.Add(key);
            }

            return;
        }

        Must(frames.Open(envelope, out var body));
        part(this, body, head.Marks.HasFlag(EnvelopeMarks.KeyFrame));
    }

    private static void Must(SealingFault? fault)
    {
        if (fault is { } wrong)
        {
            throw new InvalidOperationException($"An envelope could not be opened: {wrong}.");
        }
    }

    private async Task Guard(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception) when (leaving.IsCancellationRequested)
        {
            // It was over.
        }
        catch (Exception wrong)
        {
            failed.TrySetException(wrong);
            code.TrySetException(wrong);
        }
    }
}
