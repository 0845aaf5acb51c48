using System.Runtime.CompilerServices;

namespace RemoteAssist.Shared.Frames;

/// <summary>
/// A canonical prefix code (Huffman, codes of at most <see cref="MaxLength"/> bits) for one alphabet: counts symbols,
/// makes the code, writes and reads its table. A code of one symbol has no bits at all.
/// </summary>
internal sealed class PrefixCode(int symbols)
{
    /// <summary>Bits of the longest code: a reader's table has 4096 entries.</summary>
    public const int MaxLength = 12;

    // A table is a list of numbers of four bits: the lengths of the codes in the order of the symbols, or
    private const int ZeroRun = 13;     // 3 bits: so many zeros + 3
    private const int LongZeroRun = 14; // 7 bits: so many zeros + 11
    private const int Repeat = 15;      // 2 bits: the length before again, so often + 3

    private readonly byte[] lengths = new byte[symbols];
    private readonly int[] words = new int[symbols]; // code × 16 + its bits
    private readonly ushort[] entries = new ushort[1 << MaxLength]; // symbol × 16 + length
    private readonly long[] sorted = new long[symbols]; // count × 65536 + symbol
    private readonly int[] order = new int[symbols];
    private readonly int[] weights = new int[symbols * 2];
    private readonly int[] parents = new int[symbols * 2];

    /// <summary>How often each symbol comes; the caller counts.</summary>
    public int[] Counts { get; } = new int[symbols];

    /// <summary>Writes one symbol.</summary>
    public void Write(BitWriter writer, int symbol) => writer.Write((uint)words[symbol] >> 4, words[symbol] & 15);

    /// <summary>Writes many symbols.</summary>
    public void Write(BitWriter writer, ReadOnlySpan<byte> many) => writer.Write(words, many);

    /// <summary>Reads one symbol; the reader must hold <see cref="MaxLength"/> bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Read(ref BitReader reader)
    {
        var entry = entries[reader.Peek(MaxLength)];
        reader.Skip(entry & 15);
        return entry >> 4;
    }

    /// <summary>Makes the best code for the counts, and forgets them.</summary>
    public void Make()
    {
        var used = 0;
        lengths.AsSpan().Clear();
        for (var i = 0; i < symbols; i++)
        {
            if (Counts[i] > 0)
            {
                sorted[used++] = ((long)Counts[i] << 16) | (uint)i;
            }
        }

        sorted.AsSpan(0, used).Sort();
        for (var i = 0; i < used; i++)
        {
            order[i] = (int)sorted[i] & 0xFFFF;
        }

        if (used > 1)
        {
            MakeTree(used);
            Shorten(used);
        }
        else if (used == 1)
        {
            lengths[order[0]] = 1; // in the table only
        }

        MakeCodes(used > 1);
        Counts.AsSpan().Clear();
    }

    /// <summary>Writes the lengths of the codes.</summary>
    public void WriteTable(BitWriter writer)
    {
        for (var i = 0; i < symbols;)
        {
            var length = lengths[i];
            var end = i + 1;
            while (end < symbols && lengths[end] == length)
            {
                end++;
            }

            if (length == 0 && end == symbols)
            {
                writer.Write(LongZeroRun, 4); // the longest run stands for all that is left
                writer.Write(127, 7);
                return;
            }

            if (length != 0)
            {
                writer.Write(length, 4);
                i++;
            }

            while (i < end)
            {
                i += WriteRun(writer, length, end - i);
            }
        }
    }

    /// <summary>Reads the lengths of the codes.</summary>
    /// <returns>False where they are those of no code.</returns>
    public bool TryReadTable(ref BitReader reader)
    {
        lengths.AsSpan().Clear();
        byte before = 0;
        for (var i = 0; i < symbols;)
        {
            var next = (int)reader.Read(4);
            switch (next)
            {
                case ZeroRun:
                    i += 3 + (int)reader.Read(3);
                    break;
                case LongZeroRun:
                    var zeros = (int)reader.Read(7);
                    i += zeros == 127 ? symbols : 11 + zeros;
                    break;
                case Repeat:
                    for (var again = 3 + (int)reader.Read(2); again > 0 && i < symbols; again--)
                    {
                        lengths[i++] = before;
                    }

                    break;
                default:
                    before = (byte)next;
                    lengths[i++] = before;
                    break;
            }
        }

        return TryFillEntries();
    }

