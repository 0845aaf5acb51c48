namespace RemoteAssist.Benchmarks.Relay;

/// <summary>A way from a sender to a receiver, both in this process, through another process.</summary>
internal abstract class Way : IAsyncDisposable
{
    private readonly SemaphoreSlim arrived = new(0);
    private long received;

    /// <summary>What it goes through.</summary>
    public abstract string Name { get; }

    /// <summary>The process that it goes through.</summary>
    public abstract int Process { get; }

    /// <summary>Sends messages, no more at once than a window, and waits until all their bytes have arrived.</summary>
    public async Task Carry(int messageBytes, int count, CancellationToken cancel)
    {
        // Within what a Relay lets wait for a viewer; more would be dropped there, as it should.
        var window = Math.Min(4 * 1024 * 1024, 128L * messageBytes);
        var began = Interlocked.Read(ref received);
        var message = Message(messageBytes);
        for (var sent = 0L; sent < count; sent++)
        {
            while (((sent + 1) * message.Length) - (Interlocked.Read(ref received) - began) > window)
            {
                await arrived.WaitAsync(cancel);
            }

            await Send(message, cancel);
        }

        while (Interlocked.Read(ref received) - began < (long)count * message.Length)
        {
            await arrived.WaitAsync(cancel);
        }
    }

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();

    /// <summary>A message of this size.</summary>
    protected virtual byte[] Message(int bytes) => new byte[bytes];

    /// <summary>Sends one.</summary>
    protected abstract Task Send(byte[] message, CancellationToken cancel);

    /// <summary>So much has arrived.</summary>
    protected void Arrived(int bytes)
    {
        Interlocked.Add(ref received, bytes);
        if (arrived.CurrentCount == 0)
        {
            arrived.Release();
        }
    }
}
