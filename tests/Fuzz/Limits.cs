namespace RemoteAssist.Fuzz;

/// <summary>What makes an input a finding, and how many findings are enough.</summary>
internal sealed record Limits
{
    public static readonly Limits Usual = new();

    /// <summary>An input that takes longer, three times out of three, is a finding.</summary>
    public TimeSpan Slowest { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>A reading that does not end: the input is written down, and the program ended, which no exception could.</summary>
    public TimeSpan Hang { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>After so many findings of different kinds, a target is not tried any further.</summary>
    public int MostFindings { get; init; } = 8;

    /// <summary>How much more memory the program may hold for having read all inputs: 64 MiB, what promise 17 says.</summary>
    public long MemoryGrowth { get; init; } = 64 * 1024 * 1024;

    /// <summary>How long a finding is made smaller.</summary>
    public TimeSpan Minimising { get; init; } = TimeSpan.FromSeconds(5);
}
