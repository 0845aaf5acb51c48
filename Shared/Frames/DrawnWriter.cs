using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RemoteAssist.Shared.Frames;

/// <summary>Finds runs in drawn pixels, and writes them with the codes that fit them best.</summary>
internal sealed class DrawnWriter
{
    /// <summary>Rows below the one at work that are looked at, where there are so many.</summary>
    public const int RowsBelow = 3;

    private const int HashBits = 15;
    private const ulong Spread = 0xD6E8_FEB8_6659_FD93;
    private const int Group = 4; // pixels that are looked up together

    // From this length on a run is taken as it is; a distance is searched only where there is no run of a Group.
    private const int LongEnough = 16;

    private readonly PrefixCode[] codes = Drawn.MakeCodes();
    private readonly uint[] cache = new uint[Drawn.CacheSize];
    private readonly int[] rows = new int[1 << HashBits];    // where a group was last, by its pixels
    private readonly int[] patches = new int[1 << HashBits]; // the same by the three rows below as well
    private int[] inherited = []; // how far back the last match of each column came from; 0 for nowhere
    private int inheritedWidth;
    private ulong[] tokens = new ulong[1 << 12]; // code, symbol, bits, and the bits themselves
    private int count;
    private int cached;
    private int generation = 1; // positions in the tables have this added, so that they need no clearing
    private int length; // pixels of this section
    private int before;

    /// <summary>Begins a section.</summary>
    /// <param name="pixels">How many it has.</param>
    public void Begin(int pixels)
    {
        generation += length;
        length = pixels;
        if (generation > int.MaxValue - length)
        {
            generation = 1;
            rows.AsSpan().Clear();
            patches.AsSpan().Clear();
        }

        count = 0;
        cached = 0;
        inheritedWidth = 0;
        cache.AsSpan().Fill(uint.MaxValue);
    }

    /// <summary>Ends the section: writes the codes and the tokens.</summary>
    public void End(BitWriter writer)
    {
        foreach (var code in codes)
        {
            code.Make();
            code.WriteTable(writer);
        }

        foreach (var token in tokens.AsSpan(0, count))
        {
            codes[(int)(token >> 56)].Write(writer, (int)(token >> 40) & 0xFFFF);
            writer.Write((uint)token, (int)(token >> 32) & 0xFF);
        }
    }

    /// <summary>Begins an area of this width. Below one of the same width it goes on, as if it were the same.</summary>
    public void BeginArea(int width)
    {
        if (width == inheritedWidth)
        {
            return;
        }

        inheritedWidth = width;
        if (inherited.Length < width)
        {
            inherited = new int[width];
        }

        inherited.AsSpan(0, width).Clear();
    }

    /// <summary>Takes the drawn pixels of one row from <paramref name="x"/> to <paramref name="right"/>.</summary>
    /// <param name="pixels">All pixels of the section up to the end of this area, each 0x00RRGGBB.</param>
    /// <param name="row">Where the row begins in them.</param>
    /// <param name="x">The first column.</param>
    /// <param name="right">The column behind the last.</param>
    /// <param name="width">The area's width.</param>
    public void Row(ReadOnlySpan<uint> pixels, int row, int x, int right, int width)
    {
        before = Drawn.RowStart;
        while (x < right)
        {
            var at = row + x;
            var most = right - x;
            var above = Common(pixels, at, width, most);
            if (above == most)
            {
                Run(Drawn.Above, above, most);
                return;
            }

            var inheritedFrom = inherited[x];
            var inheritedRun = inheritedFrom == 0 || above >= LongEnough ? 0 : Common(pixels, at, inheritedFrom, most);
            var left = above >= LongEnough || inheritedRun >= LongEnough ? 0 : Common(pixels, at, 1, most);
            var best = Math.Max(Math.Max(above, left), inheritedRun);
            if (best < Group && most >= Group && FindMatch(pixels, at, width, most, best) is { Run: > 0 } match)
            {
                Run(Drawn.Match, match.Run, most);
                Number(Drawn.Distance, match.Distance);
                inherited.AsSpan(x, match.Run).Fill(match.Distance);
                x += match.Run;
            }
            else if (best == 0)
            {
                Single(pixels, at);
                x++;
            }
            else
            {
                Run(above == best ? Drawn.Above : inheritedRun == best ? Drawn.Inherited : Drawn.Left, best, most);
                x += best;
            }
        }
    }

