using System.Diagnostics;

namespace RemoteAssist.Fuzz;

/// <summary>Makes an input smaller for as long as it still shows the same mistake: a little, not as much as could be.</summary>
internal static class Minimiser
{
    /// <param name="input">A finding.</param>
    /// <param name="isSame">Whether another input shows the same.</param>
    /// <param name="atMost">When to be content.</param>
    public static byte[] Run(byte[] input, Predicate<byte[]> isSame, TimeSpan atMost)
    {
        var began = Stopwatch.GetTimestamp();
        for (var size = Math.Max(1, input.Length / 2); size >= 1; size /= 2)
        {
            for (var at = 0; at + size <= input.Length;)
            {
                if (Stopwatch.GetElapsedTime(began) > atMost)
                {
                    return input;
                }

                byte[] shorter = [.. input.AsSpan(0, at), .. input.AsSpan(at + size)];
                if (isSame(shorter))
                {
                    input = shorter;
                }
                else
                {
                    at += size;
                }
            }
        }

        return input;
    }
}
