using System.Globalization;
using System.Security.Cryptography;

namespace RemoteAssist.Shared.Recordings;

/// <summary>What the log says of a chunk: <c>number:hash:bytes:from:to</c>.</summary>
/// <param name="Number">From 0.</param>
/// <param name="Hash">SHA-256 in 64 lower-case hex digits.</param>
/// <param name="Bytes">Of its body.</param>
/// <param name="From">Milliseconds of its first record.</param>
/// <param name="To">Milliseconds of its last record.</param>
public sealed record LoggedChunk(uint Number, string Hash, int Bytes, uint From, uint To)
{
    private const int HashDigits = 2 * SHA256.HashSizeInBytes;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number}:{Hash}:{Bytes}:{From}:{To}");

    /// <summary>Several, as an entry lists them.</summary>
    public static string Write(IEnumerable<LoggedChunk> chunks) => string.Join(' ', chunks);

    /// <summary>Reads a list; null where an item is not one.</summary>
    public static IReadOnlyList<LoggedChunk>? ReadList(string written)
    {
        ArgumentNullException.ThrowIfNull(written);
        var chunks = new List<LoggedChunk>();
        foreach (var item in written.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (item.Split(':') is not [var number, { Length: HashDigits } hash, var bytes, var from, var to]
                || !hash.All(char.IsAsciiHexDigitLower)
                || !Number32(number, out var n) || !int.TryParse(bytes, NumberStyles.None, CultureInfo.InvariantCulture, out var size)
                || !Number32(from, out var first) || !Number32(to, out var last))
            {
                return null;
            }

            chunks.Add(new LoggedChunk(n, hash, size, first, last));
        }

        return chunks;
    }

    private static bool Number32(string written, out uint value) => uint.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
