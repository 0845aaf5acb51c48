using System.Buffers;

namespace RemoteAssist.Shared.Frames;

/// <summary>
/// One half of an arithmetic coder for yes-or-no questions. Both halves have the same shape, so that a model asks its
/// questions in one place: writing, it is told the answer; reading, it gets it.
/// </summary>
internal interface IAnswers
{
    /// <summary>Whether answers go out; else they come in, and <c>yes</c> is not looked at.</summary>
    static abstract bool Writes { get; }

    /// <summary>One answer.</summary>
    /// <param name="yes">The answer, where it goes out.</param>
    /// <param name="chance">How likely yes is: 1 to 4095 of 4096.</param>
    bool Code(bool yes, int chance);
}

/// <summary>
/// Writes answers down: each cuts the interval of all 32-bit fractions that are still possible, and a byte goes out as
/// soon as both ends agree in it. Bytes that are missing at the end count as 0, so the end costs a byte or none.
/// </summary>
internal struct AnswerWriter(IBufferWriter<byte> target) : IAnswers
{
    private uint low = 0;
    private uint high = uint.MaxValue;
    private uint zeros = 0; // bytes of 0 that go out only if another byte follows

    public static bool Writes => true;

    public bool Code(bool yes, int chance)
    {
        var middle = low + (uint)(((ulong)(high - low) * (uint)chance) >> 12);
        if (yes)
        {
            high = middle;
        }
        else
        {
            low = middle + 1;
        }

        while ((low ^ high) < 1 << 24)
        {
            Put((byte)(high >> 24));
            low <<= 8;
            high = (high << 8) | 255;
        }

        return yes;
    }

    /// <summary>Writes the shortest fraction that lies in the interval.</summary>
    public void End()
    {
        for (var shift = 24; low != 0; shift -= 8)
        {
            var rest = (1UL << shift) - 1;
            var fraction = (low + rest) & ~rest;
            if (fraction <= high)
            {
                for (var at = 24; at >= shift; at -= 8)
                {
                    Put((byte)(fraction >> at));
                }

                return;
            }
        }
    }

    private void Put(byte value)
    {
        if (value == 0)
        {
            zeros++;
            return;
        }

        for (; zeros > 0; zeros--)
        {
            Append(0);
        }

        Append(value);
    }

    private readonly void Append(byte value)
    {
        target.GetSpan(1)[0] = value;
        target.Advance(1);
    }
}

/// <summary>Reads back what <see cref="AnswerWriter"/> wrote. Any bytes give answers; none is an error by itself.</summary>
internal ref struct AnswerReader : IAnswers
{
    private readonly ReadOnlySpan<byte> source;
    private uint low = 0;
    private uint high = uint.MaxValue;
    private uint fraction = 0;
    private int next = 0;

    public AnswerReader(ReadOnlySpan<byte> source)
    {
        this.source = source;
        for (var i = 0; i < 4; i++)
        {
            Take();
        }
    }

    public static bool Writes => false;

    /// <summary>Whether no byte is left that was never looked at.</summary>
    public readonly bool IsUsedUp => next >= source.Length;

    public bool Code(bool yes, int chance)
    {
        var middle = low + (uint)(((ulong)(high - low) * (uint)chance) >> 12);
        yes = fraction <= middle;
        if (yes)
        {
            high = middle;
        }
        else
        {
            low = middle + 1;
        }

        while ((low ^ high) < 1 << 24)
        {
            low <<= 8;
            high = (high << 8) | 255;
            Take();
        }

        return yes;
    }

    private void Take()
    {
        fraction = (fraction << 8) | (next < source.Length ? source[next] : (byte)0);
        next++;
    }
}
