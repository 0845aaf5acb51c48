namespace RemoteAssist.Shared.Frames;

/// <summary>
/// Learns how likely yes is from several points of view at once: each names a slot that counts what was answered there
/// before; their opinions are weighed, and the weights learn too. Whole numbers only, so that both ends of the wire
/// come to the same figures; likelihood.ts is its twin.
/// </summary>
internal sealed class Likelihood
{
    /// <summary>The most points of view that are heard for one question.</summary>
    public const int Views = 5;

    // Measured on typed text, status lines and markers: slower weights and more slots gain nothing on areas this small.
    private const int Slots = 1 << 14;
    private const int Sets = 6;
    private const int FirstWeight = 22_000; // of 65536: views that agree strengthen each other
    private const int Rate = 2;
    private const int WellKnown = 4;        // answers after which the last view is trusted by weights of its own
    private const int Steady = 60;          // answers after which a slot no longer becomes slower

    private const int Certain = 2047;       // an opinion is 256 × ln(yes/no), at most this either way

    // 4096 / (1 + e^(-i/2)) for i from -8 to 8, in halves
    private static readonly int[] Curve =
    [
        1, 2, 4, 6, 10, 17, 27, 45, 74, 120, 194, 311, 488, 747, 1101, 1546, 2048,
        2550, 2995, 3349, 3608, 3785, 3902, 3976, 4022, 4051, 4069, 4079, 4086, 4090, 4092, 4094, 4095,
    ];

    private static readonly short[] Opinions = MakeOpinions();

    // How far the next answer moves a slot that has had so many, in 16384ths
    private static readonly int[] Steps = [.. Enumerable.Range(0, Steady + 1).Select(answers => 32_768 / ((2 * answers) + 3))];

    private readonly int[] chances = new int[Slots]; // of yes, in 65536ths
    private readonly int[] answers = new int[Slots];
    private readonly int[] weights = new int[Sets * 3 * Views];
    private readonly int[] slots = new int[Views];
    private readonly int[] opinions = new int[Views];

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        chances.AsSpan().Fill(32_768);
        answers.AsSpan().Clear();
        weights.AsSpan().Fill(FirstWeight);
    }

    /// <summary>Names what a view looks at for the next question of a kind.</summary>
    /// <param name="set">The kind of question.</param>
    /// <param name="view">From 0; the last one heard should be the most exact.</param>
    /// <param name="context">What is seen from there: any number.</param>
    public void Look(int set, int view, uint context) =>
        slots[view] = (int)((((context * 0x2F0B_4C47) + (uint)((set * 8) + view)) * 0x9E37_79B1) >> 18);

    /// <summary>Asks, and learns from the answer.</summary>
    /// <param name="coder">Where the answer goes to or comes from.</param>
    /// <param name="set">The kind of question, 0 to 5.</param>
    /// <param name="views">How many views are heard.</param>
    /// <param name="yes">The answer, where it goes out.</param>
    public bool Ask<TCoder>(ref TCoder coder, int set, int views, bool yes)
        where TCoder : struct, IAnswers, allows ref struct
    {
        var known = answers[slots[views - 1]];
        var weighed = ((set * 3) + (known == 0 ? 0 : known < WellKnown ? 1 : 2)) * Views;
        var sum = 0L;
        for (var i = 0; i < views; i++)
        {
            opinions[i] = Opinions[chances[slots[i]] >> 4];
            sum += (long)opinions[i] * weights[weighed + i];
        }

        var chance = ChanceOf((int)(sum >> 16));
        yes = coder.Code(yes, chance);
        var error = (yes ? 4096 : 0) - chance;
        for (var i = 0; i < views; i++)
        {
            weights[weighed + i] += (opinions[i] * error * Rate) >> 10;
            Learn(slots[i], yes);
        }

        return yes;
    }

    private void Learn(int slot, bool yes)
    {
        var answered = answers[slot];
        chances[slot] += (((yes ? 65_535 : 0) - chances[slot]) * Steps[answered]) >> 14;
        answers[slot] = Math.Min(answered + 1, Steady);
    }

    // The curve between two of its points.
    private static int ChanceOf(int opinion)
    {
        var at = Math.Clamp(opinion, -Certain, Certain) + 2048;
        var left = at >> 7;
        var between = at & 127;
        return Math.Clamp(((Curve[left] * (128 - between)) + (Curve[left + 1] * between) + 64) >> 7, 1, 4095);
    }

    // The curve read backwards.
    private static short[] MakeOpinions()
    {
        var table = new short[4096];
        var chance = 0;
        for (var opinion = -Certain; opinion <= Certain; opinion++)
        {
            for (var end = ChanceOf(opinion); chance <= end; chance++)
            {
                table[chance] = (short)opinion;
            }
        }

        return table;
    }
}
