using RemoteAssist.Shared.Annotations;
using RemoteAssist.Shared.Frames;
using RemoteAssist.Shared.Input;
using RemoteAssist.Shared.Sessions;

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
