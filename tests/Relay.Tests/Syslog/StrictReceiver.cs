using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;

namespace RemoteAssist.Relay.Tests.Syslog;

/// <summary>One message, as RFC 5424 takes it apart.</summary>
internal sealed record Received(int Priority, DateTimeOffset Time, string Host, string App, string Id, IReadOnlyDictionary<string, string> Data, string Json)
{
    public long Sequence => long.Parse(Data["sequence"], CultureInfo.InvariantCulture);
}

/// <summary>A syslog receiver that takes nothing but counted messages (RFC 6587) that keep to RFC 5424, over TCP or TLS.</summary>
internal sealed partial class StrictReceiver : IDisposable
{
    private readonly TcpListener listener;
    private readonly X509Certificate2? certificate;
    private readonly CancellationTokenSource over = new();
    private int breaks;

    public StrictReceiver(X509Certificate2? certificate = null)
    {
        this.certificate = certificate;
        listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        _ = Listen();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>All that was taken whole, in the order in which it came.</summary>
    public ConcurrentQueue<Received> Messages { get; } = new();

    /// <summary>What did not keep to the rules.</summary>
    public ConcurrentQueue<string> Wrong { get; } = new();

    /// <summary>The next so many connections are broken off with what was sent on them unread.</summary>
    public void Break(int connections) => Interlocked.Exchange(ref breaks, connections);

    /// <summary>How many of those are still to come.</summary>
    public int BreaksLeft => Math.Max(0, Volatile.Read(ref breaks));

    public void Dispose()
    {
        over.Cancel();
        listener.Dispose();
        over.Dispose();
    }

    private async Task Listen()
    {
        try
        {
            while (true)
            {
                var socket = await listener.AcceptSocketAsync(over.Token);
                _ = Interlocked.Decrement(ref breaks) >= 0 ? BreakOff(socket) : Take(socket);
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    // One message is read, and the rest thrown away: what a receiver that dies has in its hands.
    private static async Task BreakOff(Socket socket)
    {
        await socket.ReceiveAsync(new byte[64]);
        socket.LingerState = new LingerOption(true, 0);
        socket.Dispose();
    }

    private async Task Take(Socket socket)
    {
        try
        {
            await using Stream plain = new NetworkStream(socket, ownsSocket: true);
            await using var stream = certificate is null ? plain : new SslStream(plain);
            if (stream is SslStream secure)
            {
                await secure.AuthenticateAsServerAsync(certificate!);
            }

            using var all = new MemoryStream();
            await stream.CopyToAsync(all, over.Token);
            Split(all.ToArray());
        }
        catch (Exception failure) when (failure is IOException or System.Security.Authentication.AuthenticationException or OperationCanceledException)
        {
        }
    }

    private void Split(byte[] bytes)
    {
        for (var at = 0; at < bytes.Length;)
        {
            var space = Array.IndexOf(bytes, (byte)' ', at);
            if (space <= at || !int.TryParse(Encoding.ASCII.GetString(bytes, at, space - at), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
                || space + 1 + length > bytes.Length)
            {
                Wrong.Enqueue($"no length at {at}");
                return;
            }

            Read(bytes.AsSpan(space + 1, length).ToArray());
            at = space + 1 + length;
        }
    }

    private void Read(byte[] message)
    {
        var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(message);
        if (Rfc5424().Match(text) is not { Success: true } match)
        {
            Wrong.Enqueue(text);
            return;
        }

        var data = Parameter().Matches(match.Groups["data"].Value).ToDictionary(
            one => one.Groups["name"].Value, one => Escape().Replace(one.Groups["value"].Value, "${sign}"), StringComparer.Ordinal);
        Messages.Enqueue(new Received(
            int.Parse(match.Groups["pri"].Value, CultureInfo.InvariantCulture),
            DateTimeOffset.Parse(match.Groups["time"].Value, CultureInfo.InvariantCulture),
            match.Groups["host"].Value, match.Groups["app"].Value, match.Groups["id"].Value, data, match.Groups["message"].Value));
    }

    [GeneratedRegex(
        """
        ^<(?<pri>[1-9][0-9]{0,2}|0)>1 (?<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)) (?<host>[!-~]{1,255}) (?<app>[!-~]{1,48}) (?<proc>[!-~]{1,128}) (?<id>[!-~]{1,32}) \[(?<sd>[!#-<>-\\^-~]{1,32})(?<data>( [!#-<>-\\^-~]{1,32}="([^"\\\]]|\\["\\\]])*")*)\] \uFEFF(?<message>.*)$
        """,
        RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex Rfc5424();

    [GeneratedRegex(@"(?<name>[^ =]+)=""(?<value>([^""\\]|\\.)*)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Parameter();

    [GeneratedRegex(@"\\(?<sign>[""\\\]])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Escape();
}
