using RemoteAssist.Agent.Diagnose;
using RemoteAssist.Shared.Diagnostics;

namespace RemoteAssist.Agent.Tests.Fakes;

/// <summary>A computer's facts: the same each time, after a while where the test wants that.</summary>
internal sealed class FakeFacts : IComputerFacts
{
    private int reads;

    public IReadOnlyList<ComputerFact> All { get; } = [new(FactKind.System, "Some Linux 1", "Linux 6"), new(FactKind.Memory, "RAM", "1 GiB / 2 GiB")];

    public int Reads => Volatile.Read(ref reads);

    /// <summary>Reading takes until this is set.</summary>
    public ManualResetEventSlim? Wait { get; set; }

    /// <summary>What reading stumbles over.</summary>
    public Exception? Trouble { get; set; }

    public IReadOnlyList<ComputerFact> Read()
    {
        Interlocked.Increment(ref reads);
        if (Trouble is not null)
        {
            throw Trouble;
        }

        Wait?.Wait(TimeSpan.FromSeconds(20));
        return All;
    }
}
