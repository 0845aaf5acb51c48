using System.Buffers.Binary;
using System.Text;

namespace RemoteAssist.Shared.Wire;

/// <summary>What a <see cref="ControlMessage.Command"/> asks for, in both halves. The byte layout stands beside each.</summary>
public abstract record ViewerCommand
{
    private ViewerCommand()
    {
    }

    /// <summary>
    /// Somebody else wants to see the screen, and the sender vouches for them.
    /// <c>u8 1, u32 viewer, 32 secret to resume with, u8 length and technician, u8 length and organisation (UTF-8)</c>.
    /// </summary>
    /// <param name="Viewer">The number that the Relay gave the other viewer.</param>
    /// <param name="Secret">32 bytes that the sender has given to that viewer too.</param>
    /// <param name="Technician">Who it is, at most 255 bytes of UTF-8.</param>
    /// <param name="Organisation">Theirs, at most 255 bytes of UTF-8.</param>
    public sealed record Introduce(uint Viewer, byte[] Secret, string Technician, string Organisation) : ViewerCommand
    {
        /// <summary>Bytes in <see cref="Secret"/>.</summary>
        public const int SecretBytes = 32;
    }

    private const byte IntroduceKind = 1;
    private const int MostTextBytes = byte.MaxValue;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The command as bytes, for <see cref="ControlMessage.Command.Body"/>.</summary>
    /// <exception cref="InvalidOperationException">A text is too long, or the secret has another length.</exception>
    public byte[] ToBytes()
    {
        if (this is not Introduce introduce)
        {
            throw new InvalidOperationException($"No bytes are defined for {GetType().Name}.");
        }

        var technician = Utf8.GetBytes(introduce.Technician);
        var organisation = Utf8.GetBytes(introduce.Organisation);
        if (technician.Length > MostTextBytes || organisation.Length > MostTextBytes || introduce.Secret.Length != Introduce.SecretBytes)
        {
            throw new InvalidOperationException("A text is too long, or the secret has another length.");
        }

        var viewer = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(viewer, introduce.Viewer);
        return
        [
            IntroduceKind, .. viewer, .. introduce.Secret,
            (byte)technician.Length, .. technician,
            (byte)organisation.Length, .. organisation,
        ];
    }

    /// <summary>Reads a command.</summary>
    /// <returns>Null where the kind is unknown, a length does not fit, something stands behind it, or a text is no UTF-8.</returns>
    public static ViewerCommand? Read(ReadOnlySpan<byte> bytes)
    {
        const int head = 1 + 4 + Introduce.SecretBytes;
        if (bytes.Length < head || bytes[0] != IntroduceKind)
        {
            return null;
        }

        var rest = bytes[head..];
        return TryTakeText(ref rest, out var technician) && TryTakeText(ref rest, out var organisation) && rest.IsEmpty
            ? new Introduce(
                BinaryPrimitives.ReadUInt32LittleEndian(bytes[1..]),
                bytes.Slice(5, Introduce.SecretBytes).ToArray(),
                technician,
                organisation)
            : null;
    }

    private static bool TryTakeText(ref ReadOnlySpan<byte> rest, out string text)
    {
        text = "";
        if (rest.IsEmpty || rest.Length < 1 + rest[0])
        {
            return false;
        }

        try
        {
            text = Utf8.GetString(rest.Slice(1, rest[0]));
            rest = rest[(1 + rest[0])..];
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
