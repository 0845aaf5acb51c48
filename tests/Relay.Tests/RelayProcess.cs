using System.Diagnostics;

namespace RemoteAssist.Relay.Tests;

/// <summary>The Relay as people run it: a process of its own, from the program that was built.</summary>
internal sealed class RelayProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process process;

    private readonly List<string> said = [];

    private RelayProcess(params string[] arguments)
    {
        var start = new ProcessStartInfo(Repository.Relay)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        process = Process.Start(start)!;
    }

    /// <summary>All lines of the console so far.</summary>
    public IReadOnlyList<string> Said => said;

    public Uri Address { get; private set; } = new("http://localhost");

    /// <summary>Runs it to its end.</summary>
    public static async Task<(int Code, string Output, string Error)> Run(params string[] arguments)
    {
        using var relay = new RelayProcess(arguments);
        var output = relay.process.StandardOutput.ReadToEndAsync();
        var error = relay.process.StandardError.ReadToEndAsync();
        await relay.process.WaitForExitAsync().WaitAsync(Patience);
        return (relay.process.ExitCode, (await output).Trim(), (await error).Trim());
    }

    /// <summary>Starts it on a free port and waits until it listens.</summary>
    /// <param name="data">Its data folder.</param>
    /// <param name="settings">Such as <c>--Accounts:TriesPerMinute=1000</c>.</param>
    public static Task<RelayProcess> Start(string data, params string[] settings) => StartAt("http://127.0.0.1:0", data, settings);

    /// <summary>The same at another address.</summary>
    public static async Task<RelayProcess> StartAt(string url, string data, params string[] settings)
    {
        var relay = new RelayProcess(["--url", url, "--data", data, .. settings]);
        try
        {
            await relay.Hear("listens on ");
            relay.Address = new Uri(relay.said[^1].Split("listens on ")[1]);
            await relay.Hear("Data: ");
            return relay;
        }
        catch
        {
            relay.Dispose();
            throw;
        }
    }

    /// <summary>Reads the console until a line holds this.</summary>
    public async Task<string> Hear(string words)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            said.Add(line);
            if (line.Contains(words, StringComparison.Ordinal))
            {
                return line;
            }
        }

        throw new InvalidOperationException($"The Relay ended: {await process.StandardError.ReadToEndAsync(patience.Token)}");
    }

    /// <summary>SIGTERM, as a service manager sends it.</summary>
    public async Task<int> Stop()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        await process.WaitForExitAsync().WaitAsync(Patience);
        return process.ExitCode;
    }

    /// <summary>SIGKILL.</summary>
    public async Task Kill()
    {
        process.Kill();
        await process.WaitForExitAsync().WaitAsync(Patience);
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
            process.WaitForExit();
        }

        process.Dispose();
    }
}
