using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using RemoteAssist.Shared.Sealing;

namespace RemoteAssist.Shared.Audit;

/// <summary>What a key under a note vouches for.</summary>
public enum NoteKeyKind
{
    /// <summary>The log's own: these are its entries.</summary>
    Log,

    /// <summary>A witness's: this tree continues every other that it signed.</summary>
    Witness,

    /// <summary>The log's own again, for what it exports: these are all entries of a session. It is no key line of its own.</summary>
    Bundle,
}

/// <summary>
/// The public half of a key that signs checkpoints. Its type is ours, P-256 with SHA-256, since .NET has no Ed25519: the byte 0xff,
/// which C2SP's signed note leaves to types without a number, and a name.
/// </summary>
public sealed class NoteKey
{
    /// <summary>Characters in a name at most.</summary>
    public const int LongestName = 100;

    private const int LongestText = 400;

    private static readonly byte[] LogType = [0xff, .. "remoteassist/checkpoint/p256/v1"u8];

    private static readonly byte[] WitnessType = [0xff, .. "remoteassist/cosignature/p256/v1"u8];

    private static readonly byte[] BundleType = [0xff, .. "remoteassist/bundle/p256/v1"u8];

    private static readonly NoteKeyKind[] InLines = [NoteKeyKind.Log, NoteKeyKind.Witness];

    /// <param name="name">See <see cref="IsName"/>.</param>
    /// <param name="kind">What it vouches for.</param>
    /// <param name="publicKey">SubjectPublicKeyInfo of a P-256 key.</param>
    public NoteKey(string name, NoteKeyKind kind, byte[] publicKey)
    {
        ArgumentNullException.ThrowIfNull(publicKey);
        if (!IsName(name))
        {
            throw new ArgumentException($"\"{name}\" is no name for a key.", nameof(name));
        }

        (Name, Kind, PublicKey) = (name, kind, publicKey);
        KeyId = BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData([.. Encoding.ASCII.GetBytes(name), (byte)'\n', .. Type(kind), .. publicKey]));
    }

    /// <summary>Who signs.</summary>
    public string Name { get; }

    /// <summary>What it vouches for.</summary>
    public NoteKeyKind Kind { get; }

    /// <summary>SubjectPublicKeyInfo.</summary>
    public byte[] PublicKey { get; }

    /// <summary>The first four bytes of SHA-256(name ‖ 0x0a ‖ type ‖ public key), big-endian. It finds a key and proves nothing.</summary>
    public uint KeyId { get; }

    /// <summary>Whether a key may be called so: 1 to <see cref="LongestName"/> letters and digits of ASCII, and <c>. _ / - :</c></summary>
    public static bool IsName(string? name) =>
        name is { Length: > 0 and <= LongestName } && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '/' or '-' or ':');

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    /// <returns>Null where it is none, of another type or curve, or its id is not its own.</returns>
    public static NoteKey? Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > LongestText || text.Split('+', 3) is not [var name, var id, var written] || !IsName(name) || !Base64.IsValid(written))
        {
            return null;
        }

        var bytes = Convert.FromBase64String(written);
        foreach (var kind in InLines)
        {
            var type = Type(kind);
            if (bytes.AsSpan().StartsWith(type) && P256Key.IsOne(bytes.AsSpan(type.Length)))
            {
                var key = new NoteKey(name, kind, bytes[type.Length..]);
                return string.Equals(key.ToString(), text, StringComparison.Ordinal) && id.Length == 8 ? key : null;
            }
        }

        return null;
    }

    /// <summary>As one line, C2SP's verifier key: <c>name+id+base64(type ‖ public key)</c>, the id in eight hexadecimal digits.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Name}+{KeyId:x8}+{Convert.ToBase64String([.. Type(Kind), .. PublicKey])}");

    /// <summary>Whether the signature claims to be of this key.</summary>
    public bool Claims(NoteSignature signature)
    {
        ArgumentNullException.ThrowIfNull(signature);
        return signature.KeyId == KeyId && string.Equals(signature.Name, Name, StringComparison.Ordinal);
    }

    /// <summary>Whether this key signed these bytes.</summary>
    /// <param name="signed">What was signed.</param>
    /// <param name="signature">ECDSA with SHA-256, 64 bytes r and s.</param>
    public bool Verifies(ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature) => OthersSignature.Holds(signed, signature, PublicKey);

    private static byte[] Type(NoteKeyKind kind) => kind switch
    {
        NoteKeyKind.Log => LogType,
        NoteKeyKind.Witness => WitnessType,
        _ => BundleType,
    };
}
