using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using RemoteAssist.Relay.Hosting;

namespace RemoteAssist.Relay.Syslog;

/// <summary>Who is told of every entry as it comes.</summary>
/// <param name="Host">A name or an address.</param>
/// <param name="Port">1 to 65535; 601 for TCP and 6514 for TLS where none is said.</param>
/// <param name="IsTls">TLS (RFC 5425) instead of plain TCP (RFC 6587).</param>
/// <param name="Trusted">The roots that its certificate may come from; null for those of the system.</param>
internal sealed record SyslogTarget(string Host, int Port, bool IsTls, X509Certificate2Collection? Trusted = null)
{
    private const int TcpPort = 601;
    private const int TlsPort = 6514;

    /// <summary>Reads the settings.</summary>
    /// <param name="said">Such as <c>tls://siem.example.com:6514</c>.</param>
    /// <param name="trust">A PEM file with the roots of its certificate; null for those of the system.</param>
    /// <returns>Null where there is none.</returns>
    /// <exception cref="UnusableSettingException">It is no such address, or no such file.</exception>
    public static SyslogTarget? Read(string? said, string? trust)
    {
        if (string.IsNullOrWhiteSpace(said))
        {
            return null;
        }

        return Uri.TryCreate(said, UriKind.Absolute, out var uri) && uri is { Scheme: "tcp" or "tls", Host.Length: > 0, Port: not 0, PathAndQuery: "" or "/", Fragment: "", UserInfo: "" }
            ? new SyslogTarget(uri.IdnHost, uri.Port > 0 ? uri.Port : uri.Scheme == "tls" ? TlsPort : TcpPort, uri.Scheme == "tls", trust is null ? null : Roots(trust))
            : throw new UnusableSettingException($"\"{said}\" is not where a syslog receiver is; one is tls://siem.example.com:6514.");
    }

    private static X509Certificate2Collection Roots(string file)
    {
        try
        {
            var roots = new X509Certificate2Collection();
            roots.ImportFromPemFile(file);
            return roots.Count > 0 ? roots : throw new CryptographicException("no certificate is in it.");
        }
        catch (Exception failure) when (failure is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new UnusableSettingException($"The certificates of the syslog receiver, {file}, cannot be used: {failure.Message}", failure);
        }
    }
}
