using System.Buffers.Binary;
using System.Security.Cryptography;

namespace RemoteAssist.Shared.Recordings;

/// <summary>A chunk of a recording that was read, with its seal checked.</summary>
/// <param name="Number">From 0.</param>
/// <param name="Hash">32 bytes: covers this chunk and all before it.</param>
/// <param name="Bytes">Of its body.</param>
/// <param name="Records">At least one.</param>
public sealed record RecordingChunk(uint Number, byte[] Hash, int Bytes, IReadOnlyList<RecordingRecord> Records)
{
    /// <summary>Bytes before the body.</summary>
    public const int HeadSize = 4 + 4 + SHA256.HashSizeInBytes;

    /// <summary>A chunk is closed once its body has so many bytes.</summary>
    public const int FullBytes = 1024 * 1024;

    /// <summary>The largest body: full but for one byte, and then the largest frame.</summary>
    public const int MostBytes = 4 * 1024 * 1024;

    /// <summary>What stands for the hash before chunk 0.</summary>
    public static byte[] NoPrevious => new byte[SHA256.HashSizeInBytes];

    /// <summary>As the log has it.</summary>
    public LoggedChunk Logged => new(Number, Convert.ToHexStringLower(Hash), Bytes, Records[0].At, Records[^1].At);

    /// <summary>The hash of a chunk.</summary>
    /// <param name="previous">Of the chunk before, 32 bytes.</param>
    /// <param name="number">Its number.</param>
    /// <param name="body">Its body.</param>
    public static byte[] HashOf(ReadOnlySpan<byte> previous, uint number, ReadOnlySpan<byte> body)
    {
        Span<byte> place = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(place, number);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(previous);
        hash.AppendData(place);
        hash.AppendData(body);
        return hash.GetHashAndReset();
    }

    /// <summary>Writes the <see cref="HeadSize"/> bytes before the body.</summary>
    internal static void WriteHead(Span<byte> target, int length, uint number, ReadOnlySpan<byte> hash)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(target, (uint)length);       // 0..3   u32 length
        BinaryPrimitives.WriteUInt32LittleEndian(target[4..], number);        // 4..7   u32 number
        hash.CopyTo(target[8..]);                                             // 8..39  hash
    }

    /// <summary>What a head says, unchecked.</summary>
    internal static (uint Length, uint Number, byte[] Hash) ReadHead(ReadOnlySpan<byte> head) => (
        BinaryPrimitives.ReadUInt32LittleEndian(head),
        BinaryPrimitives.ReadUInt32LittleEndian(head[4..]),
        head[8..HeadSize].ToArray());
}
