using System.Diagnostics;
using System.Threading.Channels;

namespace RemoteAssist.Benchmarks.Stage;

/// <summary>A process of this benchmark: words in, lines out. It ends with whoever started it at the latest.</summary>
internal sealed class Helper : IDisposable
{
    private readonly Process process;
    private readonly Channel<string> lines = Channel.CreateUnbounded<string>();
    private readonly string name;

    private Helper(Process process, string name)
    {
        this.process = process;
        this.name = name;
        AppDomain.CurrentDomain.ProcessExit += Leave;
    }

    public int Id => process.Id;

    /// <summary>Starts this very program in another role.</summary>
    public static Helper Role(string display, params string[] words) => Start(Environment.ProcessPath!, words, display);

    /// <summary>Starts a program.</summary>
    public static Helper Start(string program, IEnumerable<string> words, string? display = null)
    {
        var start = new ProcessStartInfo(program, words)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        start.Environment["DISPLAY"] = display;
        var helper = new Helper(new Process { StartInfo = start }, $"{Path.GetFileName(program)} {string.Join(' ', words)}");
        helper.process.OutputDataReceived += helper.Hear;
        helper.process.Start();
        helper.process.BeginOutputReadLine();
        return helper;
    }

    /// <summary>Says a line to it.</summary>
    public Task Say(string word) => process.StandardInput.WriteLineAsync(word);

    /// <summary>Its next line; must come within 60 s.</summary>
    /// <exception cref="InvalidOperationException">It has ended, or says nothing.</exception>
    public async Task<string> Line()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        try
        {
            return await lines.Reader.ReadAsync(limit.Token);
        }
        catch (Exception problem) when (problem is OperationCanceledException or ChannelClosedException)
        {
            throw new InvalidOperationException($"\"{name}\" {(process.HasExited ? "has ended" : "says nothing")}.", problem);
        }
    }

    /// <summary>Its next line, however long it takes; null once it has ended.</summary>
    public async Task<string?> Next() => await lines.Reader.WaitToReadAsync() && lines.Reader.TryRead(out var line) ? line : null;

    /// <summary>Its next line, which must be this one.</summary>
    public async Task Expect(string line)
    {
        if (await Line() is var heard && !string.Equals(heard, line, StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"\"{name}\" says \"{heard}\" instead of \"{line}\".");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= Leave;
        Leave(null, EventArgs.Empty);
        process.WaitForExit();
        process.Dispose();
    }

    private void Leave(object? sender, EventArgs e)
    {
        if (!process.HasExited)
        {
            process.Kill();
        }
    }

    private void Hear(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is { } text)
        {
            lines.Writer.TryWrite(text);
        }
        else
        {
            lines.Writer.TryComplete();
        }
    }
}
