using System.Diagnostics;

namespace RemoteAssist.Fuzz;

/// <summary>An input that a parser should have borne.</summary>
/// <param name="Number">Its number, with which and the seed it can be made again.</param>
/// <param name="Kind">What is wrong, shortly.</param>
/// <param name="Says">What is wrong.</param>
/// <param name="Path">Where the input is, made smaller.</param>
internal sealed record Finding(long Number, string Kind, string Says, string Path);

/// <summary>What came of one target.</summary>
internal sealed record Outcome(string Target, long Inputs, long Accepted, long Rejected, IReadOnlyList<Finding> Findings, TimeSpan Slowest, long? MemoryGrowth);

/// <summary>When to stop: after so many inputs, or so much time, whichever is set and comes first.</summary>
internal readonly record struct Until(long? Inputs = null, TimeSpan? Time = null);

/// <summary>Reads inputs in the order of their numbers and keeps the findings.</summary>
/// <param name="seed">For all inputs.</param>
/// <param name="limits">What is a finding.</param>
/// <param name="folder">Where findings go.</param>
/// <param name="onHang">Hears the number of an input that hangs, and where it is; where it is null, the program ends, since nothing else ends a reading.</param>
internal sealed class Fuzzer(ulong seed, Limits limits, string folder, Action<long, string>? onHang = null)
{
    /// <summary>What the program ends with where a reading hangs.</summary>
    public const int HangExit = 3;

    // What a target builds up only once (buffers, compiled code) is there after so many inputs.
    private const int WarmUp = 2_000;

    // Fewer inputs say nothing about growth, and measuring takes longer than they do.
    private const int LeastMeasured = 2 * WarmUp;

    private const int ClockEvery = 64;

    /// <param name="target">What is tried.</param>
    /// <param name="until">When to stop.</param>
    /// <param name="from">The first number.</param>
    public Outcome Run(Target target, Until until, long from = 0)
    {
        var seeds = target.MakeSeeds();
        var inputs = new Inputs(target.Name, seeds, seed);
        var reading = target.MakeReading();
        foreach (var good in seeds)
        {
            // Tables that are made once are not what an input costs.
            reading(good);
        }

        var judge = new Judge(target, reading, limits);
        var findings = new Dictionary<string, Finding>(StringComparer.Ordinal);
        using var watch = new Watch(target, again => new Inputs(target.Name, seeds, seed).Make(again).ToArray(), limits.Hang, folder, onHang ?? End);

        void End(long hanging, string path)
        {
            Console.Error.WriteLine($"fuzz: {target.Name}, seed {seed}, input {hanging}: it is read for more than {limits.Hang.TotalSeconds:0} s\n  kept as {path}");
            Environment.Exit(HangExit);
        }

        var (number, accepted, slowest) = (from, 0L, TimeSpan.Zero);
        long? memory = null;
        var began = Stopwatch.GetTimestamp();
        for (; !IsOver(number - from, until, began) && findings.Count < limits.MostFindings; number++)
        {
            if (number - from == WarmUp && (until.Inputs ?? long.MaxValue) >= LeastMeasured)
            {
                memory = Memory.AtRest();
            }

            watch.Reads(number);
            var input = inputs.Make(number);
            var verdict = judge.Read(input);
            accepted += verdict.Accepted ? 1 : 0;
            slowest = verdict.Took > slowest ? verdict.Took : slowest;
            if (verdict.Kind is { } kind && !findings.ContainsKey(kind))
            {
                findings.Add(kind, Keep(target, judge, number, input.ToArray(), verdict));
            }
        }

        var count = number - from;
        var growth = memory is null ? null : Memory.AtRest() - memory;
        return new Outcome(target.Name, count, accepted, count - accepted, [.. findings.Values], slowest, growth);
    }

    private static bool IsOver(long done, Until until, long began) =>
        done >= until.Inputs
        || (until.Time is { } time && done % ClockEvery == 0 && Stopwatch.GetElapsedTime(began) >= time);

    private Finding Keep(Target target, Judge judge, long number, byte[] input, Verdict verdict)
    {
        var small = Minimiser.Run(input, shorter => judge.Read(shorter).Kind == verdict.Kind, limits.Minimising);
        return new Finding(number, verdict.Kind!, verdict.Says!, Found.Keep(folder, target.Name, small));
    }
}
