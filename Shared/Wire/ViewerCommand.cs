using RemoteAssist.Shared.Annotations;
using RemoteAssist.Shared.Frames;
using RemoteAssist.Shared.Input;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Transfers;

namespace RemoteAssist.Shared.Wire;

/// <summary>What a <see cref="ControlMessage.Command"/> asks for, in both halves. The byte layout stands beside each.</summary>
public abstract record ViewerCommand
{
    private ViewerCommand()
    {
    }

    /// <summary>
    /// Somebody else wants to see the screen, and the sender vouches for them.
    /// <c>u8 1, u32 viewer, 32 secret to resume with, varint bytes and technician, varint bytes and organisation (UTF-8)</c>.
    /// </summary>
    /// <param name="Viewer">The number that the Relay gave the other viewer.</param>
    /// <param name="Secret">32 bytes that the sender has given to that viewer too.</param>
    /// <param name="Technician">Who it is, at most 255 bytes of UTF-8.</param>
    /// <param name="Organisation">Theirs, at most 255 bytes of UTF-8.</param>
    public sealed record Introduce(uint Viewer, byte[] Secret, string Technician, string Organisation) : ViewerCommand
    {
        /// <summary>Bytes in <see cref="Secret"/>.</summary>
        public const int SecretBytes = 32;

        internal const int MostNameBytes = byte.MaxValue;
    }

    /// <summary>May I do this as well? The customer is asked. <c>u8 2, u8 scope</c>.</summary>
    public sealed record Ask(Scope Scope) : ViewerCommand;

    /// <summary>May it go on for so many minutes more? The customer is asked. <c>u8 3, varint minutes</c>, 1 to 480.</summary>
    public sealed record Extend(int Minutes) : ViewerCommand;

    /// <summary>A line for the customer. <c>u8 4, varint bytes, UTF-8</c>, 1 to <see cref="ControlMessage.Said.MaxTextBytes"/> bytes.</summary>
    public sealed record Chat(string Text) : ViewerCommand;

    /// <summary>Pointer and keyboard, in the order in which it happened; needs <see cref="Scope.Control"/>. <c>u8 5, events to the end</c>.</summary>
    public sealed record Input(IReadOnlyList<InputEvent> Events) : ViewerCommand
    {
        /// <summary>The most events of one command.</summary>
        public const int MostEvents = 256;
    }

    /// <summary>Draws, or goes on drawing; needs <see cref="Scope.Drawing"/>. <c>u8 6, mark</c>.</summary>
    public sealed record Draw(Mark Mark) : ViewerCommand;

    /// <summary>Takes one of this viewer's marks away, or all with 0; needs <see cref="Scope.Drawing"/>. <c>u8 7, u32 mark</c>.</summary>
    public sealed record Erase(uint Mark) : ViewerCommand;

    /// <summary>Facts about the customer's computer, once; needs <see cref="Scope.Diagnostics"/>. <c>u8 25</c>; the answer is <see cref="ControlMessage.Report"/>.</summary>
    public sealed record Diagnose : ViewerCommand;

    /// <summary>How this viewer would have the picture; needs <see cref="Scope.View"/>. <c>u8 20, u8 quality</c>.</summary>
    public sealed record Quality(ViewQuality Wish) : ViewerCommand;

    /// <summary>This viewer keeps a picture of what it sees, and the customer is shown that; needs <see cref="Scope.View"/>. <c>u8 21</c>.</summary>
    public sealed record Snapshot : ViewerCommand;

    /// <summary>Sends the customer a file; needs <see cref="Scope.Files"/>. <c>u8 8, u32 transfer, varint size, varint bytes, UTF-8 name</c>.</summary>
    public sealed record SendFile(uint Transfer, long Size, string Name) : ViewerCommand;

    /// <summary>May I have a file? The customer chooses which; needs <see cref="Scope.Files"/>. <c>u8 9, u32 transfer</c>.</summary>
    public sealed record AskFile(uint Transfer) : ViewerCommand;

    /// <summary>Begins to take the file that the customer has chosen; needs <see cref="Scope.Files"/>. <c>u8 10, u32 transfer</c>.</summary>
    public sealed record FetchFile(uint Transfer) : ViewerCommand;

    /// <summary>All bytes of a file were sent, or were received; this is their SHA-256. <c>u8 11, u32 transfer, 32 hash</c>.</summary>
    public sealed record FinishFile(uint Transfer, byte[] Hash) : ViewerCommand;

    /// <summary>The technician does not want it any more. <c>u8 12, u32 transfer</c>.</summary>
    public sealed record CancelTransfer(uint Transfer) : ViewerCommand;

    /// <summary>Becomes the customer's clipboard once its bytes are there; needs <see cref="Scope.Clipboard"/>. <c>u8 13, u32 transfer, pieces</c>.</summary>
    public sealed record SetClipboard(uint Transfer, IReadOnlyList<ClipboardPiece> Pieces) : ViewerCommand;

    /// <summary>The session becomes the colleague's who is behind this viewer; only from the session's technician. <c>u8 27, u32 viewer</c>.</summary>
    public sealed record HandOver(uint Viewer) : ViewerCommand;

    /// <summary>
    /// The colleague behind this viewer looks no more, and is forgotten; from the session's technician, or from that viewer itself.
    /// <c>u8 28, u32 viewer</c>.
    /// </summary>
    public sealed record SendAway(uint Viewer) : ViewerCommand;

