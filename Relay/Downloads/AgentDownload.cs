using RemoteAssist.Relay.Hosting;
using RemoteAssist.Relay.Sessions;
using RemoteAssist.Shared.Wire;
using RemoteAssist.Viewer;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Downloads;

/// <summary>Gives customers the Agent that the Relay was told of, stamped with the address at which they opened the Relay.</summary>
internal sealed class AgentDownload(IConfiguration settings, RelayKey key, CertificatePin pin, ILogger<AgentDownload> logger) : IAgentDownload
{
    /// <summary>Where it is.</summary>
    public const string Path = "/agent/linux-x64.tar.gz";

    private const string FileName = "RemoteAssist.tar.gz";

    // Whoever opens the Relay under an address of their own making gets a stamp with it; more than these are not remembered.
    private const int MostRemembered = 64;

    private readonly Lock gate = new();
    private readonly Dictionary<Uri, AgentPackage> remembered = [];
    private AgentArchive? archive;
    private DateTime packed;
    private bool missing;

    /// <inheritdoc/>
    public AgentPackage? For(Uri relay)
    {
        lock (gate)
        {
            if (Archive() is not { } there)
            {
                return null;
            }

            if (remembered.TryGetValue(relay, out var known))
            {
                return known;
            }

            if (Stamp(relay) is not { } stamp)
            {
                return null;
            }

            var (bytes, hash) = AgentArchive.Facts(there.With(stamp));
            var package = new AgentPackage(Path, FileName, AgentArchive.Program, bytes, hash);
            if (remembered.Count < MostRemembered)
            {
                remembered[relay] = package;
            }

            return package;
        }
    }

    /// <summary>Sends it.</summary>
    public async Task Send(HttpContext http)
    {
        IReadOnlyList<byte[]>? pieces;
        lock (gate)
        {
            pieces = Stamp(new Uri(RelayAddress.Of(http.Request))) is { } stamp
                ? Archive()?.With(stamp)
                : null;
        }

        if (pieces is null)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        http.Response.ContentType = "application/gzip";
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"{FileName}\"";
        http.Response.ContentLength = pieces.Sum(piece => (long)piece.Length);
        if (HttpMethods.IsHead(http.Request.Method))
        {
            return;
        }

        foreach (var piece in pieces)
        {
            await http.Response.Body.WriteAsync(piece, http.RequestAborted);
        }
    }

    // People read a fingerprint in groups; a stamp has none.
    private byte[]? Stamp(Uri relay) =>
        new AgentStamp(relay, key.Fingerprint.Replace(" ", "", StringComparison.Ordinal), pin.Digits).ToBytes();

    // Packed again where the file has been replaced by a newer one.
    private AgentArchive? Archive()
    {
        var file = RelaySettings.AgentOf(settings);
        if (!File.Exists(file))
        {
            if (!missing)
            {
                missing = true;
                logger.LogInformation("There is no Agent to give to customers at {File}; scripts/publish.sh makes one", file);
            }

            return null;
        }

        var written = File.GetLastWriteTimeUtc(file);
        if (archive is null || written != packed)
        {
            archive = AgentArchive.Of(file);
            packed = written;
            missing = false;
            remembered.Clear();
        }

        return archive;
    }
}

/// <summary>What an Agent knows the Relay's certificate by; see <see cref="ServedCertificate.Pin"/>.</summary>
internal sealed record CertificatePin(string? Digits);
