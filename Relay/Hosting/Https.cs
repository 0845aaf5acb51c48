using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using RemoteAssist.Relay.Api;
using RemoteAssist.Relay.Storage;

namespace RemoteAssist.Relay.Hosting;

/// <summary>
/// How people come to the Relay without anybody in between: by https with a certificate of their own, by https with one that
/// the Relay makes, or by http where nobody else can listen: on this machine, and from a reverse proxy that has the certificate.
/// </summary>
internal static class Https
{
    private const string HttpsOnly =
        "This support server is reached by https only. Behind a reverse proxy, X-Forwarded-Proto has to say https and Relay:Proxies has to name the proxy.";

    /// <summary>The value of <see cref="RelaySettings.Https"/> that lets the Relay make its certificate.</summary>
    public const string Auto = "auto";

    /// <summary>Checks that addresses, certificate and proxies fit together, and opens the certificate.</summary>
    /// <exception cref="UnusableSettingException">They do not; the message says what to do.</exception>
    /// <exception cref="StorageException">The certificate that the Relay made cannot be used.</exception>
    public static ServedCertificate Open(IConfiguration settings, string url, IReadOnlyList<IPAddress> proxies, string ownFile, TimeProvider clock)
    {
        var https = settings[RelaySettings.Https];
        foreach (var address in url.Split(';').Select(BindingAddress.Parse))
        {
            var isHttps = address.Scheme.Equals(Uri.UriSchemeHttps, StringComparison.OrdinalIgnoreCase);
            if (isHttps && https is null)
            {
                throw new UnusableSettingException(
                    $"\"{address}\" needs a certificate: start with --https auto, which makes one, or with --https FILE.pem.");
            }

            if (!isHttps && https is not null)
            {
                throw new UnusableSettingException($"\"{address}\" is not https: with --https every address begins with https://.");
            }

            if (!isHttps && proxies.Count == 0 && !IsThisMachine(address))
            {
                throw new UnusableSettingException(
                    $"Over \"{address}\" everybody in between could read passwords: use https (--https auto makes a certificate), "
                    + "or name the reverse proxies that have one (--Relay:Proxies=ADDRESS).");
            }
        }

        return https is null ? ServedCertificate.None
            : https is Auto ? new ServedCertificate(OwnCertificate.Open(ownFile, OwnCertificate.NamesOf(url), clock.GetUtcNow()), [], IsOwn: true)
            : Read(https, settings[RelaySettings.HttpsKey] ?? https, clock);
    }

    /// <summary>
    /// Answers nobody in the clear who is not on this machine: where a reverse proxy was named, somebody may still come past it.
    /// Whoever only asks for the Relay's health may.
    /// </summary>
    public static void UseNothingInTheClear(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        if (http.Request.IsHttps || http.Connection.RemoteIpAddress is not { } from || IPAddress.IsLoopback(from)
            || http.Request.Path.Equals(Health.Path, StringComparison.Ordinal))
        {
            return next(http);
        }

        if (ApiAnswers.Concern(http.Request))
        {
            return ApiAnswers.Write(http, StatusCodes.Status403Forbidden, HttpsOnly + " If a key was sent, revoke it: it was readable on the way.");
        }

        http.Response.StatusCode = StatusCodes.Status403Forbidden;
        return http.Response.WriteAsync(HttpsOnly + "\n");
    });

    private static bool IsThisMachine(BindingAddress address) =>
        address.IsUnixPipe || address.IsNamedPipe || address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));

    private static ServedCertificate Read(string file, string keyFile, TimeProvider clock)
    {
        try
        {
            RequirePrivate(keyFile);
            var certificate = X509Certificate2.CreateFromPemFile(file, keyFile);
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(file);
            chain.RemoveAt(0);
            var now = clock.GetUtcNow();
            var (begins, ends) = ServedCertificate.Times(certificate);
            return now >= begins && now < ends
                ? new ServedCertificate(certificate, chain, IsOwn: false)
                : throw new UnusableSettingException($"The certificate {file} is good from {begins:u} to {ends:u}, and not now: renew it.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UnusableSettingException($"The certificate {file} or its key {keyFile} cannot be read: {failure.Message}", failure);
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException)
        {
            throw new UnusableSettingException(
                $"The certificate {file} and the key {keyFile} do not fit together, or are not PEM: --https wants the certificate with those "
                + "between it and its root, --https-key its key where that is in another file.",
                failure);
        }
    }

    private static void RequirePrivate(string keyFile)
    {
        const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(keyFile) & Others) is not UnixFileMode.None)
        {
            throw new UnusableSettingException($"Everybody on this machine can read the key {keyFile}: chmod o-rw it, and make a new one if it has been so for long.");
        }
    }
}
