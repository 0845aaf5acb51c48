using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace RemoteAssist.Tests.Support;

/// <summary>The real Relay with a data folder of its own.</summary>
public sealed class RelayProcess : IAsyncDisposable
{
    private readonly bool ownsFolder;
    private ChildProcess process;

    private RelayProcess(ChildProcess process, Uri address, string data, bool ownsFolder)
    {
        this.process = process;
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
    public static async Task<RelayProcess> Start(params string[] settings)
    {
        var data = Directory.CreateTempSubdirectory("remoteassist-relay-").FullName;
        var address = new Uri($"http://127.0.0.1:{FreePort()}/");
        var started = Stopwatch.GetTimestamp();
        var relay = new RelayProcess(Launch(address, data, settings), address, data, ownsFolder: true);
        await relay.Healthy(started);
        return relay;
    }

    /// <summary>Starts it again on the same address and folder.</summary>
    public async Task Restart(params string[] settings)
    {
        await process.DisposeAsync();
        var started = Stopwatch.GetTimestamp();
        process = Launch(Address, Data, settings);
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

    /// <summary>A port that nothing uses just now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
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

    private static ChildProcess Launch(Uri address, string data, string[] settings) =>
        ChildProcess.Start(Repository.Relay, ["--url", address.ToString().TrimEnd('/'), "--data", data, .. settings]);

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
