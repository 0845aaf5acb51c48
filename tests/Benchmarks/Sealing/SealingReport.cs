using RemoteAssist.Benchmarks.Line;

namespace RemoteAssist.Benchmarks.Sealing;

/// <summary>What sealing costs on a scrolling page.</summary>
internal sealed record SealingReport
{
    /// <summary>At most 5 % of the Agent's CPU.</summary>
    public const double CpuLimitPercent = 5;

    /// <summary>At most 1 ms of delay.</summary>
    public const double DelayLimitMs = 1;

    public required Side Clear { get; init; }

    public required Side Sealed { get; init; }

    /// <summary>Per cent of the sending process's CPU.</summary>
    public required Cost CpuPercent { get; init; }

    /// <summary>Of the rounds' median delays.</summary>
    public required Cost DelayMs { get; init; }

    /// <summary>Steps 4 and 8 timed where they happen: noise elsewhere does not reach it.</summary>
    public required StepCost TimedAlone { get; init; }

    /// <summary>The same, as if a clear envelope cost nothing at all: sealing cannot cost more than that.</summary>
    public required StepCost AgainstNothing { get; init; }

    /// <summary>Blocks of four rounds that do not count because others used the machine meanwhile.</summary>
    public required int BlocksSetAside { get; init; }

    public required IReadOnlyList<Round> Rounds { get; init; }

    public static SealingReport Of(IReadOnlyList<Round> rounds, int setAside)
    {
        var clear = rounds.Where(r => r.Composition == Composition.Clear).ToList();
        var @sealed = rounds.Where(r => r.Composition == Composition.Sealed).ToList();
        var (a, b) = (Side.Of(clear), Side.Of(@sealed));
        return new SealingReport
        {
            Clear = a,
            Sealed = b,
            CpuPercent = Cost.Of(Cpu(clear), Cpu(@sealed), a.CpuMsPerStep.Mean / 100, CpuLimitPercent),
            DelayMs = Cost.Of(Delay(clear), Delay(@sealed), 1, DelayLimitMs),
            TimedAlone = Steps(
                b.ClosingMsPerFrame - a.ClosingMsPerFrame, b.OpeningMsPerFrame - a.OpeningMsPerFrame, a.CpuMsPerFrame),
            AgainstNothing = Steps(
                b.ClosingMsPerFrame, b.OpeningMsPerFrame, a.CpuMsPerFrame - a.ClosingMsPerFrame),
            BlocksSetAside = setAside,
            Rounds = rounds,
        };
    }

    private static StepCost Steps(double closing, double opening, double without) =>
        new(100 * closing / without, closing + opening);

    private static List<double> Cpu(List<Round> rounds) => rounds.ConvertAll(r => r.CpuMsPerStep);

    private static List<double> Delay(List<Round> rounds) => rounds.ConvertAll(r => r.DelayMedianMs);
}

/// <summary>What sealing costs a frame by the time that its own steps take.</summary>
/// <param name="CpuPercent">Step 4, in per cent of the sending CPU.</param>
/// <param name="DelayMs">Steps 4 and 8.</param>
internal sealed record StepCost(double CpuPercent, double DelayMs);

/// <summary>All rounds of one composition.</summary>
internal sealed record Side
{
    public required int Rounds { get; init; }

    public required int Steps { get; init; }

    public required int StepsShown { get; init; }

    public required long Frames { get; init; }

    public required double KilobytesPerStep { get; init; }

    public required Spread CpuMsPerStep { get; init; }

    public required double CpuMsPerFrame { get; init; }

    public required Spread CpuPercentOfCore { get; init; }

    /// <summary>Of the rounds' medians.</summary>
    public required Spread RoundDelayMedianMs { get; init; }

    /// <summary>Over all steps.</summary>
    public required double DelayMedianMs { get; init; }

    public required double DelayP95Ms { get; init; }

    public required double ClosingMsPerFrame { get; init; }

    public required double OpeningMsPerFrame { get; init; }

    public static Side Of(IReadOnlyList<Round> rounds)
    {
        var steps = rounds.Sum(r => r.Steps);
        var frames = rounds.Sum(r => r.Frames);
        var delays = rounds.SelectMany(r => r.DelaysMs).ToList();
        return new Side
        {
            Rounds = rounds.Count,
            Steps = steps,
            StepsShown = rounds.Sum(r => r.StepsShown),
            Frames = frames,
            KilobytesPerStep = rounds.Sum(r => r.Bytes) / 1000.0 / steps,
            CpuMsPerStep = Spread.Over([.. rounds.Select(r => r.CpuMsPerStep)]),
            CpuMsPerFrame = rounds.Sum(r => r.CpuMsPerStep * r.Steps) / frames,
            CpuPercentOfCore = Spread.Over([.. rounds.Select(r => r.CpuPercentOfCore)]),
            RoundDelayMedianMs = Spread.Over([.. rounds.Select(r => r.DelayMedianMs)]),
            DelayMedianMs = Figures.Quantile(delays, 0.5),
            DelayP95Ms = Figures.Quantile(delays, 0.95),
            ClosingMsPerFrame = rounds.Average(r => r.ClosingMsPerFrame),
            OpeningMsPerFrame = rounds.Average(r => r.OpeningMsPerFrame),
        };
    }
}
