using RemoteAssist.Tests.Support;

namespace RemoteAssist.EndToEnd.Tests;

/// <summary>
/// A Relay as it is released, for what is proved about it from outside: its memory can be looked at, everything around it is a folder of
/// its own, and its limits against floods from one address are out of the way. In an ordinary run there is one for all, which ends with
/// this process; in a long one each has its own.
/// </summary>
internal sealed class ProvedRelay : IAsyncDisposable
{
    /// <summary>The tests that use it, one after the other.</summary>
    public const string Tests = "what is proved about a Relay from outside";

    private static readonly Lazy<Task<ProvedRelay>> Shared = new(async () =>
    {
        var relay = await Start();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => relay.End().AsTask().Wait(TimeSpan.FromSeconds(5));
        return relay;
    });

    private static readonly bool IsOrdinary = Tried.Count(100) == 1;

    private readonly string room;

    private ProvedRelay(string room, RelayProcess relay, Technician technician)
    {
        this.room = room;
        Relay = relay;
        Technician = technician;
        Watch = new RelayWatch(relay);
    }

    /// <summary>The running program.</summary>
    public RelayProcess Relay { get; }

    /// <summary>Its first account, signed in: technician and administrator.</summary>
    public Technician Technician { get; }

    /// <summary>Looks into it.</summary>
    public RelayWatch Watch { get; }

    /// <summary>The folder around all that it was told to be its, with <see cref="Outside"/> beside.</summary>
    public string Room => room;

    /// <summary>A folder that it has not been told of.</summary>
    public string Outside => Path.Combine(room, "outside");

    /// <summary>One that is ready.</summary>
    public static Task<ProvedRelay> Take() => IsOrdinary ? Shared.Value : Start();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => IsOrdinary ? ValueTask.CompletedTask : End();

    private static async Task<ProvedRelay> Start()
    {
        var room = Directory.CreateTempSubdirectory("remoteassist-room-").FullName;
        string Folder(params string[] path) => Directory.CreateDirectory(Path.Combine([room, .. path])).FullName;
        Folder("outside");
        var around = new Dictionary<string, string?>(RelayWatch.Environment, StringComparer.Ordinal)
        {
            ["HOME"] = Folder("home"),
            ["TMPDIR"] = Folder("temporary"),
            ["XDG_DATA_HOME"] = null,
            ["XDG_CONFIG_HOME"] = null,
        };
        var relay = await RelayProcess.StartIn(
            new RelayPlace(Folder("relay", "data"), Folder("relay", "started-here"), around),
            "--Sessions:ComeBackWithin=00:00:08", "--Accounts:TriesPerMinute=100000", "--Limits:AgentsPerMinute=1000000",
            "--Limits:RequestsPerMinute=1000000", "--Limits:ProgramsPerMinute=1000000");
        return new ProvedRelay(room, relay, await Technician.SetUp(relay));
    }

    private async ValueTask End()
    {
        Technician.Dispose();
        await Relay.DisposeAsync();
        Directory.Delete(room, recursive: true);
    }
}

/// <summary>They share one Relay and measure it: one after the other.</summary>
[CollectionDefinition(ProvedRelay.Tests)]
public sealed class ProvedRelayTests;
