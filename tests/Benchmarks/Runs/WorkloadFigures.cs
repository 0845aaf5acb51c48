namespace RemoteAssist.Benchmarks.Runs;

/// <summary>How near a picture was to what was drawn.</summary>
/// <param name="Step">The step that it showed.</param>
/// <param name="WrongPixels">Pixels that differ, masks left out.</param>
/// <param name="Pixels">Pixels that were compared.</param>
/// <param name="Psnr">dB over red, green and blue; null where it is exact.</param>
internal sealed record Fidelity(int Step, int WrongPixels, int Pixels, double? Psnr);

/// <summary>What a workload cost and how it was shown, from the first step to 0.2 s after its time unless said otherwise.</summary>
internal sealed record WorkloadFigures
{
    public required string Name { get; init; }

    public required double Seconds { get; init; }

    public required int Steps { get; init; }

    /// <summary>Relay to viewer, by the kernel's count.</summary>
    public required long Bytes { get; init; }

    /// <summary>The same until 2 s after the last step: with all that was made good later.</summary>
    public required long BytesSettled { get; init; }

    /// <summary>For the workload that shows the same screens again and again: bytes of the steps after the first round, and how many these were.</summary>
    public required long BytesAgain { get; init; }

    public required int StepsAgain { get; init; }

    public required double AgentCpuMs { get; init; }

    public required double RelayCpuMs { get; init; }

    public required double XCpuMs { get; init; }

    /// <summary>What the X server needs for the drawing alone; null where it was not measured.</summary>
    public double? XAloneCpuMs { get; init; }

    public required double ViewerCpuMs { get; init; }

    /// <summary>From just before a step was drawn to a whole decoded picture that shows it.</summary>
    public required double DelayMedianMs { get; init; }

    public required double DelayP95Ms { get; init; }

    public required double DelayMaxMs { get; init; }

    /// <summary>Steps that had a picture of their own.</summary>
    public required double StepsShownPercent { get; init; }

    /// <summary>Steps that no picture showed, not even a later one.</summary>
    public required int StepsNever { get; init; }

    public required int Frames { get; init; }

    /// <summary>Pictures whose two markers were of different steps.</summary>
    public required int Torn { get; init; }

    /// <summary>At a third and at two thirds, where it moves, against the same step drawn anew.</summary>
    public required IReadOnlyList<Fidelity> Moving { get; init; }

    /// <summary>2 s after the last step, the whole screen.</summary>
    public required Fidelity Settled { get; init; }

    /// <summary>CPU of the machine used by others meanwhile, in per cent of one core.</summary>
    public required double ForeignPercent { get; init; }

    public double BytesPerStep => (double)Bytes / Steps;
}
