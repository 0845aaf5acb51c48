using System.Buffers.Binary;
using RemoteAssist.Shared.Frames;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Shared.Wire;

/// <summary>Both halves of <see cref="ControlMessage.Standing"/>.</summary>
internal static class StandingBytes
{
    /// <summary>u8 134, u16 scopes, u32 seconds left, u8 marks, 4 × u16 place.</summary>
    public const int Length = 1 + 2 + 4 + 1 + 8;

    private const byte Paused = 1;
    private const byte QuestionOpen = 2;

    public static byte[] Of(ControlMessage.Standing standing)
    {
        var bytes = new byte[Length];
        bytes[0] = 134;
        var scopes = 0;
        foreach (var scope in standing.Scopes)
        {
            scopes |= 1 << (int)scope;
        }

        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(1), (ushort)scopes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(3), standing.SecondsLeft);
        bytes[7] = (byte)((standing.Paused ? Paused : 0) | (standing.QuestionOpen ? QuestionOpen : 0));
        var shared = standing.Shared;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(8), (ushort)shared.X);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(10), (ushort)shared.Y);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(12), (ushort)shared.Width);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(14), (ushort)shared.Height);
        return bytes;
    }

    /// <summary>Null where a scope or a mark is none that there is.</summary>
    public static ControlMessage.Standing? Read(ReadOnlySpan<byte> bytes)
    {
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(bytes[1..]);
        var known = Enum.GetValues<Scope>();
        if (bits >> known.Length != 0 || bytes[7] > (Paused | QuestionOpen))
        {
            return null;
        }

        return new ControlMessage.Standing(
            [.. known.Where(scope => (bits & (1 << (int)scope)) != 0)],
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[3..]),
            (bytes[7] & Paused) != 0,
            (bytes[7] & QuestionOpen) != 0,
            Place(bytes[8..]));
    }

    /// <summary>A place as its 4 × u16 x, y, width, height; what it may be is for the caller to say.</summary>
    public static ScreenRect Place(ReadOnlySpan<byte> bytes) => new(U16(bytes, 0), U16(bytes, 2), U16(bytes, 4), U16(bytes, 6));

    private static int U16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);
}
