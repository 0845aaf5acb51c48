using System.Globalization;
using RemoteAssist.Benchmarks.Stage;

namespace RemoteAssist.Benchmarks.Recordings;

/// <summary>Looks ten times a second at what the largest page of this program's browsers has in memory.</summary>
internal sealed class PlayerMemory : IAsyncDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource enough = new();
    private readonly Task looking;

    public PlayerMemory(TimeProvider clock) => looking = Look(clock);

    /// <summary>The most so far: resident, shared pages of the browser's program included, MB of 10^6 bytes.</summary>
    public double MostMb { get; private set; }

    /// <summary>What it is now.</summary>
    public static double NowMb()
    {
        var most = 0.0;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) && IsPage(folder))
            {
                most = Math.Max(most, Resident(id));
            }
        }

        return most;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await enough.CancelAsync();
        await looking;
        enough.Dispose();
    }

    private async Task Look(TimeProvider clock)
    {
        using var timer = new PeriodicTimer(Every, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(enough.Token))
            {
                MostMb = Math.Max(MostMb, NowMb());
            }
        }
        catch (OperationCanceledException)
        {
            // Enough.
        }
    }

    private static double Resident(int id)
    {
        try
        {
            return ProcessCost.ResidentMb(id);
        }
        catch (Exception gone) when (gone is IOException or InvalidOperationException)
        {
            return 0;
        }
    }

    // A browser's process for pages, below this one.
    private static bool IsPage(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "cmdline")).Contains("--type=renderer", StringComparison.Ordinal)
                && IsOurs(folder);
        }
        catch (IOException)
        {
            return false; // it has just ended
        }
    }

    private static bool IsOurs(string folder)
    {
        for (var id = 0; id != 1;)
        {
            var stat = File.ReadAllText(Path.Combine(folder, "stat"));
            id = int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
            if (id == Environment.ProcessId)
            {
                return true;
            }

            folder = $"/proc/{Math.Max(id, 1)}";
            if (id == 0)
            {
                return false;
            }
        }

        return false;
    }
}
