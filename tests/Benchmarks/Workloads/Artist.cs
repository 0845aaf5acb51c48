using System.Globalization;

namespace RemoteAssist.Benchmarks.Workloads;

/// <summary>What an artist was asked for.</summary>
/// <param name="Name">Of the workload.</param>
/// <param name="Display">Such as ":7"; null for the one that the environment names.</param>
/// <param name="Seconds">How long.</param>
/// <param name="Seed">Of all that is drawn.</param>
/// <param name="Wait">Begin at a line on standard input, and leave when it ends.</param>
/// <param name="UpTo">Draw up to this step without waiting, and hold it; null for the whole workload in its time.</param>
/// <param name="Beneath">Below all other windows.</param>
internal sealed record Commission(string Name, string? Display, double Seconds, uint Seed, bool Wait, int? UpTo, bool Beneath)
{
    /// <summary>Reads <c>NAME [--display :N] [--seconds S] [--seed N] [--wait] [--up-to STEP] [--beneath]</c>; null where that is not what it says.</summary>
    public static Commission? Read(ReadOnlySpan<string> words)
    {
        if (words.IsEmpty)
        {
            return null;
        }

        var asked = new Commission(words[0], null, 12, 1, Wait: false, null, Beneath: false);
        for (var i = 1; i < words.Length; i++)
        {
            var value = i + 1 < words.Length ? words[i + 1] : "";
            switch (words[i])
            {
                case "--wait":
                    asked = asked with { Wait = true };
                    continue;
                case "--beneath":
                    asked = asked with { Beneath = true };
                    continue;
                case "--display" when value.StartsWith(':'):
                    asked = asked with { Display = value };
                    break;
                case "--seconds" when double.TryParse(value, CultureInfo.InvariantCulture, out var seconds):
                    asked = asked with { Seconds = seconds };
                    break;
                case "--seed" when uint.TryParse(value, CultureInfo.InvariantCulture, out var seed):
                    asked = asked with { Seed = seed };
                    break;
                case "--up-to" when int.TryParse(value, CultureInfo.InvariantCulture, out var step):
                    asked = asked with { UpTo = step };
                    break;
                default:
                    return null;
            }

            i++;
        }

        return asked;
    }
}

/// <summary>
/// The process that draws a workload, and tells of it on standard output, one line each:
/// <c>H NAME SEED SECONDS X Y total=STEPS</c> (X Y: the second marker, −1 −1 for none), <c>READY</c>, for each step
/// <c>S STEP ISSUED DONE</c> (ns of the monotonic clock: just before it was drawn, and when the X server had done it), <c>DONE</c>.
/// </summary>
internal static class Artist
{
    public static int Run(Commission asked)
    {
        var workload = Workload.Named(asked.Name, asked.Seed);
        var board = new Board(asked.Display, asked.Beneath);
        var steps = workload.StepsIn(asked.Seconds);
        workload.Prepare(board);
        Mark(board, workload, 0);
        var (x, y) = workload.EndMarker ?? (-1, -1);
        Say($"H {asked.Name} {asked.Seed} {asked.Seconds} {x} {y} total={steps}");
        if (asked.UpTo is { } last)
        {
            for (var step = 1; step <= last; step++)
            {
                workload.Draw(board, step, steps);
                Mark(board, workload, step);
            }

            Say($"READY");
            _ = Console.In.ReadToEnd();
            return 0;
        }

        Say($"READY");
        if (asked.Wait && Console.In.ReadLine() is null)
        {
            return 0;
        }

        var begin = TimeProvider.System.GetTimestamp();
        for (var step = 1; step <= steps; step++)
        {
            SleepUntil(begin, workload.DueAt(step, steps));
            var issued = TimeProvider.System.GetTimestamp();
            workload.Draw(board, step, steps);
            Mark(board, workload, step);
            Say($"S {step} {issued} {TimeProvider.System.GetTimestamp()}");
        }

        SleepUntil(begin, asked.Seconds);
        Say($"DONE");
        if (asked.Wait)
        {
            _ = Console.In.ReadToEnd();
        }

        return 0;
    }

    private static void Mark(Board board, Workload workload, int step)
    {
        if (workload.EndMarker is var (x, y))
        {
            board.Mark(step, x, y);
        }

        board.Mark(step, 0, 0);
        board.Finish();
    }

    private static void SleepUntil(long begin, double seconds)
    {
        var left = TimeSpan.FromSeconds(seconds) - TimeProvider.System.GetElapsedTime(begin);
        if (left > TimeSpan.Zero)
        {
            Thread.Sleep(left);
        }
    }

    private static void Say(FormattableString line) => Console.Out.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
