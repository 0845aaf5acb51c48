using System.Globalization;
using System.Runtime.InteropServices;
using RemoteAssist.Marker;

namespace RemoteAssist.Benchmarks.Page;

/// <summary>
/// The program on the measured screen: scrolls a page of text, with a marker of the step in its corner and at its
/// end. Prints <c>ready</c> once the page is there, begins at a line on standard input, prints <c>step NUMBER
/// TIMESTAMP</c> for each step (taken just before it is drawn) and <c>done</c>, and leaves when standard input ends.
/// </summary>
internal static class ScrollingPage
{
    private const int ZPixmap = 2;
    private const uint Depth = 24;

    public static async Task<int> Run(int steps, int interval, TimeProvider clock)
    {
        var display = X11.XOpenDisplay(0);
        if (display == 0)
        {
            await Console.Error.WriteLineAsync("There is no X display to draw on.");
            return 3;
        }

        var window = FullScreen(display);
        var gc = X11.XCreateGC(display, window, 0, 0);
        var text = Text(display, window, gc);
        var marker = Marshal.AllocHGlobal(StepMarker.Width * StepMarker.Height * 4);
        var image = Image(display, marker, StepMarker.Width, StepMarker.Height);
        Show(0);
        await Console.Out.WriteLineAsync("ready");
        await Console.In.ReadLineAsync();

        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(interval), clock);
        for (var step = 1; step <= steps; step++)
        {
            await beat.WaitForNextTickAsync();
            var at = clock.GetTimestamp();
            Show(step);
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"step {step} {at}"));
        }

        await Console.Out.WriteLineAsync("done");
        await Console.In.ReadToEndAsync();
        return 0;

        void Show(int step)
        {
            PaintMarker(marker, step);
            _ = Pixmap.XCopyArea(
                display, text, window, gc, 0, Layout.OffsetAt(step), Layout.PageWidth, Layout.PageHeight, Layout.PageX, Layout.PageY);
            Put(Layout.EndMarkerX, Layout.EndMarkerY);
            Put(0, 0);
            _ = X11.XSync(display, 0);
        }

        void Put(int x, int y) =>
            _ = X11.XPutImage(display, window, gc, image, 0, 0, x, y, StepMarker.Width, StepMarker.Height);
    }

    private static nuint FullScreen(nint display)
    {
        var window = X11.XCreateSimpleWindow(
            display, X11.XDefaultRootWindow(display), 0, 0, Layout.ScreenWidth, Layout.ScreenHeight, 0, 0, 0xD8DCE0);
        var attributes = new X11.WindowAttributes { OverrideRedirect = 1 };
        _ = X11.XChangeWindowAttributes(display, window, X11.OverrideRedirect, ref attributes);
        _ = X11.XMapRaised(display, window);
        _ = X11.XSync(display, 0);
        return window;
    }

    private static nuint Text(nint display, nuint window, nint gc)
    {
        var text = Pixmap.XCreatePixmap(display, window, Layout.PageWidth, Layout.TextHeight, Depth);
        var pixels = Marshal.AllocHGlobal(Layout.PageWidth * Layout.TextHeight * 4);
        PageText.Draw(pixels);
        _ = X11.XPutImage(
            display, text, gc, Image(display, pixels, Layout.PageWidth, Layout.TextHeight), 0, 0, 0, 0, Layout.PageWidth, Layout.TextHeight);
        _ = X11.XSync(display, 0);
        Marshal.FreeHGlobal(pixels);
        return text;
    }

    private static nint Image(nint display, nint pixels, int width, int height) => X11.XCreateImage(
        display, X11.XDefaultVisual(display, 0), Depth, ZPixmap, 0, pixels, (uint)width, (uint)height, 32, width * 4);

    private static unsafe void PaintMarker(nint pixels, int step) =>
        StepMarker.Paint(step, new Span<uint>((void*)pixels, StepMarker.Width * StepMarker.Height));
}
