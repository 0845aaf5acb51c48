using System.Buffers.Binary;
using System.Security.Cryptography;

namespace RemoteAssist.Shared.Sealing;

/// <summary>
/// What frames are sealed under: drawn by the Agent, handed to every viewer over its own sealed control channel. A
/// new one at every join, leave and resume, so that who comes cannot read what was, and who goes not what will be.
/// It begins with a key frame, since nothing under it may need what was under the one before.
/// </summary>
/// <param name="Id">From 1, rising by one for the whole session.</param>
/// <param name="Secret">32 random bytes.</param>
public sealed record ContentKey(uint Id, byte[] Secret)
{
    /// <summary>The kind of the control message that hands it over.</summary>
    public const byte Kind = 130;

    private const int Size = 1 + 4 + KeySchedule.KeySize;

    /// <summary>A fresh one.</summary>
    public static ContentKey Draw(uint id, ISealingRandom random) => new(id, random.Bytes(KeySchedule.KeySize));

    /// <summary>The control message, Agent to Viewer: <c>u8 130, u32 id, 32 secret</c>.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[Size];
        bytes[0] = Kind;                                               // 0      u8  130
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(1), Id); // 1..4   u32 id
        Secret.CopyTo(bytes, 5);                                       // 5..36  32 secret
        return bytes;
    }

    /// <summary>Reads the control message; null where kind or length is another.</summary>
    public static ContentKey? Read(ReadOnlySpan<byte> bytes) => bytes.Length == Size && bytes[0] == Kind
        ? new ContentKey(BinaryPrimitives.ReadUInt32LittleEndian(bytes[1..]), bytes[5..].ToArray())
        : null;

    /// <summary>Forgets the secret.</summary>
    public void Forget() => CryptographicOperations.ZeroMemory(Secret);

    /// <summary>The key itself: bound to version, session and id.</summary>
    internal EnvelopeCipher Cipher(ushort protocolVersion, Guid session) => Cipher(protocolVersion, session, "frames agent to viewers");

    /// <summary>What seek points are sealed under: numbers of their own need a key of their own.</summary>
    internal EnvelopeCipher SeekCipher(ushort protocolVersion, Guid session) => Cipher(protocolVersion, session, "seek points agent to auditors");

    private EnvelopeCipher Cipher(ushort protocolVersion, Guid session, string purpose)
    {
        var everyViewer = new ExchangeContext(protocolVersion, session, Viewer: 0);
        var id = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(id, Id);
        var key = KeySchedule.Hkdf(Secret, id, everyViewer.Label(purpose), KeySchedule.KeySize);
        var cipher = new EnvelopeCipher(key, Id);
        CryptographicOperations.ZeroMemory(key);
        return cipher;
    }
}
