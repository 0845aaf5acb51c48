namespace RemoteAssist.Benchmarks.Browser;

/// <summary>A workload as a real page in a real browser shows it: from just before a step was drawn to its pixels on the browser's display.</summary>
internal sealed record BrowserFigures
{
    public required string Name { get; init; }

    public required int Steps { get; init; }

    public required double DelayMedianMs { get; init; }

    public required double DelayP95Ms { get; init; }

    public required double DelayMaxMs { get; init; }

    public required double StepsShownPercent { get; init; }

    public required int StepsNever { get; init; }

    /// <summary>2 s after the last step: pixels on the browser's display that are not those of the shared one.</summary>
    public required int WrongPixels { get; init; }

    /// <summary>CPU of the machine used by others than Agent, Relay, X servers, drawing and browser, in per cent of one core.</summary>
    public required double ForeignPercent { get; init; }
}

/// <summary>All that was measured in the browser.</summary>
/// <param name="FloorMedianMs">A page that paints the marker by itself: from just before it asks for a paint to the pixels.</param>
/// <param name="FloorP95Ms">The same.</param>
/// <param name="PictureAt">Where the picture's corner stood on the browser's display, pixels.</param>
/// <param name="Workloads">Each.</param>
internal sealed record BrowserReport(double FloorMedianMs, double FloorP95Ms, string PictureAt, IReadOnlyList<BrowserFigures> Workloads);
