using System.Security.Cryptography;

namespace RemoteAssist.Shared.Recordings;

/// <summary>What is wrong with a recording.</summary>
public enum RecordingDamage
{
    /// <summary>It does not begin with a header of this version.</summary>
    Header,

    /// <summary>The header is not the one that chunk 0 repeats.</summary>
    HeaderDiffers,

    /// <summary>It ends within a chunk.</summary>
    Cut,

    /// <summary>A chunk says a length that none has.</summary>
    Length,

    /// <summary>A chunk has another number than its place.</summary>
    Number,

    /// <summary>A chunk does not have the hash that it says.</summary>
    Hash,

    /// <summary>The records of a chunk cannot be read.</summary>
    Records,

    /// <summary>A chunk has another hash than the log says.</summary>
    NotAsLogged,

    /// <summary>The log knows of a chunk that is not there.</summary>
    Missing,
}

/// <summary>The first thing that is wrong with a recording.</summary>
/// <param name="Damage">What it is.</param>
/// <param name="Chunk">In which chunk; null for the header.</param>
public sealed record RecordingFault(RecordingDamage Damage, uint? Chunk = null);

/// <summary>
/// Reads a recording from its beginning and checks each chunk. Nothing is allocated from an unchecked length, and never
/// more than one chunk at a time.
/// </summary>
/// <param name="source">Stands at the beginning of the file. Whoever opened it closes it.</param>
public sealed class RecordingReader(Stream source)
{
    private readonly byte[] head = new byte[RecordingChunk.HeadSize];

    /// <summary>The header; null before the first <see cref="Next"/>, and where there is none.</summary>
    public RecordingHeader? Header { get; private set; }

    /// <summary>The first thing that is wrong; nothing is read behind it.</summary>
    public RecordingFault? Fault { get; private set; }

    /// <summary>Where the last good chunk ends, or the header.</summary>
    public long GoodBytes { get; private set; }

    /// <summary>How many good chunks were read.</summary>
    public uint Chunks { get; private set; }

    /// <summary>The hash of the last good chunk.</summary>
    public byte[] LastHash { get; private set; } = RecordingChunk.NoPrevious;

    /// <summary>The time of the last record.</summary>
    public uint LastAt { get; private set; }

    /// <summary>Why it ended, where the last record read says that it did.</summary>
    public string? Ended { get; private set; }

    /// <summary>The next chunk.</summary>
    /// <returns>Null at the end, and where there is a <see cref="Fault"/>.</returns>
    public RecordingChunk? Next()
    {
        if (Fault is not null || (Header is null && !ReadHeader()))
        {
            return null;
        }

        var got = source.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        if (got == 0)
        {
            return null;
        }

        if (got < head.Length)
        {
            return Stop(RecordingDamage.Cut);
        }

        var (length, number, hash) = RecordingChunk.ReadHead(head);
        if (length is 0 or > RecordingChunk.MostBytes)
        {
            return Stop(RecordingDamage.Length);
        }

        if (number != Chunks)
        {
            return Stop(RecordingDamage.Number);
        }

        if (source.CanSeek && length > source.Length - source.Position)
        {
            return Stop(RecordingDamage.Cut);
        }

        var body = new byte[length];
        if (source.ReadAtLeast(body, body.Length, throwOnEndOfStream: false) < body.Length)
        {
            return Stop(RecordingDamage.Cut);
        }

        if (!CryptographicOperations.FixedTimeEquals(hash, RecordingChunk.HashOf(LastHash, number, body)))
        {
            return Stop(RecordingDamage.Hash);
        }

        if (RecordingRecord.Read(body, LastAt) is not { } records)
        {
            return Stop(RecordingDamage.Records);
        }

        if (number == 0 && (records[0].Kind != RecordKind.Mark || records[0].Text != RecordingWords.Of(Header!)))
        {
            return Stop(RecordingDamage.HeaderDiffers, header: true);
        }

        Chunks++;
        LastHash = hash;
        LastAt = records[^1].At;
        GoodBytes += head.Length + length;
        Ended = records[^1].Kind == RecordKind.End ? records[^1].Text : null;
        return new RecordingChunk(number, hash, body.Length, records);
    }

    private bool ReadHeader()
    {
        var bytes = new byte[RecordingHeader.Size];
        Header = source.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length ? RecordingHeader.Read(bytes) : null;
        if (Header is null)
        {
            Stop(RecordingDamage.Header, header: true);
            return false;
        }

        GoodBytes = bytes.Length;
        return true;
    }

    private RecordingChunk? Stop(RecordingDamage damage, bool header = false)
    {
        Fault = new RecordingFault(damage, header ? null : Chunks);
        return null;
    }
}
