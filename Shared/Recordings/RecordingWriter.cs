using System.Text;

namespace RemoteAssist.Shared.Recordings;

/// <summary>Puts records together to chunks. The other half of <see cref="RecordingReader"/>; what becomes of the bytes is not its business.</summary>
/// <param name="next">The number of the next chunk.</param>
/// <param name="previous">The hash of the one before it.</param>
/// <param name="lastAt">The time of the last record before it.</param>
public sealed class RecordingWriter(uint next, byte[] previous, uint lastAt)
{
    private byte[] buffer = new byte[64 * 1024];
    private int used = RecordingChunk.HeadSize;
    private uint from;

    /// <summary>For a file that begins.</summary>
    public RecordingWriter()
        : this(0, RecordingChunk.NoPrevious, 0)
    {
    }

    /// <summary>The number of the chunk that is being put together.</summary>
    public uint Next { get; private set; } = next;

    /// <summary>The hash of the last closed one.</summary>
    public byte[] Previous { get; private set; } = previous;

    /// <summary>The time of the last record.</summary>
    public uint LastAt { get; private set; } = lastAt;

    /// <summary>Whether there is nothing to close.</summary>
    public bool IsEmpty => used == RecordingChunk.HeadSize;

    /// <summary>Whether it is time to close, by its size.</summary>
    public bool IsFull => used - RecordingChunk.HeadSize >= RecordingChunk.FullBytes;

    /// <summary>Adds a record. A time before the last record's counts as that one's.</summary>
    /// <exception cref="ArgumentException">The payload is none of this kind.</exception>
    /// <exception cref="InvalidOperationException">The chunk is full: close it.</exception>
    public void Add(RecordKind kind, uint at, ReadOnlySpan<byte> payload)
    {
        if (!RecordingRecord.Fits(kind, payload))
        {
            throw new ArgumentException($"It is not what a record of kind {kind} holds.", nameof(payload));
        }

        if (IsFull)
        {
            throw new InvalidOperationException("The chunk is full.");
        }

        LastAt = Math.Max(LastAt, at);
        if (IsEmpty)
        {
            from = LastAt;
        }

        var after = used + RecordingRecord.HeadSize + payload.Length;
        if (after > buffer.Length)
        {
            Array.Resize(ref buffer, Math.Max(after, 2 * buffer.Length));
        }

        RecordingRecord.WriteHead(buffer.AsSpan(used), kind, LastAt, payload.Length);
        payload.CopyTo(buffer.AsSpan(used + RecordingRecord.HeadSize));
        used = after;
    }

    /// <summary>Adds a gap, mark or end.</summary>
    public void Add(RecordKind kind, uint at, string text) => Add(kind, at, Encoding.UTF8.GetBytes(text));

    /// <summary>Closes the chunk: from now on the next one is put together.</summary>
    /// <returns>What the log says of it, and its bytes in the file, which are good until the next <see cref="Add(RecordKind, uint, ReadOnlySpan{byte})"/>.</returns>
    public (LoggedChunk Chunk, ReadOnlyMemory<byte> Bytes) Close()
    {
        if (IsEmpty)
        {
            throw new InvalidOperationException("A chunk has at least one record.");
        }

        var body = buffer.AsSpan(RecordingChunk.HeadSize, used - RecordingChunk.HeadSize);
        var hash = RecordingChunk.HashOf(Previous, Next, body);
        RecordingChunk.WriteHead(buffer, body.Length, Next, hash);
        var closed = new LoggedChunk(Next, Convert.ToHexStringLower(hash), body.Length, from, LastAt);
        var bytes = buffer.AsMemory(0, used);
        Previous = hash;
        Next++;
        used = RecordingChunk.HeadSize;
        return (closed, bytes);
    }
}
