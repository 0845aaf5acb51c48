using System.Collections.Concurrent;
using RemoteAssist.Relay.Rooms;
using RemoteAssist.Shared.Recordings;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Recordings;

/// <summary>
/// All recordings that go on, each with a writer of its own. At the Relay's start it closes what a Relay before it left open, and
/// at its stop it closes its own: a session that goes on with the next Relay is recorded on by its next grant.
/// </summary>
/// <param name="folder">Where the files lie.</param>
/// <param name="book">Their entries.</param>
/// <param name="recovery">Closes what was left open.</param>
/// <param name="rooms">The room of a session that is not over; null where there is none.</param>
/// <param name="clock">When chunks are closed.</param>
/// <param name="logger">Hears of trouble.</param>
internal sealed class Recorder(
    RecordingFolder folder, RecordingBook book, RecordingRecovery recovery, Func<Guid, Room?> rooms, TimeProvider clock, ILogger<Recorder> logger)
    : IRecorder, IHostedService, IDisposable
{
    private readonly ConcurrentDictionary<Guid, RecordingJob> running = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly Lock starting = new();

    /// <summary>Whether a session is recorded just now.</summary>
    public bool IsOn(Guid session) => running.TryGetValue(session, out var job) && !job.Closed.IsCompleted;

    public void Begin(Guid session)
    {
        lock (starting)
        {
            var before = running.GetValueOrDefault(session);
            if (stopping.IsCancellationRequested || before is { Closed.IsCompleted: false, IsEnding: false })
            {
                return;
            }

            var room = rooms(session);
            var job = new RecordingJob(session, folder, book, () => room?.SendKeyFrameNeeded(), clock, logger, stopping.Token);
            running[session] = job;
            _ = Run(session, job, before?.Done ?? Task.CompletedTask, room);
        }
    }

    public void Keys(Guid session, ReadOnlyMemory<byte> wrapped)
    {
        if (running.TryGetValue(session, out var job) && !job.Queue.Keys(wrapped))
        {
            logger.LogWarning("Session {Session}: wrapped keys were not taken", session);
        }
    }

    public void Frame(Guid session, ReadOnlyMemory<byte> envelope)
    {
        if (running.TryGetValue(session, out var job) && EnvelopeHeader.TryRead(envelope.Span, out var head))
        {
            job.Queue.Frame(head, envelope);
        }
    }

    public Task End(Guid session, string reason)
    {
        if (!running.TryGetValue(session, out var job))
        {
            return Task.CompletedTask;
        }

        job.End(reason);
        return job.Closed;
    }

    public Task StartAsync(CancellationToken cancellationToken) => recovery.Run(cancellationToken);

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        RecordingJob[] last;
        lock (starting)
        {
            stopping.Cancel();
            last = [.. running.Values];
        }

        foreach (var job in last)
        {
            job.End(RecordingWords.RelayStopped);
        }

        await Task.WhenAll(last.Select(job => job.Done)).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => stopping.Dispose();

    private async Task Run(Guid session, RecordingJob job, Task after, Room? room)
    {
        room?.Record(job.Queue);
        await job.Run(after);
        room?.StopRecording(job.Queue);
        running.TryRemove(KeyValuePair.Create(session, job));
    }
}
