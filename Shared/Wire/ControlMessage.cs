using System.Buffers.Binary;

namespace RemoteAssist.Shared.Wire;

/// <summary>One message of the control channel, in both halves. The byte layout stands beside each kind.</summary>
public abstract record ControlMessage
{
    private ControlMessage()
    {
    }

    /// <summary>Viewer to Agent: this frame is on the technician's screen. <c>u8 1, u32 frame</c>.</summary>
    public sealed record Painted(uint Frame) : ControlMessage;

    /// <summary>Viewer to Agent: asks for an answer, to know delay and clock. <c>u8 2, u64 viewer's µs</c>.</summary>
    public sealed record Ping(ulong Sent) : ControlMessage;

    /// <summary>Viewer to Agent: a frame did not fit what I have; send a key frame. <c>u8 3</c>.</summary>
    public sealed record KeyFrameRequest : ControlMessage;

    /// <summary>Agent to Viewer: the answer to a ping. <c>u8 129, u64 viewer's µs, u64 Agent's µs</c>.</summary>
    public sealed record Pong(ulong Echo, ulong AgentTime) : ControlMessage;

    /// <summary>The message as bytes.</summary>
    public byte[] ToBytes()
    {
        switch (this)
        {
            case Painted painted:
                var ack = new byte[5];
                ack[0] = 1;
                BinaryPrimitives.WriteUInt32LittleEndian(ack.AsSpan(1), painted.Frame);
                return ack;
            case Ping ping:
                var ask = new byte[9];
                ask[0] = 2;
                BinaryPrimitives.WriteUInt64LittleEndian(ask.AsSpan(1), ping.Sent);
                return ask;
            case KeyFrameRequest:
                return [3];
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
        (1, 5) => new Painted(BinaryPrimitives.ReadUInt32LittleEndian(bytes[1..])),
        (2, 9) => new Ping(BinaryPrimitives.ReadUInt64LittleEndian(bytes[1..])),
        (3, 1) => new KeyFrameRequest(),
        (129, 17) => new Pong(
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[1..]), BinaryPrimitives.ReadUInt64LittleEndian(bytes[9..])),
        _ => null,
    };
}
