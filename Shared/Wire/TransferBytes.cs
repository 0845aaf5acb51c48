using RemoteAssist.Shared.Frames;
using RemoteAssist.Shared.Transfers;

namespace RemoteAssist.Shared.Wire;

/// <summary>The control messages of files and clipboards as bytes, in both halves; each layout stands at its record.</summary>
internal static class TransferBytes
{
    private const byte ChunkOfViewer = 7, ReceivedByViewer = 8;
    private const byte ChunkOfAgent = 136, ReceivedByAgent = 137, Stands = 138, FileOffered = 139, Copied = 140;

    /// <exception cref="InvalidOperationException">It is another message.</exception>
    public static byte[] Of(ControlMessage message)
    {
        var to = new WireWriter();
        switch (message)
        {
            case ControlMessage.Chunk chunk:
                to.Byte(chunk.FromAgent ? ChunkOfAgent : ChunkOfViewer);
                to.U32(chunk.Transfer);
                to.Offset(chunk.Offset);
                to.Varint(chunk.Data.Length);
                to.Bytes(chunk.Data);
                break;
            case ControlMessage.Received received:
                to.Byte(received.FromAgent ? ReceivedByAgent : ReceivedByViewer);
                to.U32(received.Transfer);
                to.Offset(received.Offset);
                break;
            case ControlMessage.TransferStands transfer:
                to.Byte(Stands);
                to.U32(transfer.Transfer);
                to.Byte((byte)transfer.State);
                to.Offset(transfer.Offset);
                break;
            case ControlMessage.FileOffered offered:
                to.Byte(FileOffered);
                to.U32(offered.Transfer);
                to.Offset(offered.Size);
                to.Text(offered.Name);
                break;
            case ControlMessage.Copied copied:
                to.Byte(Copied);
                to.U32(copied.Transfer);
                to.Pieces(copied.Pieces);
                break;
            default:
                throw new InvalidOperationException($"{message.GetType().Name} is no message of a transfer.");
        }

        return to.Written.ToArray();
    }

    /// <summary>Null where it is none of these, or something is out of its range, missing, or stands behind it.</summary>
    public static ControlMessage? Read(ReadOnlySpan<byte> bytes)
    {
        var from = new WireReader(bytes);
        var kind = from.Byte();
        var transfer = from.U32();
        ControlMessage? read = kind switch
        {
            ChunkOfViewer or ChunkOfAgent => from.Offset() is var offset && from.CountedBytes(TransferLimits.ChunkBytes) is { } data
                ? new ControlMessage.Chunk(kind == ChunkOfAgent, transfer, offset, data)
                : null,
            ReceivedByViewer or ReceivedByAgent => new ControlMessage.Received(kind == ReceivedByAgent, transfer, from.Offset()),
            Stands => (TransferState)from.Byte() is var state && Enum.IsDefined(state)
                ? new ControlMessage.TransferStands(transfer, state, from.Offset())
                : null,
            FileOffered => from.Offset() is var size && from.Text(TransferLimits.NameBytes) is { Length: > 0 } name
                ? new ControlMessage.FileOffered(transfer, size, name)
                : null,
            Copied => from.Pieces() is { } pieces ? new ControlMessage.Copied(transfer, pieces) : null,
            _ => null,
        };
        return from.IsDone ? read : null;
    }
}
