using System.Net;
using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Relay.Hosting;

/// <summary>Where the Relay listens and where it keeps things.</summary>
internal static class RelaySettings
{
    public const string Url = "Relay:Url";

    public const string Data = "Relay:Data";

    public const string Proxies = "Relay:Proxies";

    public const string Agent = "Relay:Agent";

    public const string Https = "Relay:Https";

    public const string Witnesses = "Relay:Witnesses";

    public const string HttpsKey = "Relay:HttpsKey";

    public const string Syslog = "Relay:Syslog";

    public const string SyslogTrust = "Relay:SyslogTrust";

    public const string DefaultUrl = "http://127.0.0.1:8090";

    public const string DefaultHttpsUrl = "https://127.0.0.1:8090";

    public const string DefaultData = "./data";

    /// <summary>Where to listen; several addresses stand apart by semicolons.</summary>
    /// <exception cref="UnusableSettingException">One is not an address.</exception>
    public static string UrlOf(IConfiguration settings)
    {
        var url = settings[Url] ?? (settings[Https] is null ? DefaultUrl : DefaultHttpsUrl);
        foreach (var address in url.Split(';'))
        {
            try
            {
                BindingAddress.Parse(address);
            }
            catch (FormatException odd)
            {
                throw new UnusableSettingException($"\"{address}\" is not an address to listen on; one is {DefaultUrl}.", odd);
            }
        }

        return url;
    }

    /// <summary>The Agent that customers get; by default the one that lies beside the Relay.</summary>
    public static string AgentOf(IConfiguration settings) =>
        settings[Agent] ?? Path.Combine(AppContext.BaseDirectory, "agent", "linux-x64", "Agent");

    /// <summary>The keys of witnesses, as they say them; they stand apart by semicolons, and by default there are none.</summary>
    /// <exception cref="UnusableSettingException">One is no witness's key.</exception>
    public static IReadOnlyList<NoteKey> WitnessesOf(IConfiguration settings) =>
    [
        .. (settings[Witnesses] ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(said => NoteKey.Read(said) is { Kind: NoteKeyKind.Witness } key
                ? key
                : throw new UnusableSettingException($"\"{said}\" is not a witness's key: \"Relay witness\" says its own when it starts.")),
    ];

    /// <summary>The addresses of reverse proxies whose word about the client is taken; they stand apart by semicolons, and by default there are none.</summary>
    /// <exception cref="UnusableSettingException">One is not an IP address.</exception>
    public static IReadOnlyList<IPAddress> ProxiesOf(IConfiguration settings)
    {
        var proxies = new List<IPAddress>();
        foreach (var said in (settings[Proxies] ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            try
            {
                proxies.Add(IPAddress.Parse(said));
            }
            catch (FormatException odd)
            {
                throw new UnusableSettingException($"\"{said}\" is not the address of a reverse proxy; one is 127.0.0.1.", odd);
            }
        }

        return proxies;
    }
}

/// <summary>A setting cannot be used; the message is one sentence for whoever starts the Relay.</summary>
internal sealed class UnusableSettingException(string message, Exception? inner = null) : Exception(message, inner);