    private static int WriteRun(BitWriter writer, byte length, int run)
    {
        if (run < 3)
        {
            writer.Write(length, 4);
            return 1;
        }

        if (length != 0)
        {
            run = Math.Min(run, 6);
            writer.Write(Repeat, 4);
            writer.Write((uint)run - 3, 2);
            return run;
        }

        if (run < 11)
        {
            writer.Write(ZeroRun, 4);
            writer.Write((uint)run - 3, 3);
            return run;
        }

        run = Math.Min(run, 11 + 126);
        writer.Write(LongZeroRun, 4);
        writer.Write((uint)run - 11, 7);
        return run;
    }

    // The two lightest join, again and again; leaves and joints each come in rising order, so two queues do.
    private void MakeTree(int used)
    {
        for (var i = 0; i < used; i++)
        {
            weights[i] = Counts[order[i]];
        }

        int leaf = 0, joint = used;
        for (var made = used; made < (2 * used) - 1; made++)
        {
            var first = Lightest(ref leaf, ref joint, used, made);
            var second = Lightest(ref leaf, ref joint, used, made);
            weights[made] = weights[first] + weights[second];
            parents[first] = made;
            parents[second] = made;
        }

        parents[(2 * used) - 2] = 0;
        for (var i = (2 * used) - 3; i >= 0; i--)
        {
            parents[i] = parents[i] == (2 * used) - 2 ? 1 : parents[parents[i]] + 1; // from now on: its depth
        }
    }

    private int Lightest(ref int leaf, ref int joint, int used, int made) =>
        leaf < used && (joint >= made || weights[leaf] <= weights[joint]) ? leaf++ : joint++;

    // Codes that are too long are cut, and others made longer until all have room again.
    private void Shorten(int used)
    {
        var room = 0;
        for (var i = 0; i < used; i++)
        {
            var length = Math.Min(parents[i], MaxLength);
            lengths[order[i]] = (byte)length;
            room += 1 << (MaxLength - length);
        }

        for (var i = 0; room > 1 << MaxLength; i = i + 1 == used ? 0 : i + 1)
        {
            ref var length = ref lengths[order[i]];
            if (length < MaxLength)
            {
                length++;
                room -= 1 << (MaxLength - length);
            }
        }

        // What that left over goes to the most frequent that can use it.
        for (var i = used - 1; i >= 0 && room < 1 << MaxLength; i--)
        {
            ref var length = ref lengths[order[i]];
            while (length > 1 && room + (1 << (MaxLength - length)) <= 1 << MaxLength)
            {
                room += 1 << (MaxLength - length);
                length--;
            }
        }
    }

    private void MakeCodes(bool hasBits)
    {
        var code = 0;
        for (var length = 1; length <= MaxLength; length++)
        {
            for (var i = 0; i < symbols; i++)
            {
                if (lengths[i] == length)
                {
                    words[i] = hasBits ? (code << 4) | length : 0;
                    code++;
                }
            }

            code <<= 1;
        }
    }

    // A code fills the table to the last entry; a single symbol has it alone and takes no bits.
    private bool TryFillEntries()
    {
        var used = 0;
        var last = 0;
        for (var i = 0; i < symbols; i++)
        {
            used += lengths[i] != 0 ? 1 : 0;
            last = lengths[i] != 0 ? i : last;
        }

        if (used <= 1)
        {
            entries.AsSpan().Fill((ushort)(last << 4));
            return true;
        }

        var at = 0;
        for (var length = 1; length <= MaxLength; length++)
        {
            var width = 1 << (MaxLength - length);
            for (var i = 0; i < symbols; i++)
            {
                if (lengths[i] == length)
                {
                    if (at + width > entries.Length)
                    {
                        return false;
                    }

                    entries.AsSpan(at, width).Fill((ushort)((i << 4) | length));
                    at += width;
                }
            }
        }

        return at == entries.Length;
    }
}
