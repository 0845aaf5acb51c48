using System.Buffers.Binary;
using RemoteAssist.Shared.Diagnostics;
using RemoteAssist.Shared.Frames;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Transfers;

namespace RemoteAssist.Shared.Wire;

/// <summary>One message of the control channel, in both halves. The byte layout stands beside each kind.</summary>
public abstract record ControlMessage
{
    private ControlMessage()
    {
    }

    /// <summary>
    /// Viewer to Agent: this frame is on the technician's screen. <c>u8 1, u32 frame, u32 µs</c> from the arrival of its
    /// last byte to this message, so that the Agent can tell the line's delay from the Viewer's.
    /// </summary>
    public sealed record Painted(uint Frame, uint HeldFor) : ControlMessage;

    /// <summary>Viewer to Agent: asks for an answer, to know delay and clock. <c>u8 2, u64 viewer's µs</c>.</summary>
    public sealed record Ping(ulong Sent) : ControlMessage;

    /// <summary>Viewer to Agent: a frame did not fit what I have; send a key frame. <c>u8 3</c>.</summary>
    public sealed record KeyFrameRequest : ControlMessage;

    /// <summary>
    /// Viewer to Agent: something that must be done exactly once, whatever connection it comes over.
    /// <c>u8 4, u32 sequence, command</c>; sequences count from 1 without a gap, across resumptions.
    /// </summary>
    public sealed record Command(uint Sequence, byte[] Body) : ControlMessage
    {
        /// <summary>The largest command, in bytes.</summary>
        public const int MaxBytes = 4 * 1024;
    }

    /// <summary>Viewer to Agent: after this frame these tiles do not look as they must. <c>u8 5, u32 frame, u32 first tile, u32 tiles</c>.</summary>
    public sealed record Differs(uint Frame, uint First, uint Count) : ControlMessage;

    /// <summary>Viewer to Agent: what the customer wrote is on the technician's screen, up to this one. <c>u8 6, u32 line</c>.</summary>
    public sealed record Seen(uint Line) : ControlMessage;

    /// <summary>
    /// Agent to Viewer: every command up to this one is done. Said first on every connection, and after each command.
    /// <c>u8 131, u32 sequence</c>.
    /// </summary>
    public sealed record Done(uint Sequence) : ControlMessage;

    /// <summary>Agent to Viewer: what the customer answered about a viewer that this one introduced. <c>u8 132, u32 viewer, u8 1 allowed or 0</c>.</summary>
    public sealed record Admitted(uint Viewer, bool Allowed) : ControlMessage;

    /// <summary>Agent to Viewer: this command was not done, or what it asked for was declined. <c>u8 133, u32 sequence, u8 why</c>.</summary>
    public sealed record Refused(uint Sequence, CommandRefusal Why) : ControlMessage;

    /// <summary>
    /// Agent to Viewer: what the customer allows now, by the Agent's own word; said first on every connection and at each
    /// change. <c>u8 134, u16 scopes (bit n is scope n), u32 seconds left, u8 1 paused + 2 a question is open, 4 × u16 x, y,
    /// width, height</c> of the part of the picture that is shared.
    /// </summary>
    public sealed record Standing(
        IReadOnlyList<Scope> Scopes, uint SecondsLeft, bool Paused, bool QuestionOpen, ScreenRect Shared) : ControlMessage;

    /// <summary>
    /// Agent to Viewer: a line of the chat. <c>u8 135, u32 line, u8 from, varint bytes, UTF-8</c>; from: 0 the customer, else the viewer's
    /// number, modulo 255, plus 1. Lines count from 1; after each resumption those that no <see cref="Seen"/> was said of come again.
    /// </summary>
    public sealed record Said(uint Line, byte From, string Text) : ControlMessage
    {
        /// <summary>The longest line, in bytes of UTF-8.</summary>
        public const int MaxTextBytes = 2_000;
    }

    /// <summary>
    /// Agent to Viewer: the customer's monitors, from left to right, as far as they are shared; said on each connection and at each
    /// change. <c>u8 146, u8 how many, each 4 × u16 x, y, width, height on the picture, u8 1 the main one, u16 scale in percent</c>.
    /// </summary>
    public sealed record Monitors(IReadOnlyList<MonitorPlace> All) : ControlMessage
    {
        /// <summary>So many at most.</summary>
        public const int Most = 16;
    }

    /// <summary>
    /// Either way: bytes of a file or a clipboard. <c>u8 7 from the Viewer, 136 from the Agent, u32 transfer, varint offset, varint
    /// bytes, bytes</c>, 1 to <see cref="TransferLimits.ChunkBytes"/>. One that does not begin where the receiver stands is passed over.
    /// </summary>
    public sealed record Chunk(bool FromAgent, uint Transfer, long Offset, byte[] Data) : ControlMessage;

    /// <summary>
    /// Either way: all bytes before this one have been written. <c>u8 8 from the Viewer, 137 from the Agent, u32 transfer, varint offset</c>.
    /// </summary>
    public sealed record Received(bool FromAgent, uint Transfer, long Offset) : ControlMessage;

    /// <summary>
    /// Agent to Viewer: how it stands with a transfer; said at each change, and again on each connection. <c>u8 138, u32 transfer,
    /// u8 state, varint offset</c>; the offset means something while it is open.
    /// </summary>
    public sealed record TransferStands(uint Transfer, TransferState State, long Offset) : ControlMessage;

    /// <summary>Agent to Viewer: the file that the customer has chosen. <c>u8 139, u32 transfer, varint size, varint bytes, UTF-8 name</c>.</summary>
    public sealed record FileOffered(uint Transfer, long Size, string Name) : ControlMessage;

