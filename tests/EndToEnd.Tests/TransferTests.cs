using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Playwright;
using RemoteAssist.Tests.Support;

namespace RemoteAssist.EndToEnd.Tests;

/// <summary>Files and the clipboard between a real browser and a real desktop.</summary>
public sealed class TransferTests : IDisposable
{
    // A gigabyte in a long run; a hundredth of it in an ordinary one, or a tenth.
    private static readonly int Size = Tried.Count(1_000_000_000);

    // Also of a process that carries for the first time: compiling what it needs for that is in it.
    private const long MostGrowth = 32 * 1024 * 1024;

    // Half a megabyte a second, where a machine that is busy with other tests does 1 to 4.
    private static readonly float Patience = Math.Max(600_000, Size / 500);

    private readonly string home = Directory.CreateTempSubdirectory("remoteassist-home-").FullName;

    private string Downloads => Path.Combine(home, "Downloads");

    [Fact]
    [Trait("Promise", "42")]
    public async Task AFileGoesEachWayOverALineThatBreaksInBetweenAndItsHashIsTheSame()
    {
        await using var stage = await Stage.Apart();
        await using var line = new ImpairedLine(stage.Relay.Address, new LineQuality());
        var agent = await stage.GoLive(line, "env", $"HOME={home}");
        var page = stage.Technician.Page;
        using var same = new Tried(42, $"transfers of {Size / 1e6:0} MB over a line that breaks, whose hash is the same at the other end");
        using var lean = new Tried(42, $"transfers of {Size / 1e6:0} MB for which Agent and Relay each need at most 32 MiB more");
        var there = Path.Combine(home, "driver (new).bin");
        await WriteSome(there, Size);
        var hash = await HashOf(there);

        await stage.Technician.AskFor("#files-button", stage.Screen);
        var growing = new Growth(agent.Process, stage.Relay.Process);
        var began = DateTime.UtcNow;
        await page.SetInputFilesAsync("#files-picker", there);
        await HasCarried(page, Size / 3);
        await line.Down(TimeSpan.FromMilliseconds(500));
        await IsDone(page, 1);
        var sending = DateTime.UtcNow - began;
        var toCustomer = growing.UpToNow();
        same.Try(await HashOf(Path.Combine(Downloads, "driver (new).bin")) == hash);
        Directory.GetFiles(Downloads).Should().ContainSingle("no part is left");

        await page.ClickAsync("#files-ask");
        await stage.Screen.ClickColour(WindowTitles.WantsFile, AgentProcess.Primary);
        var chooser = await stage.Screen.Window(WindowTitles.ChooseFile);
        await stage.Screen.Hands("windowactivate", "--sync", chooser.Id);
        var download = page.WaitForDownloadAsync(new() { Timeout = Patience });
        await stage.Screen.Hands("type", "--delay", "20", Path.Combine(Downloads, "driver (new).bin"));

        // The window in which files are chosen is not the file's.
        growing = new Growth(agent.Process, stage.Relay.Process);
        await stage.Screen.ClickColour(WindowTitles.ChooseFile, AgentProcess.Primary);
        began = DateTime.UtcNow;
        await HasCarried(page, Size / 3);
        await line.Down(TimeSpan.FromMilliseconds(500));
        await IsDone(page, 2);
        var fetching = DateTime.UtcNow - began;
        var fromCustomer = growing.UpToNow();
        var got = Path.Combine(home, "got");
        await (await download).SaveAsAsync(got);
        same.Try(await HashOf(got) == hash);
        (await download).SuggestedFilename.Should().Be("driver (new).bin");

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Size:N0} bytes each way: {Size / sending.TotalSeconds / 1e6:0.0} MB/s to the customer, {Size / fetching.TotalSeconds / 1e6:0.0} MB/s from them; memory at its highest, {toCustomer} and {fromCustomer}"));
        foreach (var growth in new[] { toCustomer, fromCustomer })
        {
            lean.Try(growth.Agent <= MostGrowth && growth.Relay <= MostGrowth, growth.ToString());
        }

        await agent.StopSharing();
        var log = await stage.EndedLog();
        log.Actions.Where(action => action.StartsWith("file.", StringComparison.Ordinal)).Should().Equal(
            "file.sending", "file.sent", "file.fetching", "file.fetched");
        (await stage.Relay.Verify()).ExitCode.Should().Be(0);
        stage.Technician.Complaints.Should().BeEmpty();
        same.MustHold();
        lean.MustHold();
    }

    public void Dispose() => Directory.Delete(home, recursive: true);

    private static async Task HasCarried(IPage page, int bytes) => await page.WaitForFunctionAsync(
        "bytes => [...document.querySelectorAll('#files-list li[data-over=false] progress')].some(bar => bar.value >= bytes)",
        bytes, new() { Timeout = Patience });

    private static async Task IsDone(IPage page, int files) => await page.WaitForFunctionAsync(
        "files => document.querySelectorAll('#files-list li[data-standing=done]').length === files",
        files, new() { Timeout = Patience });

    // Repeats nowhere, so that no part of it can stand for another.
    private static async Task WriteSome(string path, int size)
    {
        await using var file = File.Create(path);
        var block = new byte[1 << 20];
        for (var (left, number) = (size, 1UL); left > 0; left -= block.Length)
        {
            for (var i = 0; i < block.Length; i += 8)
            {
                number ^= number << 13;
                number ^= number >> 7;
                number ^= number << 17;
                BitConverter.TryWriteBytes(block.AsSpan(i), number);
            }

            await file.WriteAsync(block.AsMemory(0, Math.Min(left, block.Length)));
        }
    }

    private static async Task<string> HashOf(string path)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexString(await SHA256.HashDataAsync(file));
    }

    /// <summary>How much memory both programs came to need at most, from now on.</summary>
    private sealed class Growth
    {
        private readonly ChildProcess agent;
        private readonly ChildProcess relay;
        private readonly (long Agent, long Relay) before;

        public Growth(ChildProcess agent, ChildProcess relay)
        {
            (this.agent, this.relay) = (agent, relay);
            ForgetHighest(agent);
            ForgetHighest(relay);
            before = (Memory(agent, "VmRSS"), Memory(relay, "VmRSS"));
        }

        public Grown UpToNow() => new(Memory(agent, "VmHWM") - before.Agent, Memory(relay, "VmHWM") - before.Relay);

        private static void ForgetHighest(ChildProcess process) => File.WriteAllText($"/proc/{process.Id}/clear_refs", "5");

        private static long Memory(ChildProcess process, string which) => File.ReadLines($"/proc/{process.Id}/status")
            .Where(line => line.StartsWith(which, StringComparison.Ordinal))
            .Select(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024)
            .Single();
    }

    /// <summary>In bytes.</summary>
    private sealed record Grown(long Agent, long Relay)
    {
        public override string ToString() =>
            string.Create(CultureInfo.InvariantCulture, $"Agent +{Agent / 1048576.0:0.0} MiB, Relay +{Relay / 1048576.0:0.0} MiB");
    }
}
