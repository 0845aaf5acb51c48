namespace RemoteAssist.Fuzz;

/// <summary>Breaks a seed in one to six ways.</summary>
/// <param name="seeds">At least one.</param>
internal sealed class Mutator(IReadOnlyList<byte[]> seeds)
{
    private const int MostChanges = 6;
    private const int MostRepeats = 4096;

    // One input in so many repeats a piece until it is long: that is where work grows faster than bytes.
    private const int RepeatOneIn = 64;

    private static readonly byte[] Telling = [0x00, 0x01, 0x7f, 0x80, 0x81, 0x90, 0xa0, 0xc0, 0xc1, 0xc4, 0xc6, 0xdb, 0xdd, 0xdf, 0xfe, 0xff];

    private readonly byte[] piece = new byte[1 << 16];

    public void Mutate(Draft draft, ref Dice dice)
    {
        draft.Set(seeds[dice.Next(seeds.Count)]);
        for (var changes = 1 + Math.Min(dice.Next(MostChanges), dice.Next(MostChanges)); changes > 0; changes--)
        {
            Change(draft, ref dice);
        }

        if (dice.Next(RepeatOneIn) == 0)
        {
            Repeat(draft, ref dice, 1 + dice.Next(MostRepeats));
        }
    }

    /// <summary>Puts a number of seven bits a byte in place of the one at this place.</summary>
    public static void ReplaceVarint(Draft draft, int at, ReadOnlySpan<byte> number)
    {
        var length = draft.Written[at..].IndexOfAnyInRange((byte)0, (byte)0x7f) + 1;
        draft.Remove(at, length);
        draft.Insert(at, number);
    }

    private void Change(Draft draft, ref Dice dice)
    {
        var at = dice.Next(draft.Length + 1);
        var isWithin = at < draft.Length;
        switch (dice.Next(12))
        {
            case 0 when isWithin:
                draft.Written[at] ^= (byte)(1 << dice.Next(8));
                break;
            case 1 when isWithin:
                draft.Written[at] = Telling[dice.Next(Telling.Length)];
                break;
            case 2 when isWithin:
                draft.Written[at] = (byte)dice.Next(256);
                break;
            case 3 when isWithin:
                draft.Written[at] += (byte)(dice.Next(2) == 0 ? 1 : -1);
                break;
            case 4:
                draft.Overwrite(at, Edges.Fixed[dice.Next(Edges.Fixed.Count)]);
                break;
            case 5:
                ReplaceVarint(draft, at, Edges.Varints[dice.Next(Edges.Varints.Count)]);
                break;
            case 6:
                draft.Cut(at);
                break;
            case 7 when isWithin:
                draft.Remove(at, 1 + dice.Next(Math.Min(16, draft.Length - at)));
                break;
            case 8:
                Insert(draft, at, ref dice);
                break;
            case 9:
                Repeat(draft, ref dice, 1);
                break;
            default:
                Splice(draft, at, ref dice);
                break;
        }
    }

    private void Insert(Draft draft, int at, ref Dice dice)
    {
        var fresh = piece.AsSpan(0, 1 + dice.Next(16));
        foreach (ref var one in fresh)
        {
            one = (byte)dice.Next(256);
        }

        draft.Insert(at, fresh);
    }

    // A piece of another seed: put in, or all that follows.
    private void Splice(Draft draft, int at, ref Dice dice)
    {
        var other = seeds[dice.Next(seeds.Count)];
        var from = dice.Next(other.Length + 1);
        if (dice.Next(2) == 0)
        {
            draft.Cut(at);
            draft.Insert(at, other.AsSpan(from));
        }
        else
        {
            draft.Insert(at, other.AsSpan(from, dice.Next(Math.Min(other.Length - from, piece.Length) + 1)));
        }
    }

    private void Repeat(Draft draft, ref Dice dice, int times)
    {
        var from = dice.Next(draft.Length);
        var length = Math.Min(1 + dice.Next(draft.Length - from), times == 1 ? piece.Length : 64);
        length = Math.Min(length, draft.Length - from);
        var copy = piece.AsSpan(0, length);
        draft.Written.Slice(from, length).CopyTo(copy);
        for (; times > 0 && draft.Length < Draft.MostBytes; times--)
        {
            draft.Insert(from, copy);
        }
    }
}