    // How many pixels are as those so far back, at most so many
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Common(ReadOnlySpan<uint> pixels, int at, int distance, int most)
    {
        if (distance > at || pixels[at - distance] != pixels[at])
        {
            return 0;
        }

        if (at + Vector256<uint>.Count > pixels.Length)
        {
            return pixels.Slice(at - distance, most).CommonPrefixLength(pixels.Slice(at, most));
        }

        ref var first = ref MemoryMarshal.GetReference(pixels);
        var alike = Vector256.Equals(Vector256.LoadUnsafe(ref first, (nuint)at), Vector256.LoadUnsafe(ref first, (nuint)(at - distance)));
        var run = BitOperations.TrailingZeroCount(~alike.ExtractMostSignificantBits());
        return run < Vector256<uint>.Count ? Math.Min(run, most)
            : most <= Vector256<uint>.Count ? most
            : pixels.Slice(at - distance, most).CommonPrefixLength(pixels.Slice(at, most));
    }

    // The last place where the same pixels were, if that is worth more than what is there without a distance
    private (int Run, int Distance) FindMatch(ReadOnlySpan<uint> pixels, int at, int width, int most, int best)
    {
        var hash = Hash(pixels, at);
        ref var last = ref rows[hash * Spread >> (64 - HashBits)];
        var found = last - generation;
        last = at + generation;
        var least = best > 0 ? Math.Max(best + 3, Group + 1) : Group;
        if (at + (RowsBelow * width) + Group <= pixels.Length)
        {
            hash += (Hash(pixels, at + width) * 3) + (Hash(pixels, at + (2 * width)) * 5) + (Hash(pixels, at + (3 * width)) * 7);
            ref var lastPatch = ref patches[hash * Spread >> (64 - HashBits)];
            var patch = lastPatch - generation;
            lastPatch = at + generation;
            if (patch >= 0 && Common(pixels, at, at - patch, most) is var run && run >= least)
            {
                return (run, at - patch);
            }
        }

        return found >= 0 && Common(pixels, at, at - found, most) is var other && other >= least ? (other, at - found) : default;
    }

    // Of a group of pixels; spread over all bits only where it is looked up.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Hash(ReadOnlySpan<uint> pixels, int at)
    {
        ref var first = ref Unsafe.As<uint, byte>(ref MemoryMarshal.GetReference(pixels[at..(at + Group)]));
        return (Unsafe.ReadUnaligned<ulong>(ref first) * 0x9E37_79B9_7F4A_7C15)
            + (Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref first, 8)) * 0xC2B2_AE3D_27D4_EB4F);
    }

    private void Run(int kind, int run, int most)
    {
        var (numberClass, bits, rest) = run == most ? (Drawn.ToEnd, 0, 0) : Drawn.ClassOf(run);
        Add(before, (kind * Drawn.RunSymbols) + numberClass, bits, rest);
        before = kind;
    }

    private void Number(int code, int number)
    {
        var (numberClass, bits, rest) = Drawn.ClassOf(number);
        Add(code, numberClass, bits, rest);
    }

    private void Single(ReadOnlySpan<uint> pixels, int at)
    {
        var colour = pixels[at];
        var index = cache.AsSpan().IndexOf(colour);
        Add(before, index < 0 ? Drawn.NewColour : Drawn.Cached + index, 0, 0);
        before = Drawn.Single;
        if (index < 0)
        {
            cache[cached++ % Drawn.CacheSize] = colour;
            var left = at == 0 ? 0 : pixels[at - 1];
            var green = (colour >> 8) - (left >> 8);
            Add(Drawn.Green, (int)(green & 255), 0, 0);
            Add(Drawn.RedBlue, (int)(((colour >> 16) - (left >> 16) - green) & 255), 0, 0);
            Add(Drawn.RedBlue, (int)((colour - left - green) & 255), 0, 0);
        }
    }

    private void Add(int code, int symbol, int bits, uint rest)
    {
        codes[code].Counts[symbol]++;
        if (count == tokens.Length)
        {
            Array.Resize(ref tokens, count * 2);
        }

        tokens[count++] = ((ulong)code << 56) | ((ulong)symbol << 40) | ((ulong)bits << 32) | rest;
    }
}
