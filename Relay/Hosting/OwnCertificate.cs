using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using RemoteAssist.Relay.Storage;

namespace RemoteAssist.Relay.Hosting;

/// <summary>
/// The certificate that the Relay makes for itself with <c>--https auto</c>. Nobody vouches for it: people compare its
/// fingerprint once, and Agents know its key. So the key stays the same when the certificate is made anew.
/// </summary>
internal static class OwnCertificate
{
    /// <summary>How long one is good; programs begin to complain of more than 398 days.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(397);

    /// <summary>A start makes another where no more than this is left.</summary>
    public static readonly TimeSpan Renewal = TimeSpan.FromDays(60);

    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>Reads it, and makes it where there is none, where it is nearly over, or where it has not all of these names.</summary>
    /// <param name="file">Key (PKCS #8) and certificate in PEM, readable by the owner alone.</param>
    /// <param name="names">Host names and addresses that people may type.</param>
    /// <param name="now">When.</param>
    /// <exception cref="StorageException">It is there and cannot be used, or it cannot be written.</exception>
    public static X509Certificate2 Open(string file, IReadOnlyCollection<string> names, DateTimeOffset now)
    {
        try
        {
            if (!File.Exists(file))
            {
                using var fresh = ECDsa.Create(ECCurve.NamedCurves.nistP256);
                Write(file, fresh, names, now);
            }

            var read = Read(file);
            var (begins, ends) = ServedCertificate.Times(read);
            if (now > ends - Renewal || now < begins || names.Any(name => !read.MatchesHostname(name, allowWildcards: false)))
            {
                using var key = read.GetECDsaPrivateKey() ?? throw new CryptographicException("Its key is of another kind.");
                read.Dispose();
                Write(file, key, names, now);
                read = Read(file);
            }

            return read;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"The certificate {file} cannot be read or written: {failure.Message}", failure);
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException)
        {
            throw new StorageException(
                $"The certificate {file} is damaged: restore it from a copy, or remove it. Without it the next start makes another key, "
                + "which Agents that were downloaded before do not know.",
                failure);
        }
    }

    /// <summary>What people may type to come to an address that the Relay listens on: its host, or all that this machine is called.</summary>
    public static IReadOnlyCollection<string> NamesOf(string url)
    {
        var names = new SortedSet<string>(StringComparer.OrdinalIgnoreCase) { "localhost", "127.0.0.1", "::1" };
        foreach (var host in url.Split(';').Select(address => BindingAddress.Parse(address).Host.Trim('[', ']')))
        {
            names.UnionWith(host is "*" or "+" or "0.0.0.0" or "::" ? ThisMachine() : [host]);
        }

        return names;
    }

    private static IEnumerable<string> ThisMachine() =>
        NetworkInterface.GetAllNetworkInterfaces()
            .Where(card => card.OperationalStatus == OperationalStatus.Up)
            .SelectMany(card => card.GetIPProperties().UnicastAddresses)
            .Select(held => held.Address)
            .Where(address => address.AddressFamily == AddressFamily.InterNetwork || address is { IsIPv6LinkLocal: false, ScopeId: 0 })
            .Select(address => address.ToString())
            .Append(Dns.GetHostName());

    private static X509Certificate2 Read(string file)
    {
        var pem = File.ReadAllText(file);
        return X509Certificate2.CreateFromPem(pem, pem);
    }

    private static void Write(string file, ECDsa key, IReadOnlyCollection<string> names, DateTimeOffset now)
    {
        var request = new CertificateRequest("CN=RemoteAssist Relay", key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            if (IPAddress.TryParse(name, out var address))
            {
                alternatives.AddIpAddress(address);
            }
            else
            {
                alternatives.AddDnsName(name);
            }
        }

        request.CertificateExtensions.Add(alternatives.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication)], critical: false));

        // A day back: clocks differ.
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now + Lifetime - TimeSpan.FromDays(1));
        PrivateFile.Write(
            file,
            System.Text.Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem() + "\n" + certificate.ExportCertificatePem() + "\n"),
            overwrite: true);
    }
}
