using System.Text;

namespace RemoteAssist.Fuzz;

/// <summary>
/// The inputs of one target, by number: any of them can be made again from the seed, the target's name and its number alone.
/// Every other one is systematic for as long as there are such: each seed as it is, cut off at each place, and with each
/// edge of a length at each place. All others are drawn.
/// </summary>
internal sealed class Inputs
{
    // Beyond these, places of a long seed are only drawn.
    private const int FirstPlaces = 600;

    // A prime: systematic inputs come in a mixed order, so that the first few are of all kinds.
    private const ulong Stride = 1_000_003;

    private readonly IReadOnlyList<byte[]> seeds;
    private readonly ulong mixed;
    private readonly Draft draft = new();
    private readonly Mutator mutator;
    private readonly long[] before; // systematic inputs before those of each seed

    /// <param name="target">The target's name.</param>
    /// <param name="seeds">At least one.</param>
    /// <param name="seed">Another one gives other inputs.</param>
    public Inputs(string target, IReadOnlyList<byte[]> seeds, ulong seed)
    {
        this.seeds = seeds;
        mixed = seed;
        foreach (var letter in Encoding.UTF8.GetBytes(target))
        {
            mixed = new Dice(mixed ^ letter).Next();
        }

        mutator = new Mutator(seeds);
        before = new long[seeds.Count + 1];
        for (var i = 0; i < seeds.Count; i++)
        {
            before[i + 1] = before[i] + (long)Places(seeds[i]) * (1 + Edges.Fixed.Count + Edges.Varints.Count);
        }

        Systematic = before[^1];
    }

    /// <summary>How many systematic inputs there are.</summary>
    public long Systematic { get; }

    /// <summary>The input of this number; good until the next is made.</summary>
    /// <param name="number">From 0.</param>
    public ReadOnlySpan<byte> Make(long number)
    {
        if (number % 2 == 0 && number / 2 < Systematic)
        {
            MakeSystematic((long)((ulong)(number / 2) * Stride % (ulong)Systematic));
        }
        else
        {
            var dice = new Dice(mixed ^ ((ulong)number * 0xd1342543de82ef95));
            mutator.Mutate(draft, ref dice);
        }

        return draft.Written;
    }

    // The place behind the last byte counts, too: there nothing is cut off.
    private static int Places(byte[] seed) => Math.Min(seed.Length, FirstPlaces) + 1;

    private void MakeSystematic(long number)
    {
        var which = Array.BinarySearch(before, number);
        which = which < 0 ? ~which - 1 : which;
        var seed = seeds[which];
        var (kind, place) = Math.DivRem((int)(number - before[which]), Places(seed));
        draft.Set(seed);
        if (kind == 0)
        {
            draft.Cut(place == Places(seed) - 1 ? seed.Length : place);
        }
        else if (kind <= Edges.Fixed.Count)
        {
            draft.Overwrite(Math.Min(place, seed.Length), Edges.Fixed[kind - 1]);
        }
        else
        {
            Mutator.ReplaceVarint(draft, Math.Min(place, seed.Length), Edges.Varints[kind - 1 - Edges.Fixed.Count]);
        }
    }
}
