using RemoteAssist.Fuzz.Targets;

namespace RemoteAssist.Fuzz.Tests;

/// <summary>Broken frames, messages and names, and lengths at their edges: taken or refused, and nothing else comes of them.</summary>
[Trait("Promise", "17")]
[Collection(nameof(BrokenBytesPromiseTests))]
public sealed class BrokenBytesPromiseTests
{
    private const int Full = 10_000_000;
    private const ulong Seed = 17;

    // What the runtime has not needed before the first target (compiled code, tables of types) is no growth.
    private const int WarmUp = 50;

    [Fact]
    public void BrokenBytesAreTakenOrRefusedByEveryParserAndLeaveNoMemoryBehind()
    {
        using var tried = new Tried(17, "broken messages, frames, names and lengths at their edges, over all parsers of the Agent and the Relay");
        using var folder = new FindingsFolder();
        var fuzzer = new Fuzzer(Seed, Limits.Usual, folder.Path);
        foreach (var target in AllTargets.List)
        {
            fuzzer.Run(target, new Until(Inputs: Math.Max(1, (long)(WarmUp * target.Share))));
        }

        var before = Memory.AtRest();
        foreach (var (target, inputs) in AllTargets.Share(Tried.Count(Full, 10_000)))
        {
            var outcome = fuzzer.Run(target, new Until(inputs));
            for (var good = outcome.Inputs - outcome.Findings.Count; good > 0; good--)
            {
                tried.Try(true);
            }

            foreach (var finding in outcome.Findings)
            {
                tried.Try(false, $"{target.Name}, seed {Seed}, input {finding.Number}: {finding.Kind}: {finding.Says}");
            }
        }

        var growth = Memory.AtRest() - before;
        tried.Try(growth <= Limits.Usual.MemoryGrowth, $"memory has grown by {growth} bytes");
        tried.MustHold();
    }
}

/// <summary>It measures the memory of the whole process: nothing else is tried meanwhile.</summary>
[CollectionDefinition(nameof(BrokenBytesPromiseTests), DisableParallelization = true)]
public sealed class AloneTests;
