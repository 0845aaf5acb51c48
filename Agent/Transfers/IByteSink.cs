namespace RemoteAssist.Agent.Transfers;

/// <summary>Where bytes that come are put, in their order. Disposed of without having been kept, nothing stays of them.</summary>
internal interface IByteSink : IDisposable
{
    /// <summary>Puts the next ones behind those before.</summary>
    /// <exception cref="IOException">They cannot be put there.</exception>
    void Write(ReadOnlySpan<byte> bytes);

    /// <summary>All of them are there.</summary>
    /// <exception cref="IOException">They are not safe there.</exception>
    void Complete();
}

/// <summary>Where bytes that go come from.</summary>
internal interface IByteSource : IDisposable
{
    /// <summary>Reads from a place on, as many as there are room for.</summary>
    /// <returns>How many; fewer only at the end.</returns>
    /// <exception cref="IOException">They cannot be read.</exception>
    int Read(long offset, Span<byte> bytes);
}

/// <summary>Bytes that are in memory.</summary>
internal sealed class MemorySource(byte[] all) : IByteSource
{
    /// <inheritdoc/>
    public int Read(long offset, Span<byte> bytes)
    {
        var read = all.AsSpan((int)Math.Min(offset, all.Length));
        read = read[..Math.Min(read.Length, bytes.Length)];
        read.CopyTo(bytes);
        return read.Length;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}

/// <summary>Bytes that are kept in memory; no more is taken for them than has come.</summary>
internal sealed class MemorySink : IByteSink
{
    private readonly MemoryStream all = new();

    /// <summary>All of them so far.</summary>
    public byte[] Bytes => all.ToArray();

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> bytes) => all.Write(bytes);

    /// <inheritdoc/>
    public void Complete()
    {
    }

    /// <inheritdoc/>
    public void Dispose() => all.Dispose();
}
