using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace RemoteAssist.Relay.Syslog;

/// <summary>
/// One connection to a syslog receiver. Syslog has no answer, so what was sent counts as received only when the receiver has read
/// to the end: this side says that it is done, and the receiver closes behind the last byte.
/// </summary>
internal sealed class SyslogLine : IAsyncDisposable
{
    private readonly Socket socket;
    private readonly Stream stream;

    private SyslogLine(Socket socket, Stream stream) => (this.socket, this.stream) = (socket, stream);

    /// <summary>Connects.</summary>
    /// <exception cref="IOException">It cannot be reached, or its certificate is not trusted here.</exception>
    public static async Task<SyslogLine> Open(SyslogTarget target, CancellationToken cancel)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(target.Host, target.Port, cancel);
            var plain = new NetworkStream(socket, ownsSocket: true);
            if (!target.IsTls)
            {
                return new SyslogLine(socket, plain);
            }

            var secure = new SslStream(plain);
            await secure.AuthenticateAsClientAsync(Check(target), cancel);
            return new SyslogLine(socket, secure);
        }
        catch (Exception failure) when (failure is SocketException or System.Security.Authentication.AuthenticationException)
        {
            socket.Dispose();
            throw new IOException(failure.Message, failure);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends what is whole messages.</summary>
    public ValueTask Send(ReadOnlyMemory<byte> messages, CancellationToken cancel) => stream.WriteAsync(messages, cancel);

    /// <summary>Says that nothing more comes, and waits until the receiver has closed behind it.</summary>
    /// <exception cref="IOException">It broke off instead: it may have lost what was sent.</exception>
    public async Task Finish(CancellationToken cancel)
    {
        await stream.FlushAsync(cancel);
        if (stream is SslStream secure)
        {
            await secure.ShutdownAsync();
        }

        socket.Shutdown(SocketShutdown.Send);
        var answer = new byte[256];
        while (await stream.ReadAsync(answer, cancel) > 0)
        {
            // A receiver has nothing to say; what it says all the same is passed over.
        }
    }

    private static SslClientAuthenticationOptions Check(SyslogTarget target)
    {
        var options = new SslClientAuthenticationOptions { TargetHost = target.Host };
        if (target.Trusted is { } roots)
        {
            options.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck,
            };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(roots);
        }

        return options;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => stream.DisposeAsync();
}
