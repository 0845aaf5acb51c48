namespace RemoteAssist.Benchmarks.Page;

/// <summary>Where things stand on the measured screen.</summary>
internal static class Layout
{
    public const int ScreenWidth = 1920;
    public const int ScreenHeight = 1080;

    /// <summary>The page is as wide and high as a browser's content in a window that leaves room for a side bar.</summary>
    public const int PageX = 240;
    public const int PageY = 60;
    public const int PageWidth = 1440;
    public const int PageHeight = 960;

    /// <summary>Three lines a step, as a mouse wheel does.</summary>
    public const int LineHeight = 18;
    public const int StepHeight = 3 * LineHeight;

    /// <summary>Steps from the top of the text to its end; then it scrolls back.</summary>
    public const int StepsToTheEnd = 100;
    public const int TextHeight = PageHeight + (StepsToTheEnd * StepHeight);

    /// <summary>A second marker, at the page's end: a picture shows a step only where both say so.</summary>
    public const int EndMarkerX = PageX + PageWidth - StepMarker.Width;
    public const int EndMarkerY = PageY + PageHeight - StepMarker.Height;

    /// <summary>How far down the text is at a step.</summary>
    public static int OffsetAt(int step)
    {
        var at = step % (2 * StepsToTheEnd);
        return StepHeight * (at <= StepsToTheEnd ? at : (2 * StepsToTheEnd) - at);
    }
}
