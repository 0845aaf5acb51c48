using System.Diagnostics;
using Microsoft.AspNetCore.SignalR.Client;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Wire;
using RemoteAssist.Tests.Support;

namespace RemoteAssist.EndToEnd.Tests.Stalled;

/// <summary>A further page of the technician's that watches a session and times each part. Its content key is handed to it in this process.</summary>
internal sealed class Onlooker : IAsyncDisposable
{
    private readonly HubConnection hub;
    private readonly FrameOpener frames;
    private readonly CancellationTokenSource leaving = new();
    private readonly Lock gate = new();
    private readonly TaskCompletionSource first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private List<double> delays = [];
    private Task watching = Task.CompletedTask;
    private int last = -1;

    private Onlooker(HubConnection hub, FrameOpener frames) => (this.hub, this.frames) = (hub, frames);

    /// <summary>The first part has come: the whole picture.</summary>
    public Task First => first.Task;

    /// <summary>Parts that did not follow the one before, other than at a key frame.</summary>
    public int Gaps { get; private set; }

    public static async Task<Onlooker> Come(RelayProcess relay, Technician technician, Guid session, ContentKey key)
    {
        var frames = new FrameOpener(HubContract.ProtocolVersion, session);
        frames.Add(key);
        var one = new Onlooker(RelayConnection.Create(relay.Address, technician.AsSocket()), frames);
        await one.hub.StartAsync();
        one.watching = one.Watch(session);
        return one;
    }

    /// <summary>The delays since it was asked last, in ms.</summary>
    public IReadOnlyList<double> TakeDelays()
    {
        lock (gate)
        {
            var taken = delays;
            delays = [];
            return taken;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await leaving.CancelAsync();
        await hub.DisposeAsync();
        await watching;
        frames.Dispose();
        leaving.Dispose();
    }

    private async Task Watch(Guid session)
    {
        try
        {
            await foreach (var envelope in hub.StreamAsync<byte[]>(HubContract.Watch, session, leaving.Token))
            {
                if (EnvelopeHeader.TryRead(envelope, out var head) && head.Channel == EnvelopeChannel.Frames)
                {
                    Take(envelope, head.Marks.HasFlag(EnvelopeMarks.KeyFrame));
                }
            }
        }
        catch (Exception) when (leaving.IsCancellationRequested)
        {
            // It was over.
        }
        catch (Exception wrong)
        {
            first.TrySetException(wrong);
        }
    }

    private void Take(byte[] envelope, bool isKeyFrame)
    {
        if (frames.Open(envelope, out var body) is { } fault)
        {
            throw new InvalidOperationException($"A part could not be opened: {fault}.");
        }

        var (sent, number) = Stamped.Read(body);
        lock (gate)
        {
            delays.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
            Gaps += isKeyFrame || number == last + 1 ? 0 : 1;
        }

        last = number;
        first.TrySetResult();
    }
}
