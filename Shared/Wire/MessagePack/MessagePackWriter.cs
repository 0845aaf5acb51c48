using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace RemoteAssist.Shared.Wire.MessagePack;

/// <summary>
/// Writes MessagePack, each value in its shortest form. Binary values are only referred to until
/// they are copied out: a frame is copied once, into what is sent, and not at all by an <see cref="IReferringWriter"/>.
/// </summary>
internal sealed class MessagePackWriter : IDisposable
{
    private readonly PooledBuffer _own = new();

    // Bytes of others, each with the place in our own bytes before which it stands.
    private readonly List<(int Before, ReadOnlyMemory<byte> Bytes)> _referred = [];
    private int _referredLength;

    /// <summary>Bytes in all.</summary>
    public int Length => checked(_own.Length + _referredLength);

    public void Nil() => Byte(0xc0);

    public void Boolean(bool value) => Byte(value ? (byte)0xc3 : (byte)0xc2);

    public void Integer(long value)
    {
        switch (value)
        {
            case >= 0:
                Integer((ulong)value);
                break;
            case >= -32:
                Byte((byte)value);
                break;
            case >= sbyte.MinValue:
                Head(0xd0, (byte)value, 1);
                break;
            case >= short.MinValue:
                Head(0xd1, (ushort)value, 2);
                break;
            case >= int.MinValue:
                Head(0xd2, (uint)value, 4);
                break;
            default:
                Head(0xd3, (ulong)value, 8);
                break;
        }
    }

    public void Integer(ulong value)
    {
        switch (value)
        {
            case <= 0x7f:
                Byte((byte)value);
                break;
            case <= byte.MaxValue:
                Head(0xcc, value, 1);
                break;
            case <= ushort.MaxValue:
                Head(0xcd, value, 2);
                break;
            case <= uint.MaxValue:
                Head(0xce, value, 4);
                break;
            default:
                Head(0xcf, value, 8);
                break;
        }
    }

    public void Real(double value) => Head(0xcb, BitConverter.DoubleToUInt64Bits(value), 8);

    public void String(string value)
    {
        var size = Encoding.UTF8.GetByteCount(value);
        StringHead(size);
        Encoding.UTF8.GetBytes(value, _own.GetSpan(size));
        _own.Advance(size);
    }

    /// <summary>A text that is UTF-8 already.</summary>
    public void String(ReadOnlySpan<byte> utf8)
    {
        StringHead(utf8.Length);
        _own.Write(utf8);
    }

    public void Binary(ReadOnlyMemory<byte> bytes)
    {
        switch (bytes.Length)
        {
            case <= byte.MaxValue:
                Head(0xc4, (ulong)bytes.Length, 1);
                break;
            case <= ushort.MaxValue:
                Head(0xc5, (ulong)bytes.Length, 2);
                break;
            default:
                Head(0xc6, (ulong)bytes.Length, 4);
                break;
        }

        Refer(bytes);
    }

    public void ArrayHead(int count) => ContainerHead(count, 0x90, 0xdc);

    public void MapHead(int pairs) => ContainerHead(pairs, 0x80, 0xde);

    /// <summary>A value that is MessagePack already.</summary>
    public void Raw(ReadOnlySequence<byte> value)
    {
        foreach (var segment in value)
        {
            Refer(segment);
        }
    }

    /// <summary>Everything written, in its order; what is long is only referred to, where the target can.</summary>
    public void CopyTo(IBufferWriter<byte> target)
    {
        var referring = target as IReferringWriter;
        var done = 0;
        foreach (var (before, bytes) in _referred)
        {
            target.Write(_own.Written[done..before]);
            if (referring is not null && bytes.Length >= referring.LeastReferred)
            {
                referring.Refer(bytes);
            }
            else
            {
                target.Write(bytes.Span);
            }

            done = before;
        }

        target.Write(_own.Written[done..]);
    }

    /// <summary>Everything written, in its order.</summary>
    /// <param name="target">At least <see cref="Length"/> bytes.</param>
    public void CopyTo(Span<byte> target)
    {
        var done = 0;
        foreach (var (before, bytes) in _referred)
        {
            _own.Written[done..before].CopyTo(target);
            target = target[(before - done)..];
            bytes.Span.CopyTo(target);
            target = target[bytes.Length..];
            done = before;
        }

        _own.Written[done..].CopyTo(target);
    }

    public void Dispose() => _own.Dispose();

    private void Refer(ReadOnlyMemory<byte> bytes)
    {
        _referred.Add((_own.Length, bytes));
        _referredLength = checked(_referredLength + bytes.Length);
    }

    private void StringHead(int size)
    {
        switch (size)
        {
            case < 32:
                Byte((byte)(0xa0 | size));
                break;
            case <= byte.MaxValue:
                Head(0xd9, (ulong)size, 1);
                break;
            case <= ushort.MaxValue:
                Head(0xda, (ulong)size, 2);
                break;
            default:
                Head(0xdb, (ulong)size, 4);
                break;
        }
    }

    private void ContainerHead(int count, byte small, byte large)
    {
        switch (count)
        {
            case < 16:
                Byte((byte)(small | count));
                break;
            case <= ushort.MaxValue:
                Head(large, (ulong)count, 2);
                break;
            default:
                Head((byte)(large + 1), (ulong)count, 4);
                break;
        }
    }

    private void Byte(byte value)
    {
        _own.GetSpan(1)[0] = value;
        _own.Advance(1);
    }

    private void Head(byte code, ulong number, int size)
    {
        var target = _own.GetSpan(1 + size);
        target[0] = code;
        switch (size)
        {
            case 1:
                target[1] = (byte)number;
                break;
            case 2:
                BinaryPrimitives.WriteUInt16BigEndian(target[1..], (ushort)number);
                break;
            case 4:
                BinaryPrimitives.WriteUInt32BigEndian(target[1..], (uint)number);
                break;
            default:
                BinaryPrimitives.WriteUInt64BigEndian(target[1..], number);
                break;
        }

        _own.Advance(1 + size);
    }
}
