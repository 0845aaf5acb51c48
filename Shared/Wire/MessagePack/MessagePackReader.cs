using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace RemoteAssist.Shared.Wire.MessagePack;

/// <summary>The kinds of value that MessagePack knows.</summary>
internal enum MessagePackKind
{
    Nil,
    Boolean,
    Integer,
    Real,
    String,
    Binary,
    Array,
    Map,
    Extension,
}

/// <summary>The head of one value, and the whole value where it has no body.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Size">Bytes of a string, binary or extension; elements of an array; pairs of a map.</param>
/// <param name="Whole">A boolean as 0 or 1, or an integer: any from the least i64 to the greatest u64.</param>
/// <param name="Real">A floating-point number, single precision widened.</param>
/// <param name="Type">The type of an extension.</param>
internal readonly record struct MessagePackToken(
    MessagePackKind Kind, int Size = 0, Int128 Whole = default, double Real = 0, sbyte Type = 0);

/// <summary>
/// Reads MessagePack. Whatever length a value claims is compared with what is really there before anything is
/// allocated or skipped, so a token's body can always be read.
/// </summary>
/// <remarks>Every method throws <see cref="InvalidDataException"/> where the bytes are not what they should be.</remarks>
internal ref struct MessagePackReader(ReadOnlySequence<byte> bytes)
{
    /// <summary>Containers within containers. Our records need four with the message around them; peers get no more stack than this.</summary>
    public const int MaxDepth = 32;

    private SequenceReader<byte> _input = new(bytes);

    /// <summary>Whether everything has been read.</summary>
    public readonly bool AtEnd => _input.End;

    /// <summary>What lies between here and where another reader of the same bytes stands.</summary>
    public readonly ReadOnlySequence<byte> Until(MessagePackReader later) =>
        _input.Sequence.Slice(_input.Position, later._input.Position);

    /// <summary>Whether the next value is nil; reads nothing.</summary>
    public readonly bool IsNil => _input.TryPeek(out var code) && code == 0xc0;

    /// <summary>Reads the head of the next value.</summary>
    public MessagePackToken Read()
    {
        var code = (byte)Number(1);
        return code switch
        {
            <= 0x7f => Whole(code),
            <= 0x8f => Map(code & 0x0f),
            <= 0x9f => Array(code & 0x0f),
            <= 0xbf => Bytes(MessagePackKind.String, code & 0x1f),
            0xc0 => new MessagePackToken(MessagePackKind.Nil),
            0xc1 => throw new InvalidDataException("The byte 0xc1 never occurs in MessagePack."),
            0xc2 or 0xc3 => new MessagePackToken(MessagePackKind.Boolean, Whole: code - 0xc2),
            0xc4 => Bytes(MessagePackKind.Binary, (long)Number(1)),
            0xc5 => Bytes(MessagePackKind.Binary, (long)Number(2)),
            0xc6 => Bytes(MessagePackKind.Binary, (long)Number(4)),
            0xc7 => Extension((long)Number(1)),
            0xc8 => Extension((long)Number(2)),
            0xc9 => Extension((long)Number(4)),
            0xca => new MessagePackToken(MessagePackKind.Real, Real: BitConverter.UInt32BitsToSingle((uint)Number(4))),
            0xcb => new MessagePackToken(MessagePackKind.Real, Real: BitConverter.UInt64BitsToDouble(Number(8))),
            0xcc => Whole(Number(1)),
            0xcd => Whole(Number(2)),
            0xce => Whole(Number(4)),
            0xcf => Whole(Number(8)),
            0xd0 => Whole((sbyte)Number(1)),
            0xd1 => Whole((short)Number(2)),
            0xd2 => Whole((int)Number(4)),
            0xd3 => Whole((long)Number(8)),
            >= 0xd4 and <= 0xd8 => Extension(1L << (code - 0xd4)),
            0xd9 => Bytes(MessagePackKind.String, (long)Number(1)),
            0xda => Bytes(MessagePackKind.String, (long)Number(2)),
            0xdb => Bytes(MessagePackKind.String, (long)Number(4)),
            0xdc => Array((long)Number(2)),
            0xdd => Array((long)Number(4)),
            0xde => Map((long)Number(2)),
            0xdf => Map((long)Number(4)),
            _ => Whole((sbyte)code),
        };
    }

    /// <summary>Reads the body of a string, binary or extension whose token came just before.</summary>
    public ReadOnlySequence<byte> Body(MessagePackToken token)
    {
        var body = _input.UnreadSequence.Slice(0, token.Size);
        _input.Advance(token.Size);
        return body;
    }

    /// <summary>Passes over one value with everything in it, which checks its shape and its text.</summary>
    public void Skip(int depth = 0)
    {
        if (depth > MaxDepth)
        {
            throw new InvalidDataException($"A value is nested more than {MaxDepth} deep.");
        }

        var token = Read();
        switch (token.Kind)
        {
            case MessagePackKind.String:
                RequireUtf8(Body(token));
                break;
            case MessagePackKind.Binary or MessagePackKind.Extension:
                _input.Advance(token.Size);
                break;
            case MessagePackKind.Array or MessagePackKind.Map:
                var values = token.Kind is MessagePackKind.Map ? 2L * token.Size : token.Size;
                for (var i = 0L; i < values; i++)
                {
                    Skip(depth + 1);
                }

                break;
        }
    }

    /// <summary>Reads a value that must be of one kind.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="field">What the value is, for the message of the exception.</param>
    public MessagePackToken Read(MessagePackKind kind, string field)
    {
        var token = Read();
        return token.Kind == kind
            ? token
            : throw new InvalidDataException($"The {field} must be of the kind {kind}, and it is {token.Kind}.");
    }

    /// <summary>Reads a whole number in the range of an i64.</summary>
    public long ReadInt64(string field)
    {
        var value = Read(MessagePackKind.Integer, field).Whole;
        return value <= long.MaxValue ? (long)value : throw new InvalidDataException($"The {field} is too large: {value}.");
    }

    /// <summary>Reads a text.</summary>
    public string ReadString(string field) => Encoding.UTF8.GetString(Body(Read(MessagePackKind.String, field)));

    /// <summary>Reads a text that may be nil.</summary>
    public string? ReadNullableString(string field)
    {
        if (!IsNil)
        {
            return ReadString(field);
        }

        Read();
        return null;
    }

    private static MessagePackToken Whole(Int128 value) => new(MessagePackKind.Integer, Whole: value);

    private readonly MessagePackToken Bytes(MessagePackKind kind, long size) => new(kind, Fitting(size, size));

    private readonly MessagePackToken Array(long count) => new(MessagePackKind.Array, Fitting(count, count));

    private readonly MessagePackToken Map(long pairs) => new(MessagePackKind.Map, Fitting(pairs, 2 * pairs));

    private MessagePackToken Extension(long size)
    {
        var type = (sbyte)Number(1);
        return new MessagePackToken(MessagePackKind.Extension, Fitting(size, size), Type: type);
    }

    /// <summary>The size, if what it stands for can be there: an element is at least one byte.</summary>
    private readonly int Fitting(long size, long leastBytes) => leastBytes <= _input.Remaining
        ? (int)size
        : throw new InvalidDataException($"A value needs {leastBytes} bytes or more, and {_input.Remaining} are left.");

    /// <summary>The next bytes as an unsigned number, big end first as everything in MessagePack.</summary>
    private ulong Number(int size)
    {
        if (_input.Remaining < size)
        {
            throw new InvalidDataException("The message ends within a value.");
        }

        var number = 0UL;
        for (var i = 0; i < size; i++)
        {
            _input.TryRead(out var next);
            number = number << 8 | next;
        }

        return number;
    }

    private static void RequireUtf8(ReadOnlySequence<byte> text)
    {
        if (text.IsSingleSegment)
        {
            RequireUtf8(text.FirstSpan);
            return;
        }

        var whole = ArrayPool<byte>.Shared.Rent((int)text.Length);
        try
        {
            text.CopyTo(whole);
            RequireUtf8(whole.AsSpan(0, (int)text.Length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(whole);
        }
    }

    private static void RequireUtf8(ReadOnlySpan<byte> text)
    {
        if (!Utf8.IsValid(text))
        {
            throw new InvalidDataException("A text is not UTF-8.");
        }
    }
}
