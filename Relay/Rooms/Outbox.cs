using System.Threading.Channels;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Rooms;

/// <summary>
/// The calls that wait for one participant, sent one after another in their order. Nobody who posts here ever waits
/// for a slow connection; one that does not read is closed instead.
/// </summary>
internal sealed class Outbox
{
    /// <summary>Calls that may wait.</summary>
    public const int MaxCalls = 256;

    /// <summary>Bytes of envelopes and exchange messages that may wait.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>How long a participant that has been told good-bye may take to leave by itself.</summary>
    public static readonly TimeSpan Linger = TimeSpan.FromSeconds(2);

    private readonly IParticipant participant;
    private readonly Action abort;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly TaskCompletionSource gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<Call> calls = Channel.CreateBounded<Call>(
        new BoundedChannelOptions(MaxCalls) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    private int bytes;
    private int closed;

    public Outbox(IParticipant participant, Action abort, TimeProvider clock, ILogger logger)
    {
        this.participant = participant;
        this.abort = abort;
        this.clock = clock;
        this.logger = logger;
        Drained = Pump();
    }

    /// <summary>Done when everything that was posted before <see cref="Close"/> has been sent.</summary>
    public Task Drained { get; }

    /// <summary>Whether the participant has been told to go, or is gone.</summary>
    public bool IsClosed => Volatile.Read(ref closed) != 0;

    /// <summary>Queues a call. A connection that lets too much pile up is closed.</summary>
    /// <returns>False where the participant is, or has just been, closed.</returns>
    public bool Post(Func<IParticipant, Task> call, int size = 0)
    {
        if (IsClosed)
        {
            return false;
        }

        if (Interlocked.Add(ref bytes, size) <= MaxBytes && calls.Writer.TryWrite(new Call(call, size)))
        {
            return true;
        }

        if (!IsClosed)
        {
            Drop("it does not read what it is sent");
        }

        return false;
    }

    /// <summary>Disconnects at once, without a good-bye.</summary>
    public void Drop(string why)
    {
        logger.LogWarning("A participant is disconnected: {Why}", why);
        Abandon();
        abort();
    }

    /// <summary>Says good-bye: what was posted is still sent, then the connection is closed.</summary>
    public void Close()
    {
        if (Interlocked.Exchange(ref closed, 1) == 0)
        {
            calls.Writer.TryComplete();
            _ = AbortAfterLinger();
        }
    }

    /// <summary>The connection is gone: nothing more is sent.</summary>
    public void Abandon()
    {
        gone.TrySetResult();
        Close();
    }

    private async Task Pump()
    {
        try
        {
            while (await calls.Reader.WaitToReadAsync(CancellationToken.None))
            {
                while (calls.Reader.TryRead(out var call))
                {
                    if (!gone.Task.IsCompleted)
                    {
                        await call.Send(participant);
                        Interlocked.Add(ref bytes, -call.Size);
                    }
                }
            }
        }
        catch (Exception broken)
        {
            logger.LogWarning(broken, "A call to a participant failed; the participant is disconnected");
            Abandon();
            abort();
        }
    }

    private async Task AbortAfterLinger()
    {
        try
        {
            await gone.Task.WaitAsync(Linger, clock);
        }
        catch (TimeoutException)
        {
            // It neither left by itself nor, perhaps, ever read the good-bye.
            abort();
        }
    }

    private readonly record struct Call(Func<IParticipant, Task> Send, int Size);
}
