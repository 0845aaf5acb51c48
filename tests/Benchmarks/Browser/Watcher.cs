using System.Globalization;
using RemoteAssist.Benchmarks.Page;
using RemoteAssist.Benchmarks.Stage;
using RemoteAssist.Benchmarks.Watching;

namespace RemoteAssist.Benchmarks.Browser;

/// <summary>
/// A process that looks at the markers on a display again and again, and prints <c>U TIMESTAMP CORNER END</c> whenever one
/// has changed (−1: no whole marker), until its standard input ends.
/// </summary>
internal static class Watcher
{
    public static int Run(string display, int x, int y, int endX, int endY, double everyMs)
    {
        using var eye = new ScreenEye(display, StepMarker.Width, StepMarker.Height);
        var left = Task.Run(Console.In.ReadToEnd);
        var last = (Corner: -2, End: -2);
        while (!left.IsCompleted)
        {
            var corner = eye.Step(x, y) ?? -1;
            var now = (Corner: corner, End: endX < 0 ? corner : eye.Step(endX, endY) ?? -1);
            if (now != last)
            {
                Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"U {TimeProvider.System.GetTimestamp()} {now.Corner} {now.End}"));
                last = now;
            }

            Thread.Sleep(TimeSpan.FromMilliseconds(everyMs));
        }

        return 0;
    }
}

/// <summary>What such a process has seen so far.</summary>
internal sealed class Watch : IDisposable
{
    private readonly Helper watcher;
    private readonly Lock gate = new();
    private readonly List<Seen> seen = [];
    private readonly Task reading;

    /// <param name="display">Where to look.</param>
    /// <param name="x">Where the picture's corner is.</param>
    /// <param name="y">Where the picture's corner is.</param>
    /// <param name="end">The second marker, in the picture.</param>
    /// <param name="everyMs">How often; a step is seen up to this much late.</param>
    public Watch(string display, int x, int y, (int X, int Y)? end, double everyMs)
    {
        watcher = Helper.Role(
            display, "watch", display, Text(x), Text(y), Text(end?.X + x ?? -1), Text(end?.Y + y ?? -1), Text(everyMs));
        reading = Read();
    }

    /// <summary>What was seen, in order.</summary>
    public IReadOnlyList<Seen> Seen
    {
        get
        {
            lock (gate)
            {
                return [.. seen];
            }
        }
    }

    /// <summary>The step that the marker in the corner shows now; null where there is none. Before the first step there may be no other.</summary>
    public int? Corner
    {
        get
        {
            lock (gate)
            {
                return seen.Count > 0 ? seen[^1].Corner : null;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        watcher.Dispose();
        reading.Wait();
    }

    private async Task Read()
    {
        while (await watcher.Next() is { } line)
        {
            if (line.Split(' ') is ["U", var at, var corner, var end])
            {
                lock (gate)
                {
                    seen.Add(new Seen(long.Parse(at, CultureInfo.InvariantCulture), Known(corner), Known(end), 0));
                }
            }
        }
    }

    private static int? Known(string step) => int.Parse(step, CultureInfo.InvariantCulture) is >= 0 and var number ? number : null;

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
