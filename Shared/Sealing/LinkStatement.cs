using System.Buffers.Binary;
using System.Security.Cryptography;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Shared.Sealing;

/// <summary>What the Agent signs of an <see cref="AgentLink"/>; Shared/Audit/FORMAT.md has the layout too.</summary>
public static class LinkStatement
{
    private static readonly byte[] Label = "RemoteAssist agent chain 1"u8.ToArray();

    /// <summary>
    /// What is signed: label, 16 session, 32 transcript hash, u32 number, 32 previous, u64 time (milliseconds since 1970, UTC), and
    /// the statement; each part with its length in front.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="transcriptHash">32 bytes that name the code exchange.</param>
    /// <param name="link">Its key and signature are passed over.</param>
    /// <param name="statement">What is stated.</param>
    public static byte[] ToBytes(Guid session, byte[] transcriptHash, AgentLink link, AgentStatement statement)
    {
        ArgumentNullException.ThrowIfNull(link);
        ArgumentNullException.ThrowIfNull(statement);
        var number = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(number, link.Number);
        var time = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(time, link.At.ToUnixTimeMilliseconds());
        return LengthValue.Cat(Label, session.ToByteArray(bigEndian: true), transcriptHash, number, link.Previous, time, statement.ToBytes());
    }

    /// <summary>What the next link names as its previous one: SHA-256 of what is signed, 32 bytes.</summary>
    public static byte[] HashOf(Guid session, byte[] transcriptHash, AgentLink link, AgentStatement statement) =>
        SHA256.HashData(ToBytes(session, transcriptHash, link, statement));

    /// <summary>Whether its own <see cref="AgentLink.Key"/> has signed it.</summary>
    public static bool IsSigned(Guid session, byte[] transcriptHash, AgentLink link, AgentStatement statement)
    {
        ArgumentNullException.ThrowIfNull(link);
        return OthersSignature.Holds(ToBytes(session, transcriptHash, link, statement), link.Signature, link.Key);
    }
}
