using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Downloads;

/// <summary>
/// The Agent as a <c>.tar.gz</c>, which keeps the bit that lets it run; a bare download would lose it. Everything but the
/// stamp is the same for everybody and is packed once: a gzip file may be several one behind the other (RFC 1952, 2.2).
/// </summary>
internal sealed class AgentArchive
{
    /// <summary>What the program is called in it.</summary>
    public const string Program = "RemoteAssist";

    private readonly byte[] program;
    private readonly byte[] end;

    private AgentArchive(byte[] program, byte[] end)
    {
        this.program = program;
        this.end = end;
    }

    /// <summary>Packs a program.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static AgentArchive Of(string file)
    {
        var bytes = File.ReadAllBytes(file);
        using var whole = new MemoryStream();
        using (var tar = new TarWriter(whole, TarEntryFormat.Ustar, leaveOpen: true))
        {
            tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, Program)
            {
                Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
                    | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute,
                ModificationTime = new DateTimeOffset(File.GetLastWriteTimeUtc(file)),
                DataStream = new MemoryStream([.. bytes, .. new byte[AgentStamp.Length]]),
            });
        }

        // A ustar header is one block of 512 bytes, and the stamp is the last of the data.
        var packed = whole.ToArray();
        var stampAt = 512 + bytes.Length;
        return new AgentArchive(Zip(packed.AsSpan(0, stampAt), CompressionLevel.Fastest), packed[(stampAt + AgentStamp.Length)..]);
    }

    /// <summary>The archive with this stamp, in pieces.</summary>
    public IReadOnlyList<byte[]> With(byte[] stamp) => [program, Zip([.. stamp, .. end], CompressionLevel.Optimal)];

    /// <summary>How long the archive of these pieces is, and its SHA-256.</summary>
    public static (long Bytes, string Sha256) Facts(IReadOnlyList<byte[]> pieces)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var piece in pieces)
        {
            hash.AppendData(piece);
        }

        return (pieces.Sum(piece => (long)piece.Length), Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private static byte[] Zip(ReadOnlySpan<byte> bytes, CompressionLevel level)
    {
        using var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, level, leaveOpen: true))
        {
            gzip.Write(bytes);
        }

        return zipped.ToArray();
    }
}
