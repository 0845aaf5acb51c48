using System.Diagnostics;
using System.Net;
using RemoteAssist.Tests.Support;

namespace RemoteAssist.Benchmarks.Log;

/// <summary>The Relay as people run it.</summary>
internal static class RelayProgram
{
    /// <summary>Runs a command of it to its end and gives what it said.</summary>
    public static async Task<string> Run(params string[] words)
    {
        using var program = Start(words);
        var said = await program.StandardOutput.ReadToEndAsync();
        await program.WaitForExitAsync();
        return said.Trim();
    }

    /// <summary>Starts it, and stops it when it shows a checkpoint.</summary>
    public static async Task<TimeSpan> StartTime(string data)
    {
        var watch = Stopwatch.StartNew();
        using var program = Start("--url", "http://127.0.0.1:0", "--data", data);
        string? line;
        while ((line = await program.StandardOutput.ReadLineAsync()) is not null && !line.Contains("listens on ", StringComparison.Ordinal))
        {
        }

        using var http = new HttpClient();
        var address = new Uri(line!.Split("listens on ")[1] + "/log/checkpoint");
        while ((await http.GetAsync(address)).StatusCode != HttpStatusCode.OK)
        {
            await Task.Delay(10);
        }

        var taken = watch.Elapsed;
        using var kill = Process.Start("kill", ["-TERM", $"{program.Id}"]);
        await program.WaitForExitAsync();
        return taken;
    }

    private static Process Start(params string[] words) =>
        Process.Start(new ProcessStartInfo(Repository.Relay, words) { RedirectStandardOutput = true, UseShellExecute = false })!;
}
