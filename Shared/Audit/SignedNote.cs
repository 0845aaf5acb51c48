using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;

namespace RemoteAssist.Shared.Audit;

/// <summary>One signature under a note; what its bytes are says the type of its key.</summary>
/// <param name="Name">The key's name.</param>
/// <param name="KeyId">The first four bytes of <see cref="NoteKey.KeyId"/>'s hash, big-endian.</param>
/// <param name="Bytes">The signature.</param>
public sealed record NoteSignature(string Name, uint KeyId, byte[] Bytes);

/// <summary>
/// A text with signatures under it, a C2SP signed note: the text, an empty line, and for each signature
/// <c>— name base64(key id ‖ signature)</c>. Reading checks the form only.
/// </summary>
/// <param name="Body">The text; it ends with a new line.</param>
/// <param name="Signatures">Those under it.</param>
public sealed record SignedNote(byte[] Body, IReadOnlyList<NoteSignature> Signatures)
{
    /// <summary>Bytes in a note at most.</summary>
    public const int MaxBytes = 16 * 1024;

    /// <summary>Signatures under a note at most.</summary>
    public const int MaxSignatures = 32;

    private const string Dash = "— ";

    private const int LongestSignature = 256;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The note as text.</summary>
    public string Write() => $"{Utf8.GetString(Body)}\n{string.Concat(Signatures.Select(Line))}";

    /// <summary>One signature's line, with its new line.</summary>
    public static string Line(NoteSignature signature)
    {
        ArgumentNullException.ThrowIfNull(signature);
        var bytes = new byte[4 + signature.Bytes.Length];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, signature.KeyId);
        signature.Bytes.CopyTo(bytes, 4);
        return $"{Dash}{signature.Name} {Convert.ToBase64String(bytes)}\n";
    }

    /// <summary>Reads a note.</summary>
    /// <returns>Null where it is none, has no signature, or is larger than one may be.</returns>
    public static SignedNote? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxBytes)
        {
            return null;
        }

        string text;
        try
        {
            text = Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }

        var gap = text.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (gap < 0 || !text.EndsWith('\n'))
        {
            return null;
        }

        var lines = text[(gap + 2)..].Split('\n')[..^1];
        var signatures = lines.Take(MaxSignatures + 1).Select(ReadLine).OfType<NoteSignature>().ToList();
        return lines.Length is > 0 and <= MaxSignatures && signatures.Count == lines.Length
            ? new SignedNote(Utf8.GetBytes(text[..(gap + 1)]), signatures)
            : null;
    }

    /// <summary>Reads one signature's line, without its new line.</summary>
    public static NoteSignature? ReadLine(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        if (!line.StartsWith(Dash, StringComparison.Ordinal) || line[Dash.Length..].Split(' ') is not [var name, var written]
            || !NoteKey.IsName(name) || written.Length > LongestSignature || !Base64.IsValid(written))
        {
            return null;
        }

        var bytes = Convert.FromBase64String(written);
        return bytes.Length > 4 ? new NoteSignature(name, BinaryPrimitives.ReadUInt32BigEndian(bytes), bytes[4..]) : null;
    }
}
