using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace RemoteAssist.Tests.Support;

/// <summary>The real Relay with a data folder of its own.</summary>
public sealed class RelayProcess : IAsyncDisposable
{
    private readonly bool ownsFolder;
    private readonly RelayPlace place;
    private ChildProcess process;

    private RelayProcess(ChildProcess process, Uri address, string data, bool ownsFolder, RelayPlace place)
    {
        this.process = process;
        this.place = place;
        this.ownsFolder = ownsFolder;
        Address = address;
        Data = data;
    }

    /// <summary>Where it listens, on loopback.</summary>
    public Uri Address { get; }

    /// <summary>Its data folder.</summary>
    public string Data { get; }

    /// <summary>The running program.</summary>
    public ChildProcess Process => process;

    /// <summary>From the last start to the first healthy answer.</summary>
    public TimeSpan ReadyAfter { get; private set; }

    /// <summary>Starts it on a free port and waits until it is healthy.</summary>
    /// <param name="settings">Such as <c>--Sessions:AnswerWithin=00:00:05</c>.</param>
    public static Task<RelayProcess> Start(params string[] settings) => StartIn(new RelayPlace(), settings);

    /// <summary>As <see cref="Start"/>, elsewhere.</summary>
    /// <param name="place">What is around it.</param>
    /// <param name="settings">Such as <c>--Sessions:AnswerWithin=00:00:05</c>.</param>
    public static async Task<RelayProcess> StartIn(RelayPlace place, params string[] settings)
    {
        var data = place.Data ?? Directory.CreateTempSubdirectory("remoteassist-relay-").FullName;
        if (place.Like is { } like)
        {
            await ChildProcess.Capture("cp", ["-a", $"{like}/.", data]);
        }

        var address = new Uri($"http://127.0.0.1:{FreePort()}/");
        var started = Stopwatch.GetTimestamp();
        var relay = new RelayProcess(Launch(address, data, place, settings), address, data, ownsFolder: place.Data is null, place);
        await relay.Healthy(started);
        return relay;
    }

    /// <summary>Starts it again on the same address and folder.</summary>
    public async Task Restart(params string[] settings)
    {
        await process.DisposeAsync();
        var started = Stopwatch.GetTimestamp();
        process = Launch(Address, Data, place, settings);
        await Healthy(started);
    }

    /// <summary>The one-time link that the first start prints.</summary>
    public async Task<Uri> SetUpLink()
    {
        var line = await process.Line("/setup/");
        return new Uri(line[line.IndexOf("http", StringComparison.Ordinal)..].Trim());
    }

    /// <summary>What <c>Relay audit verify</c> says of this folder.</summary>
    public async Task<(int ExitCode, string Said)> Verify(params string[] options)
    {
        await using var verify = ChildProcess.Start(Repository.Relay, ["audit", "verify", "--data", Data, .. options]);
        var code = await verify.Exit();
        return (code, string.Join('\n', verify.Output));
    }

    /// <summary>
    /// A port that nothing uses just now. It lies below those that the system gives to whoever connects: none of them takes it
    /// before it is used, or while a Relay is started again on it.
    /// </summary>
    public static int FreePort()
    {
        while (true)
        {
            var port = Random.Shared.Next(10_000, 30_000);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody has it.
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        if (ownsFolder)
        {
            Directory.Delete(Data, recursive: true);
        }
    }

    private static ChildProcess Launch(Uri address, string data, RelayPlace place, string[] settings) => ChildProcess.Start(
        Repository.Relay, ["--url", address.ToString().TrimEnd('/'), "--data", data, .. settings], place.Environment, place.Folder);

    private async Task Healthy(long started)
    {
        using var http = new HttpClient();
        await Until.True("the Relay is healthy", async () =>
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException($"The Relay ended: {string.Join(" | ", process.Output)}");
            }

            try
            {
                using var answer = await http.GetAsync(new Uri(Address, "healthz"));
                ReadyAfter = Stopwatch.GetElapsedTime(started);
                return answer.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });
    }
}

/// <summary>What is around a Relay.</summary>
/// <param name="Data">Its data folder; null for one that is made, and deleted afterwards.</param>
/// <param name="Folder">Where it is started; empty for where this process was.</param>
/// <param name="Environment">What is set beside what this process has.</param>
/// <param name="Like">A folder of a Relay that has stopped; the data folder begins as a copy of it.</param>
public sealed record RelayPlace(
    string? Data = null, string Folder = "", IReadOnlyDictionary<string, string?>? Environment = null, string? Like = null);
