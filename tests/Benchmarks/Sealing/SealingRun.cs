using RemoteAssist.Benchmarks.Line;

namespace RemoteAssist.Benchmarks.Sealing;

/// <summary>Which rounds are run, and which of them count.</summary>
internal static class SealingRun
{
    /// <summary>
    /// Others using more than this of a core show in delays and, through caches and clock rates, in CPU times too.
    /// A block with such a round is set aside, whatever it measured, where there are enough quiet ones without it.
    /// </summary>
    public const double QuietPercent = 15;

    // A machine that grows slower or faster during a block favours neither.
    private static readonly Composition[] Block =
        [Composition.Clear, Composition.Sealed, Composition.Sealed, Composition.Clear];

    /// <summary>Measures.</summary>
    /// <param name="blocks">Quiet blocks that are enough.</param>
    /// <param name="most">Blocks that are run at most to have them; after that all count, and many make up for noise.</param>
    /// <param name="steps">Steps a round.</param>
    /// <param name="clock">The clock.</param>
    public static async Task<SealingReport> Measure(int blocks, int most, int steps, TimeProvider clock)
    {
        using var scroll = await ScrollRounds.Open(clock);

        // Not counted: both ends compile what they run.
        await scroll.Run(Composition.Clear, steps);
        await scroll.Run(Composition.Sealed, steps);

        var (run, quiet) = (new List<Round[]>(), new List<Round[]>());
        while (run.Count < most && quiet.Count < blocks)
        {
            var rounds = new Round[Block.Length];
            for (var i = 0; i < rounds.Length; i++)
            {
                rounds[i] = await scroll.Run(Block[i], steps);
            }

            run.Add(rounds);
            if (Foreign(rounds) <= QuietPercent)
            {
                quiet.Add(rounds);
            }

            await Console.Error.WriteLineAsync($"block {run.Count}: others used up to {Foreign(rounds):0} % of a core");
        }

        var counted = quiet.Count == blocks ? quiet : run;
        return SealingReport.Of([.. counted.SelectMany(b => b)], setAside: run.Count - counted.Count);
    }

    private static double Foreign(Round[] block) => block.Max(r => r.ForeignPercent);
}
