using System.Buffers.Binary;
using System.Text;

namespace RemoteAssist.Shared.Bundles;

/// <summary>A part as it was found; nothing about it is trusted.</summary>
/// <param name="Name">As its header says.</param>
/// <param name="Bytes">All of it, a slice of the file.</param>
/// <param name="FitsChecksum">Whether the header's checksum is that of these bytes.</param>
public sealed record FoundPart(string Name, ReadOnlyMemory<byte> Bytes, bool FitsChecksum);

/// <summary>What was found in a file.</summary>
/// <param name="Parts">Those that were found up to the first header that is not as it must be.</param>
/// <param name="IsWhole">Whether the list behind the parts is exactly theirs and the file ends with it.</param>
public sealed record FoundParts(IReadOnlyList<FoundPart> Parts, bool IsWhole);

/// <summary>
/// The file: a zip that any program opens, of which each byte is settled by names and contents of its parts. Nothing is
/// compressed, dates are zero, and there are no comments and no gaps: what is written again is the same.
/// </summary>
public static class BundleContainer
{
    /// <summary>Bytes in a file at most.</summary>
    public const int MostBytes = 1 << 30;

    /// <summary>Parts at most.</summary>
    public const int MostParts = 4096;

    // Constant fields: version 1.0, no flags, stored, 1980-01-01 00:00.
    private static readonly byte[] LocalHead = [0x50, 0x4b, 0x03, 0x04, 10, 0, 0, 0, 0, 0, 0, 0, 0x21, 0];
    private static readonly byte[] ListedHead = [0x50, 0x4b, 0x01, 0x02, 10, 0, 10, 0, 0, 0, 0, 0, 0, 0, 0x21, 0];
    private static readonly byte[] EndHead = [0x50, 0x4b, 0x05, 0x06, 0, 0, 0, 0];

    private const int LocalBytes = 30;
    private const int ListedBytes = 46;
    private const int EndBytes = 22;
    private const int LongestName = 100;

    /// <summary>Writes a file of these parts.</summary>
    /// <exception cref="ArgumentException">There are too many, or they are too large together, or one's name is not ASCII.</exception>
    public static byte[] Write(IReadOnlyList<BundlePart> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        var size = EndBytes + parts.Sum(part => (long)LocalBytes + ListedBytes + (2 * part.Name.Length) + part.Bytes.Length);
        if (parts.Count > MostParts || size > MostBytes || parts.Any(part => part.Name.Length is 0 or > LongestName || !Ascii.IsValid(part.Name)))
        {
            throw new ArgumentException("These parts are too many or too large for one bundle, or one's name is none.", nameof(parts));
        }

        using var file = new MemoryStream((int)size);
        foreach (var part in parts)
        {
            file.Write(LocalHead);
            file.Write(Facts(part.Name, part.Bytes.Span));
            file.Write(Encoding.ASCII.GetBytes(part.Name));
            file.Write(part.Bytes.Span);
        }

        file.Write(List([.. parts.Select(part => (part.Name, part.Bytes))]));
        return file.ToArray();
    }

    /// <summary>Finds the parts of a file.</summary>
    public static FoundParts Read(ReadOnlyMemory<byte> file)
    {
        var parts = new List<FoundPart>();
        var rest = file;
        while (parts.Count < MostParts && file.Length <= MostBytes && Take(ref rest) is { } part)
        {
            parts.Add(part);
        }

        return new FoundParts(parts, rest.Span.SequenceEqual(List([.. parts.Select(part => (part.Name, part.Bytes))])));
    }

    // A header whose every constant is right, with all the bytes that it speaks of.
    private static FoundPart? Take(ref ReadOnlyMemory<byte> rest)
    {
        var head = rest.Span;
        if (head.Length < LocalBytes || !head.StartsWith(LocalHead))
        {
            return null;
        }

        var checksum = BinaryPrimitives.ReadUInt32LittleEndian(head[14..]);
        var size = BinaryPrimitives.ReadUInt32LittleEndian(head[18..]);
        var name = BinaryPrimitives.ReadUInt16LittleEndian(head[26..]);
        if (size != BinaryPrimitives.ReadUInt32LittleEndian(head[22..]) || BinaryPrimitives.ReadUInt16LittleEndian(head[28..]) != 0
            || name is 0 or > LongestName || LocalBytes + name + (long)size > head.Length || !Ascii.IsValid(head.Slice(LocalBytes, name)))
        {
            return null;
        }

        var bytes = rest.Slice(LocalBytes + name, (int)size);
        var part = new FoundPart(Encoding.ASCII.GetString(head.Slice(LocalBytes, name)), bytes, Crc32.Of(bytes.Span) == checksum);
        rest = rest[(LocalBytes + name + (int)size)..];
        return part;
    }

    // Checksum, size twice, length of the name, and no further field: the same in header and list.
    private static byte[] Facts(string name, ReadOnlySpan<byte> bytes)
    {
        var facts = new byte[16];
        BinaryPrimitives.WriteUInt32LittleEndian(facts, Crc32.Of(bytes));
        BinaryPrimitives.WriteInt32LittleEndian(facts.AsSpan(4), bytes.Length);
        BinaryPrimitives.WriteInt32LittleEndian(facts.AsSpan(8), bytes.Length);
        BinaryPrimitives.WriteInt16LittleEndian(facts.AsSpan(12), (short)name.Length);
        return facts;
    }

    private static byte[] List(IReadOnlyList<(string Name, ReadOnlyMemory<byte> Bytes)> parts)
    {
        using var list = new MemoryStream();
        Span<byte> rest = stackalloc byte[14]; // comment, disk, attributes: none; then where the part's header begins
        rest.Clear();
        var at = 0;
        foreach (var (name, bytes) in parts)
        {
            list.Write(ListedHead);
            list.Write(Facts(name, bytes.Span));
            BinaryPrimitives.WriteInt32LittleEndian(rest[10..], at);
            list.Write(rest);
            list.Write(Encoding.ASCII.GetBytes(name));
            at += LocalBytes + name.Length + bytes.Length;
        }

        var end = new byte[EndBytes];
        EndHead.CopyTo(end, 0);
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(8), (ushort)parts.Count);
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(10), (ushort)parts.Count);
        BinaryPrimitives.WriteInt32LittleEndian(end.AsSpan(12), (int)list.Length);
        BinaryPrimitives.WriteInt32LittleEndian(end.AsSpan(16), at);
        list.Write(end);
        return list.ToArray();
    }
}
