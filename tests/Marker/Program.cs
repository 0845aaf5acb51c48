// Draws a step marker in the top left corner: 16 blocks of 8×8 pixels, black or white. Bits 0 to 11, from the
// left, are the step; bits 12 to 15 check it (step ^ step>>4 ^ step>>8 ^ 0xA). Prints a line for each step:
// its number and when it was handed to the X server, Unix time in µs.
//
//   Marker STEPS INTERVAL_MS
//
// After the last step the marker stays as it is until the program is ended.
using System.Globalization;
using System.Runtime.InteropServices;
using RemoteAssist.Marker;

const int Width = 128;
const int Height = 8;

if (args.Length != 2
    || !int.TryParse(args[0], CultureInfo.InvariantCulture, out var steps) || steps is < 1 or > 4095
    || !int.TryParse(args[1], CultureInfo.InvariantCulture, out var interval) || interval is < 10 or > 10_000)
{
    Console.Error.WriteLine("Usage: Marker STEPS INTERVAL_MS, with 1 to 4095 steps and 10 to 10000 ms.");
    return 2;
}

var display = X11.XOpenDisplay(0);
if (display == 0)
{
    Console.Error.WriteLine("There is no X display to draw on.");
    return 3;
}

var root = X11.XDefaultRootWindow(display);
var window = X11.XCreateSimpleWindow(display, root, 0, 0, Width, Height, 0, 0, 0);
var attributes = new X11.WindowAttributes { OverrideRedirect = 1 };
_ = X11.XChangeWindowAttributes(display, window, X11.OverrideRedirect, ref attributes);
_ = X11.XMapRaised(display, window);
var gc = X11.XCreateGC(display, window, 0, 0);
var pixels = Marshal.AllocHGlobal(Width * Height * 4);
var image = X11.XCreateImage(
    display, X11.XDefaultVisual(display, 0), 24, 2 /* ZPixmap */, 0, pixels, Width, Height, 32, Width * 4);

using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(interval));
for (var step = 1; step <= steps; step++)
{
    await beat.WaitForNextTickAsync();
    Paint(step);
    var at = (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).TotalMicroseconds;
    _ = X11.XRaiseWindow(display, window);
    _ = X11.XPutImage(display, window, gc, image, 0, 0, 0, 0, Width, Height);
    _ = X11.XSync(display, 0);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{step} {at:0}"));
}

Console.WriteLine("done");
await Task.Delay(Timeout.Infinite);
return 0;

void Paint(int step)
{
    var bits = step | (((step ^ (step >> 4) ^ (step >> 8) ^ 0xA) & 0xF) << 12);
    for (var y = 0; y < Height; y++)
    {
        for (var x = 0; x < Width; x++)
        {
            Marshal.WriteInt32(pixels, ((y * Width) + x) * 4, ((bits >> (x / 8)) & 1) == 1 ? 0xFFFFFF : 0);
        }
    }
}
