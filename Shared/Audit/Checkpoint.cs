using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace RemoteAssist.Shared.Audit;

/// <summary>
/// A state of the whole log in three lines, the body of a C2SP checkpoint: <c>origin\nsize\nroot\n</c>. Whoever signs it says
/// that the log has these entries and no others; <c>FORMAT.md</c> has every byte.
/// </summary>
/// <param name="Origin">Which log, as <see cref="OriginOf"/> names it.</param>
/// <param name="Size">How many entries, at least 1.</param>
/// <param name="Root">The root of the tree of those entries, <see cref="MerkleHash.Size"/> bytes.</param>
public sealed record Checkpoint(string Origin, long Size, byte[] Root)
{
    private const string Prefix = "remoteassist/log/";

    // Of the first entry's hash: more than anybody could meet by chance or search for.
    private const int OriginDigits = 32;

    private const int LongestBody = 200;

    /// <summary>The name of a log: of its first entry's hash, so that one which was begun anew has another.</summary>
    /// <param name="firstHash">The hash of entry 1, lower-case hex.</param>
    public static string OriginOf(string firstHash)
    {
        ArgumentNullException.ThrowIfNull(firstHash);
        return Prefix + firstHash[..OriginDigits];
    }

    /// <summary>The bytes that are signed.</summary>
    public byte[] ToBody() => Encoding.UTF8.GetBytes(
        $"{Origin}\n{Size.ToString(CultureInfo.InvariantCulture)}\n{Convert.ToBase64String(Root)}\n");

    /// <summary>Whether both say the same of the same log.</summary>
    public bool IsSameAs(Checkpoint other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return ToBody().AsSpan().SequenceEqual(other.ToBody());
    }

    /// <summary>Reads a body.</summary>
    /// <returns>Null where it is not exactly one as <see cref="ToBody"/> writes it.</returns>
    public static Checkpoint? Read(ReadOnlySpan<byte> body)
    {
        if (body.Length > LongestBody || !Ascii.IsValid(body))
        {
            return null;
        }

        var lines = Encoding.ASCII.GetString(body).Split('\n');
        if (lines is not [var origin, var size, var root, ""] || !NoteKey.IsName(origin)
            || !long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var leaves) || leaves < 1 || !Base64.IsValid(root))
        {
            return null;
        }

        // One way to write each: what was signed is what is written again.
        var read = new Checkpoint(origin, leaves, Convert.FromBase64String(root));
        return read.Root.Length == MerkleHash.Size && read.ToBody().AsSpan().SequenceEqual(body) ? read : null;
    }
}