    /// <summary>Agent to Viewer: the customer has copied something; its bytes follow. <c>u8 140, u32 transfer, pieces</c>.</summary>
    public sealed record Copied(uint Transfer, IReadOnlyList<ClipboardPiece> Pieces) : ControlMessage;

    /// <summary>Agent to Viewer: the answer to a ping. <c>u8 129, u64 viewer's µs, u64 Agent's µs</c>.</summary>
    public sealed record Pong(ulong Echo, ulong AgentTime) : ControlMessage;

    /// <summary>Agent to Viewer: what <see cref="ViewerCommand.Diagnose"/> asked for. <c>u8 150, u32 sequence of the command, report</c>.</summary>
    public sealed record Report(uint Sequence, ComputerReport Facts) : ControlMessage;

    /// <summary>The message as bytes.</summary>
    public byte[] ToBytes()
    {
        switch (this)
        {
            case Painted painted:
                return WithNumber(1, painted.Frame, Bytes(painted.HeldFor));
            case Ping ping:
                var ask = new byte[9];
                ask[0] = 2;
                BinaryPrimitives.WriteUInt64LittleEndian(ask.AsSpan(1), ping.Sent);
                return ask;
            case KeyFrameRequest:
                return [3];
            case Command command:
                return WithNumber(4, command.Sequence, command.Body);
            case Differs differs:
                return WithNumber(5, differs.Frame, [.. Bytes(differs.First), .. Bytes(differs.Count)]);
            case Seen seen:
                return WithNumber(6, seen.Line);
            case Done done:
                return WithNumber(131, done.Sequence);
            case Admitted admitted:
                return WithNumber(132, admitted.Viewer, admitted.Allowed ? (byte)1 : (byte)0);
            case Refused refused:
                return WithNumber(133, refused.Sequence, (byte)refused.Why);
            case Standing standing:
                return StandingBytes.Of(standing);
            case Said said:
                var line = new WireWriter();
                line.Byte(said.From);
                line.Text(said.Text);
                return WithNumber(135, said.Line, line.Written);
            case Report report:
                return WithNumber(150, report.Sequence, report.Facts.ToBytes());
            case Monitors monitors:
                return MonitorBytes.Of(monitors);
            case Chunk or Received or TransferStands or FileOffered or Copied:
                return TransferBytes.Of(this);
            case Pong pong:
                var answer = new byte[17];
                answer[0] = 129;
                BinaryPrimitives.WriteUInt64LittleEndian(answer.AsSpan(1), pong.Echo);
                BinaryPrimitives.WriteUInt64LittleEndian(answer.AsSpan(9), pong.AgentTime);
                return answer;
            default:
                throw new InvalidOperationException($"No bytes are defined for {GetType().Name}.");
        }
    }

    /// <summary>Reads a message.</summary>
    /// <returns>Null where the kind is unknown or the length does not fit the kind.</returns>
    public static ControlMessage? Read(ReadOnlySpan<byte> bytes) => (bytes.IsEmpty ? 0 : bytes[0], bytes.Length) switch
    {
        (1, 9) => new Painted(
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[1..]), BinaryPrimitives.ReadUInt32LittleEndian(bytes[5..])),
        (2, 9) => new Ping(BinaryPrimitives.ReadUInt64LittleEndian(bytes[1..])),
        (3, 1) => new KeyFrameRequest(),
        (4, > 5 and <= 5 + Command.MaxBytes) => new Command(
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[1..]), bytes[5..].ToArray()),
        (5, 13) => new Differs(
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[1..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[5..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[9..])),
        (6, 5) => new Seen(BinaryPrimitives.ReadUInt32LittleEndian(bytes[1..])),
        (133, 6) when Enum.IsDefined((CommandRefusal)bytes[5]) => new Refused(
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[1..]), (CommandRefusal)bytes[5]),
        (134, StandingBytes.Length) => StandingBytes.Read(bytes),
        (135, > 6) => ReadSaid(BinaryPrimitives.ReadUInt32LittleEndian(bytes[1..]), new WireReader(bytes[5..])),
        (150, > 5 and <= 5 + ComputerReport.MaxBytes) when ComputerReport.Read(bytes[5..]) is { } facts => new Report(
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[1..]), facts),
        (146, _) => MonitorBytes.Read(bytes),
        (7 or 8 or (>= 136 and <= 140), > 5) => TransferBytes.Read(bytes),
        (131, 5) => new Done(BinaryPrimitives.ReadUInt32LittleEndian(bytes[1..])),
        (132, 6) when bytes[5] <= 1 => new Admitted(BinaryPrimitives.ReadUInt32LittleEndian(bytes[1..]), bytes[5] == 1),
        (129, 17) => new Pong(
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[1..]), BinaryPrimitives.ReadUInt64LittleEndian(bytes[9..])),
        _ => null,
    };

    private static Said? ReadSaid(uint line, WireReader from)
    {
        var by = from.Byte();
        return from.Text(Said.MaxTextBytes) is { Length: > 0 } text && from.IsDone ? new Said(line, by, text) : null;
    }

    // u8 kind, u32 number, and what follows.
    private static byte[] WithNumber(byte kind, uint number, params ReadOnlySpan<byte> rest)
    {
        var bytes = new byte[5 + rest.Length];
        bytes[0] = kind;
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(1), number);
        rest.CopyTo(bytes.AsSpan(5));
        return bytes;
    }

    private static byte[] Bytes(uint number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, number);
        return bytes;
    }
}
