using System.Buffers.Binary;
using System.Diagnostics;

namespace RemoteAssist.Benchmarks.Load;

/// <summary>What all viewers together have got since the last look. Parts begin with when they were sent, <c>i64</c>.</summary>
internal sealed class Arrivals
{
    private readonly Lock gate = new();
    private List<float> delays = [];
    private long bytes;
    private double late;

    /// <summary>A part as it is sent now.</summary>
    public static byte[] Stamp(int bytes)
    {
        var part = new byte[bytes];
        BinaryPrimitives.WriteInt64LittleEndian(part, Stopwatch.GetTimestamp());
        return part;
    }

    /// <summary>A part has been opened.</summary>
    public void Take(ReadOnlySpan<byte> part)
    {
        var delay = (float)Stopwatch.GetElapsedTime(BinaryPrimitives.ReadInt64LittleEndian(part)).TotalMilliseconds;
        lock (gate)
        {
            delays.Add(delay);
            bytes += part.Length;
        }
    }

    /// <summary>A sender was so many ms behind its beat.</summary>
    public void Note(double ms)
    {
        lock (gate)
        {
            late = Math.Max(late, ms);
        }
    }

    /// <summary>The delays in rising order, ms; the bytes; and the most that a sender was late, ms.</summary>
    public (IReadOnlyList<float> Delays, long Bytes, double Late) Reset()
    {
        lock (gate)
        {
            var taken = (delays, bytes, late);
            (delays, bytes, late) = ([], 0, 0);
            taken.delays.Sort();
            return taken;
        }
    }
}
