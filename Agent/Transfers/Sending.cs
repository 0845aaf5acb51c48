using System.Security.Cryptography;

namespace RemoteAssist.Agent.Transfers;

/// <summary>What became of a chunk.</summary>
internal enum ChunkFate
{
    /// <summary>It is on its way.</summary>
    Sent,

    /// <summary>Others go first; it is tried again in a moment.</summary>
    Full,

    /// <summary>It cannot go now: the other end says when it goes on.</summary>
    Held,
}

/// <summary>
/// Bytes that go, read and hashed on a thread of their own, never more of them than the pace allows. Everything but reading and hashing
/// is done under the one lock that is given.
/// </summary>
internal sealed class Sending : IDisposable
{
    private static readonly TimeSpan TryAgain = TimeSpan.FromMilliseconds(10);

    private readonly Lock gate;
    private readonly IByteSource source;
    private readonly Func<long, byte[], ChunkFate> send;
    private readonly Action onBroken;
    private readonly TimeProvider clock;
    private readonly SendPace pace;
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly CancellationTokenSource over = new();
    private TaskCompletionSource wake = NewWake();
    private bool open;
    private long sent;
    private long farthest;
    private long received;
    private long hashed;

    /// <param name="gate">Held by whoever calls.</param>
    /// <param name="source">Where they come from; disposed of with this.</param>
    /// <param name="size">How many there are.</param>
    /// <param name="send">Sends a chunk, under the lock.</param>
    /// <param name="onBroken">Told once, without the lock, where they cannot be read.</param>
    /// <param name="clock">The clock.</param>
    public Sending(Lock gate, IByteSource source, long size, Func<long, byte[], ChunkFate> send, Action onBroken, TimeProvider clock)
    {
        this.gate = gate;
        this.source = source;
        this.send = send;
        this.onBroken = onBroken;
        this.clock = clock;
        Size = size;
        pace = new SendPace(clock);
        _ = Task.Run(Run);
    }

    /// <summary>How many there are.</summary>
    public long Size { get; }

    /// <summary>How many the other end has written.</summary>
    public long Received => received;

    /// <summary>Whether all of it has gone at some time, whatever the other end has said of it since.</summary>
    public bool HasSentAll => farthest == Size;

    /// <summary>The SHA-256 of all of it; null before all of it was read.</summary>
    public byte[]? Hash => Volatile.Read(ref hashed) == Size ? hash.GetCurrentHash() : null;

    /// <summary>Nothing goes until the other end says how much it has.</summary>
    public void Hold() => open = false;

    /// <summary>The other end has so many: where it was held it goes on from there.</summary>
    /// <returns>False where nobody can have so many.</returns>
    public bool Take(long upTo)
    {
        // More than what goes again was sent before it was held, and its answer may still have been on its way.
        if (upTo < 0 || upTo > farthest)
        {
            return false;
        }

        received = upTo;
        sent = Math.Max(sent, upTo);
        if (open)
        {
            pace.Received(upTo);
        }
        else
        {
            open = true;
            sent = upTo;
            pace.StartOver();
        }

        wake.TrySetResult();
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        over.Cancel();
        wake.TrySetResult();
    }

    private static TaskCompletionSource NewWake() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task Run()
    {
        try
        {
            while (await Next() is { } next)
            {
                var chunk = new byte[next.Length];
                if (source.Read(next.At, chunk) < chunk.Length)
                {
                    throw new EndOfStreamException("It is shorter than it was.");
                }

                AddToHash(next.At, chunk);
                while (Send(next.At, chunk) == ChunkFate.Full)
                {
                    await Task.Delay(TryAgain, clock, over.Token);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // It is over.
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            onBroken();
        }
        finally
        {
            source.Dispose();
        }
    }

    // Where the next chunk begins, and its length; null once it is over.
    private async Task<(long At, int Length)?> Next()
    {
        while (true)
        {
            Task waiting;
            lock (gate)
            {
                if (over.IsCancellationRequested)
                {
                    return null;
                }

                var room = open ? (int)Math.Min(pace.Room(sent - received), Size - sent) : 0;
                if (room > 0)
                {
                    return (sent, room);
                }

                wake = NewWake();
                waiting = wake.Task;
            }

            await waiting;
        }
    }

    private ChunkFate Send(long at, byte[] chunk)
    {
        lock (gate)
        {
            if (over.IsCancellationRequested || !open || at != sent)
            {
                return ChunkFate.Held;
            }

            var fate = send(at, chunk);
            if (fate == ChunkFate.Sent)
            {
                sent += chunk.Length;
                farthest = Math.Max(farthest, sent);
                pace.Sent(sent);
            }

            open &= fate != ChunkFate.Held;
            return fate;
        }
    }

    // What is read again, because the other end has not got it, was hashed before. Without the lock: nobody else writes the hash,
    // and it is read only once nothing more comes to it.
    private void AddToHash(long at, byte[] chunk)
    {
        if (at + chunk.Length > hashed)
        {
            hash.AppendData(chunk, (int)(hashed - at), (int)(at + chunk.Length - hashed));
            Volatile.Write(ref hashed, at + chunk.Length);
        }
    }
}