    /// <summary>The longest that a session is asked to go on.</summary>
    public const int MostMinutes = 480;

    /// <summary>The command as bytes, for <see cref="ControlMessage.Command.Body"/>.</summary>
    /// <exception cref="InvalidOperationException">The secret has another length than it must.</exception>
    public byte[] ToBytes()
    {
        var to = new WireWriter();
        switch (this)
        {
            case Introduce introduce:
                to.Byte(1);
                to.U32(introduce.Viewer);
                to.Bytes(introduce.Secret.Length == Introduce.SecretBytes
                    ? introduce.Secret
                    : throw new InvalidOperationException("The secret has another length than it must."));
                to.Text(introduce.Technician);
                to.Text(introduce.Organisation);
                break;
            case Ask ask:
                to.Byte(2);
                to.Byte((byte)ask.Scope);
                break;
            case Extend extend:
                to.Byte(3);
                to.Varint(extend.Minutes);
                break;
            case Chat chat:
                to.Byte(4);
                to.Text(chat.Text);
                break;
            case Input input:
                to.Byte(5);
                foreach (var happened in input.Events)
                {
                    happened.WriteTo(to);
                }

                break;
            case Draw draw:
                to.Byte(6);
                draw.Mark.WriteTo(to);
                break;
            case Erase erase:
                to.Byte(7);
                to.U32(erase.Mark);
                break;
            case HandOver next:
                to.Byte(27);
                to.U32(next.Viewer);
                break;
            case SendAway gone:
                to.Byte(28);
                to.U32(gone.Viewer);
                break;
            case Diagnose:
                to.Byte(25);
                break;
            case Quality quality:
                to.Byte(20);
                to.Byte((byte)quality.Wish);
                break;
            case Snapshot:
                to.Byte(21);
                break;
            case SendFile send:
                to.Byte(8);
                to.U32(send.Transfer);
                to.Offset(send.Size);
                to.Text(send.Name);
                break;
            case AskFile wanted:
                to.Byte(9);
                to.U32(wanted.Transfer);
                break;
            case FetchFile fetch:
                to.Byte(10);
                to.U32(fetch.Transfer);
                break;
            case FinishFile finish:
                to.Byte(11);
                to.U32(finish.Transfer);
                to.Bytes(finish.Hash);
                break;
            case CancelTransfer cancel:
                to.Byte(12);
                to.U32(cancel.Transfer);
                break;
            case SetClipboard clipboard:
                to.Byte(13);
                to.U32(clipboard.Transfer);
                to.Pieces(clipboard.Pieces);
                break;
            default:
                throw new InvalidOperationException($"No bytes are defined for {GetType().Name}.");
        }

        return to.Written.ToArray();
    }

    /// <summary>Reads a command.</summary>
    /// <returns>Null where the kind is unknown, something is out of its range, missing or too long, stands behind it, or is no UTF-8.</returns>
    public static ViewerCommand? Read(ReadOnlySpan<byte> bytes)
    {
        var from = new WireReader(bytes);
        ViewerCommand? read = from.Byte() switch
        {
            1 => ReadIntroduce(ref from),
            2 => (Scope)from.Byte() is var scope && Enum.IsDefined(scope) ? new Ask(scope) : null,
            3 => from.Varint(MostMinutes) is > 0 and var minutes ? new Extend(minutes) : null,
            4 => from.Text(ControlMessage.Said.MaxTextBytes) is { Length: > 0 } line ? new Chat(line) : null,
            5 => ReadInput(ref from),
            6 => Mark.ReadFrom(ref from) is { } mark ? new Draw(mark) : null,
            7 => new Erase(from.U32()),
            25 => new Diagnose(),
            27 => new HandOver(from.U32()),
            28 => new SendAway(from.U32()),
            20 => (ViewQuality)from.Byte() is var wish && Enum.IsDefined(wish) ? new Quality(wish) : null,
            21 => new Snapshot(),
            8 => ReadSendFile(ref from),
            9 => new AskFile(from.U32()),
            10 => new FetchFile(from.U32()),
            11 => new FinishFile(from.U32(), from.Bytes(TransferLimits.HashBytes)),
            12 => new CancelTransfer(from.U32()),
            13 => from.U32() is var transfer && from.Pieces() is { } pieces ? new SetClipboard(transfer, pieces) : null,
            _ => null,
        };
        return from.IsDone ? read : null;
    }

    private static Introduce? ReadIntroduce(ref WireReader from)
    {
        var viewer = from.U32();
        var secret = from.Bytes(Introduce.SecretBytes);
        return from.Text(Introduce.MostNameBytes) is { } technician && from.Text(Introduce.MostNameBytes) is { } organisation
            ? new Introduce(viewer, secret, technician, organisation)
            : null;
    }

    private static SendFile? ReadSendFile(ref WireReader from)
    {
        var (transfer, size) = (from.U32(), from.Offset());
        return from.Text(TransferLimits.NameBytes) is { Length: > 0 } name ? new SendFile(transfer, size, name) : null;
    }

    private static Input? ReadInput(ref WireReader from)
    {
        var events = new List<InputEvent>();
        while (from.Left > 0)
        {
            if (events.Count == Input.MostEvents || InputEvent.ReadFrom(ref from) is not { } happened)
            {
                return null;
            }

            events.Add(happened);
        }

        return events.Count > 0 ? new Input(events) : null;
    }
}
