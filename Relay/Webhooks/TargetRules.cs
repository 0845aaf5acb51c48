using System.Diagnostics.CodeAnalysis;
using System.Net;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Webhooks;

/// <summary>
/// Where events may be sent. The Relay stands inside of a network whose other machines trust it, so an address that somebody names
/// must not lead there unless an administrator says that it does, and never to the places where clouds hand out their keys.
/// </summary>
internal static class TargetRules
{
    // IPv4 that is not on the Internet (RFC 6890 and the registry of special-purpose addresses of IANA).
    private static readonly IPNetwork[] NotPublic4 = Networks(
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24",
        "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4");

    // Of IPv6 only this much is on the Internet, and of it not what is special or carries an IPv4 address within (Teredo, 6to4).
    private static readonly IPNetwork Public6 = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] NotPublic6 = Networks("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20");

    private static readonly IPNetwork[] OwnNetworks = Networks(
        "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7");

    // Where clouds answer machines with their own keys; those in 169.254.0.0/16 are in no list of ours anyway.
    private static readonly IPAddress[] Never = [IPAddress.Parse("100.100.100.200"), IPAddress.Parse("fd00:ec2::254"), IPAddress.Parse("fd20:ce::254")];

    /// <summary>Reads an address that somebody typed: https or http, a host, no name and password, no fragment.</summary>
    public static bool TryRead(string? typed, [NotNullWhen(true)] out Uri? url)
    {
        url = null;
        if (typed is null || typed.Length is 0 or > WebhookForm.LongestUrl || typed.Any(letter => char.IsWhiteSpace(letter) || char.IsControl(letter))
            || !Uri.TryCreate(typed, UriKind.Absolute, out var read) || (read.Scheme != Uri.UriSchemeHttps && read.Scheme != Uri.UriSchemeHttp)
            || read.UserInfo.Length > 0 || read.Fragment.Length > 0 || read.IdnHost.Length == 0 || read.Port == 0 || read.AbsoluteUri.Length > WebhookForm.LongestUrl)
        {
            return false;
        }

        url = read;
        return true;
    }

    /// <summary>Why nothing may be sent to an address that was read and leads to these machines; null where it may.</summary>
    /// <param name="url">The address.</param>
    /// <param name="machines">What its host is now.</param>
    /// <param name="inside">Whether it may lie inside of the own network.</param>
    public static WebhookProblem? Refuse(Uri url, IReadOnlyCollection<IPAddress> machines, bool inside)
    {
        if (machines.Any(machine => MayReach(url.Scheme, machine, inside)))
        {
            return null;
        }

        // Without https only this computer's own address is taken.
        return machines.Count == 0 ? WebhookProblem.NotFound
            : url.Scheme == Uri.UriSchemeHttp ? WebhookProblem.NotHttps
            : machines.Any(machine => MayReach(url.Scheme, machine, inside: true)) ? WebhookProblem.IsInside
            : WebhookProblem.AddressRefused;
    }

    /// <summary>Whether something may be sent to this machine.</summary>
    public static bool MayReach(string scheme, IPAddress machine, bool inside)
    {
        var address = machine.IsIPv4MappedToIPv6 ? machine.MapToIPv4() : machine;
        return scheme == Uri.UriSchemeHttp ? inside && IPAddress.IsLoopback(address)
            : IsPublic(address) || (inside && OwnNetworks.Any(network => network.Contains(address)) && !Never.Contains(address));
    }

    private static bool IsPublic(IPAddress address) => address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork
        ? !NotPublic4.Any(network => network.Contains(address))
        : Public6.Contains(address) && !NotPublic6.Any(network => network.Contains(address));

    private static IPNetwork[] Networks(params string[] written) => [.. written.Select(network => IPNetwork.Parse(network))];
}
