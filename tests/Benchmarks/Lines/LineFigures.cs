namespace RemoteAssist.Benchmarks.Lines;

/// <summary>A workload over an impaired line between Relay and viewer.</summary>
internal sealed record LineFigures
{
    /// <summary>The line, in words.</summary>
    public required string Line { get; init; }

    public required string Workload { get; init; }

    public required int Steps { get; init; }

    public required double DelayMedianMs { get; init; }

    public required double DelayP95Ms { get; init; }

    public required double StepsShownPercent { get; init; }

    /// <summary>Whole pictures a second.</summary>
    public required double PicturesPerSecond { get; init; }

    public required long Bytes { get; init; }

    /// <summary>For the screens that come again: the median of those seen before; null elsewhere.</summary>
    public double? AgainMedianMs { get; init; }

    /// <summary>For a line that stood still: from its first byte after that to the picture that was the newest then; null elsewhere.</summary>
    public double? NewestAfterStallMs { get; init; }

    /// <summary>2 s after the last step: pixels that are still another's.</summary>
    public required int WrongPixels { get; init; }
}
