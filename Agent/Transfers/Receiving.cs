using System.Security.Cryptography;
using System.Threading.Channels;
using RemoteAssist.Shared.Transfers;

namespace RemoteAssist.Agent.Transfers;

/// <summary>
/// Bytes that come: checked as they arrive, and written and hashed on a thread of their own, so that a slow disk holds up nothing but
/// its file. <see cref="Take"/>, <see cref="Finish"/> and <see cref="Dispose"/> are called one at a time.
/// </summary>
internal sealed class Receiving : IDisposable
{
    private readonly Channel<byte[]> waiting = Channel.CreateUnbounded<byte[]>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource given = new();
    private readonly IByteSink sink;
    private readonly Action<long> onWritten;
    private readonly Action onBroken;
    private readonly Task<byte[]?> all;
    private long written;

    /// <param name="size">How many are to come.</param>
    /// <param name="sink">Where they go; disposed of with this.</param>
    /// <param name="onWritten">Told how many have been written. From any thread, without a lock.</param>
    /// <param name="onBroken">Told once where they cannot be written.</param>
    public Receiving(long size, IByteSink sink, Action<long> onWritten, Action onBroken)
    {
        Size = size;
        this.sink = sink;
        this.onWritten = onWritten;
        this.onBroken = onBroken;
        all = Task.Run(Write);
    }

    /// <summary>How many are to come.</summary>
    public long Size { get; }

    /// <summary>How many have come.</summary>
    public long Taken { get; private set; }

    /// <summary>Takes a chunk; one that does not follow the one before is passed over.</summary>
    /// <returns>False where more comes than was announced, or than may be on its way.</returns>
    public bool Take(long offset, byte[] chunk)
    {
        if (offset != Taken)
        {
            return true;
        }

        if (chunk.Length > Size - Taken || Taken + chunk.Length - Volatile.Read(ref written) > TransferLimits.WindowBytes)
        {
            return false;
        }

        Taken += chunk.Length;
        return waiting.Writer.TryWrite(chunk);
    }

    /// <summary>No more comes.</summary>
    /// <returns>The SHA-256 of all of it, once it is written; null where it was not.</returns>
    public Task<byte[]?> Finish()
    {
        waiting.Writer.TryComplete();
        return all;
    }

    /// <summary>Nothing more is written; the sink is disposed of when the last write is over.</summary>
    public void Dispose()
    {
        given.Cancel();
        waiting.Writer.TryComplete();
        _ = all.ContinueWith(
            static (_, self) =>
            {
                var over = (Receiving)self!;
                over.sink.Dispose();
                over.given.Dispose();
            },
            this,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    private async Task<byte[]?> Write()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        try
        {
            await foreach (var chunk in waiting.Reader.ReadAllAsync(given.Token))
            {
                hash.AppendData(chunk);
                sink.Write(chunk);
                Volatile.Write(ref written, written + chunk.Length);
                onWritten(written);
            }

            sink.Complete();
            return hash.GetHashAndReset();
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            onBroken();
            return null;
        }
    }
}
