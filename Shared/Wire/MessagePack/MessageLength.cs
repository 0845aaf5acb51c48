using System.Buffers;

namespace RemoteAssist.Shared.Wire.MessagePack;

/// <summary>
/// The length before each message: seven bits a byte, the low ones first, the top bit set on all but the last.
/// Five bytes reach 2 GiB, the most that the hub protocol allows.
/// </summary>
internal static class MessageLength
{
    /// <summary>The most bytes that a length takes.</summary>
    public const int MaxBytes = 5;

    /// <summary>Writes a length.</summary>
    /// <returns>How many bytes it took, up to <see cref="MaxBytes"/>.</returns>
    public static int Write(Span<byte> target, int length)
    {
        var rest = (uint)length;
        var at = 0;
        while (rest > 0x7f)
        {
            target[at++] = (byte)(rest | 0x80);
            rest >>= 7;
        }

        target[at++] = (byte)rest;
        return at;
    }

    /// <summary>Cuts the next whole message off <paramref name="input"/>.</summary>
    /// <param name="input">What has arrived; shortened by the message and its length.</param>
    /// <param name="max">The longest message that is taken.</param>
    /// <param name="message">The message without its length.</param>
    /// <returns>False while the message is not there in full.</returns>
    /// <exception cref="InvalidDataException">The length is zero, too large, or no length at all.</exception>
    public static bool TryCut(ref ReadOnlySequence<byte> input, int max, out ReadOnlySequence<byte> message)
    {
        message = default;
        var reader = new SequenceReader<byte>(input);
        var length = 0L;
        for (var i = 0; i < MaxBytes; i++)
        {
            if (!reader.TryRead(out var next))
            {
                return false;
            }

            length |= (long)(next & 0x7f) << (7 * i);
            if (next > 0x7f)
            {
                continue;
            }

            if (length == 0 || length > max)
            {
                throw new InvalidDataException($"A message must have 1 to {max} bytes, and this one claims {length}.");
            }

            if (reader.Remaining < length)
            {
                return false;
            }

            message = reader.UnreadSequence.Slice(0, length);
            input = input.Slice(message.End);
            return true;
        }

        throw new InvalidDataException($"The length of a message is longer than {MaxBytes} bytes.");
    }
}
