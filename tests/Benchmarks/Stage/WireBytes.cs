using System.Globalization;
using System.Runtime.InteropServices;

namespace RemoteAssist.Benchmarks.Stage;

/// <summary>What came to this process over its connections to a port, by the kernel's count: the payload of TCP segments, all framing included.</summary>
internal sealed unsafe partial class WireBytes
{
    private const int Tcp = 6;
    private const int TcpInfo = 11;
    private const int BytesReceivedAt = 128; // tcpi_bytes_received in struct tcp_info (linux/tcp.h)
    private const int Inet = 2;
    private const int Inet6 = 10;

    private readonly List<int> sockets = [];

    private WireBytes()
    {
    }

    /// <summary>Bytes received so far.</summary>
    public long Received => sockets.Sum(ReceivedBy);

    /// <summary>The connections that there are now.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static WireBytes ToPort(int port)
    {
        var wire = new WireBytes();
        foreach (var path in Directory.EnumerateFiles("/proc/self/fd"))
        {
            var socket = int.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture);
            if (PortOfPeer(socket) == port)
            {
                wire.sockets.Add(socket);
            }
        }

        return wire.sockets.Count > 0 ? wire : throw new InvalidOperationException($"There is no connection to port {port}.");
    }

    private static int? PortOfPeer(int socket)
    {
        Span<byte> address = stackalloc byte[28];
        var length = address.Length;
        fixed (byte* first = address)
        {
            return getpeername(socket, first, &length) == 0 && address[0] is Inet or Inet6 ? (address[2] << 8) | address[3] : null;
        }
    }

    private static long ReceivedBy(int socket)
    {
        var info = stackalloc byte[256];
        var length = 256;
        return getsockopt(socket, Tcp, TcpInfo, info, &length) == 0 && length >= BytesReceivedAt + sizeof(long)
            ? *(long*)(info + BytesReceivedAt)
            : throw new InvalidOperationException("The kernel does not say what a connection has received (TCP_INFO).");
    }

    [LibraryImport("libc")]
    private static partial int getpeername(int socket, byte* address, int* length);

    [LibraryImport("libc")]
    private static partial int getsockopt(int socket, int level, int name, byte* value, int* length);
}
