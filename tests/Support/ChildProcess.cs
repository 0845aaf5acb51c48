using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace RemoteAssist.Tests.Support;

/// <summary>A real program, started and stopped by a test, with what it printed.</summary>
public sealed partial class ChildProcess : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<ChildProcess, bool> Running = new();

    private readonly Process process;
    private readonly ConcurrentQueue<string> output = new();
    private string name = "";

    static ChildProcess() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        foreach (var child in Running.Keys)
        {
            // Each leads a group of its own, which goes in one call: a host that is killed in the middle of more would leave it stopped.
            _ = KillProcess(-child.process.Id, 9);
        }
    };

    private ChildProcess(Process process) => this.process = process;

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    public int ExitCode => process.ExitCode;

    /// <summary>Every line of standard output and standard error so far.</summary>
    public IReadOnlyCollection<string> Output => output;

    /// <summary>
    /// Starts a program found on the PATH or by its path, in a session of its own, so that Ctrl+C in a terminal
    /// reaches only whoever started it. It ends with this process at the latest.
    /// </summary>
    public static ChildProcess Start(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null, string folder = "")
    {
        var start = new ProcessStartInfo("setsid")
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add(program);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[name] = value;
        }

        var child = new ChildProcess(new Process { StartInfo = start }) { name = Path.GetFileName(program) };
        child.process.OutputDataReceived += child.Keep;
        child.process.ErrorDataReceived += child.Keep;
        child.process.Start();
        Running[child] = true;
        child.process.BeginOutputReadLine();
        child.process.BeginErrorReadLine();
        child.process.StandardInput.Close();
        return child;
    }

    /// <summary>Runs a program to its end and gives its standard output as bytes.</summary>
    public static async Task<byte[]> Capture(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[name] = value;
        }

        using var run = Process.Start(start)!;
        using var bytes = new MemoryStream();
        var errors = run.StandardError.ReadToEndAsync();
        await run.StandardOutput.BaseStream.CopyToAsync(bytes);
        await errors;
        await run.WaitForExitAsync();
        return bytes.ToArray();
    }

    /// <summary>The first line that holds <paramref name="text"/>, once it is printed.</summary>
    public Task<string> Line(string text, TimeSpan? within = null) =>
        Until.NotNull(
            $"{name} prints \"{text}\"",
            () => Task.FromResult(output.FirstOrDefault(line => line.Contains(text, StringComparison.Ordinal))),
            within,
            () => string.Join(" | ", output));

    /// <summary>Sends the program a signal.</summary>
    public void Signal(int number) => Send(process.Id, number);

    /// <summary>Asks the program to leave (SIGTERM).</summary>
    public void Terminate() => Send(process.Id, 15);

    /// <summary>Ends the program at once (SIGKILL), without its children.</summary>
    public void Kill() => Send(process.Id, 9);

    /// <summary>Freezes the program (SIGSTOP), as a hung machine would.</summary>
    public void Freeze() => Send(process.Id, 19);

    /// <summary>Lets a frozen program go on (SIGCONT).</summary>
    public void Thaw() => Send(process.Id, 18);

    /// <summary>Freezes the program and all that it started.</summary>
    public void FreezeTree() => SendTree(19);

    /// <summary>Lets the program and all that it started go on.</summary>
    public void ThawTree() => SendTree(18);

    /// <summary>Waits for the program's own end and gives its exit code.</summary>
    public async Task<int> Exit(TimeSpan? within = null)
    {
        await Until.True(
            $"{name} ends", () => process.HasExited, within, () => string.Join(" | ", output.TakeLast(12)));
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!Running.TryRemove(this, out _))
        {
            return; // by whoever started it; the display ends all that runs on it once more
        }

        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is { } text)
        {
            output.Enqueue(text);
        }
    }

    private void SendTree(int signal)
    {
        if (HasExited)
        {
            return;
        }

        List<int> tree = [process.Id];
        for (var i = 0; i < tree.Count; i++)
        {
            tree.AddRange(Children(tree[i]));
        }

        tree.ForEach(id => KillProcess(id, signal));
    }

    private static IEnumerable<int> Children(int parent)
    {
        var file = $"/proc/{parent}/task/{parent}/children";
        return File.Exists(file)
            ? File.ReadAllText(file).Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(id => int.Parse(id, System.Globalization.CultureInfo.InvariantCulture))
            : [];
    }

    private static void Send(int process, int signal)
    {
        if (KillProcess(process, signal) != 0)
        {
            throw new InvalidOperationException($"Signal {signal} did not reach process {process}.");
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int KillProcess(int process, int signal);
}
