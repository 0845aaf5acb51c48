using System.Net;
using System.Net.Sockets;

namespace RemoteAssist.Relay.Hosting;

/// <summary>What every limit by address counts as one sender.</summary>
internal static class AddressKey
{
    /// <summary>An IPv4 address, or the /64 of an IPv6 one, which one household holds.</summary>
    public static string Of(IPAddress? address)
    {
        if (address is null)
        {
            return "unknown";
        }

        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, 8)) + "/64"
            : address.ToString();
    }
}
