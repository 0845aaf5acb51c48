using RemoteAssist.Relay.Audit;

namespace RemoteAssist.Relay.Hosting;

/// <summary>
/// What the console says once the Relay listens. The set-up link is said here and nowhere else: whoever reads a log
/// later must not find it.
/// </summary>
internal static class Greeting
{
    public static void Say(TextWriter console, IEnumerable<string> urls, string data, string fingerprint, ServedCertificate served, string? setUpToken)
    {
        var addresses = urls.ToList();
        console.WriteLine($"RemoteAssist Relay {RelayLife.Version} listens on {string.Join(" and ", addresses)}");
        console.WriteLine($"Data: {data}");
        console.WriteLine($"Signing key: {fingerprint}");
        if (served.Certificate is not null)
        {
            console.WriteLine($"Certificate (SHA-256): {served.Fingerprint}");
        }

        if (served.Pin is { } pin)
        {
            console.WriteLine("Nobody else vouches for it: compare this with what your browser shows before you go on.");
            console.WriteLine($"Agents that are downloaded here know it; another needs --relay-certificate {pin}");
        }

        if (setUpToken is not null)
        {
            console.WriteLine($"Set up: {Reachable(addresses.FirstOrDefault() ?? RelaySettings.DefaultUrl)}/setup/{setUpToken}");
            console.WriteLine("Open this link to make the first administrator. It works once, and only until the next start.");
        }
    }

    // "Every address" is no address to open; from this machine, localhost is one of them.
    private static string Reachable(string url)
    {
        var address = BindingAddress.Parse(url);
        var host = address.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "localhost" : address.Host;
        return $"{address.Scheme}://{host}:{address.Port}";
    }
}
