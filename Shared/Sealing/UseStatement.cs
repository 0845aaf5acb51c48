using System.Buffers.Binary;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Shared.Sealing;

/// <summary>What the Agent signs of a <see cref="UseReport"/>; SEALING.md has the layout too.</summary>
public static class UseStatement
{
    private static readonly byte[] Label = "RemoteAssist control used 1"u8.ToArray();

    /// <summary>
    /// What is signed: label, 16 session, 32 transcript hash, u32 number, u32 interval, u8 step, u64 time (milliseconds since
    /// 1970, UTC), and u64 each keys, characters, buttons, wheel, moves; each part with its length in front.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="transcriptHash">32 bytes that name the code exchange.</param>
    /// <param name="report">Its signature is passed over.</param>
    public static byte[] ToBytes(Guid session, byte[] transcriptHash, UseReport report) => LengthValue.Cat(
        Label,
        session.ToByteArray(bigEndian: true),
        transcriptHash,
        Number(report.Number)[..4],
        Number(report.Interval)[..4],
        [(byte)report.Step],
        Number(report.At.ToUnixTimeMilliseconds()),
        Number(report.Counts.Keys),
        Number(report.Counts.Characters),
        Number(report.Counts.Buttons),
        Number(report.Counts.Wheel),
        Number(report.Counts.Moves));

    /// <summary>Whether its own <see cref="UseReport.Key"/> has signed it, for this session and exchange.</summary>
    public static bool IsSigned(Guid session, byte[] transcriptHash, UseReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return OthersSignature.Holds(ToBytes(session, transcriptHash, report), report.Signature, report.Key);
    }

    private static byte[] Number(long value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return bytes;
    }
}
