using System.Buffers.Binary;
using System.Globalization;

namespace RemoteAssist.Tests.Support;

/// <summary>
/// Every byte that entered a line, a file for each direction of each connection; up to a limit in all. Disposing it ends
/// the recording; the files stay.
/// </summary>
/// <param name="folder">Where the files go; made if it is not there.</param>
/// <param name="limit">Bytes in all; what comes later is not kept, and <see cref="IsWhole"/> says so.</param>
public sealed class WireRecording(string folder, long limit = 256L << 20) : IDisposable
{
    private readonly Lock writing = new();
    private readonly List<FileStream> files = [];
    private long left = limit;
    private int connections;

    /// <summary>Whether all that passed was kept.</summary>
    public bool IsWhole { get; private set; } = true;

    /// <summary>The files so far; each holds all that passed until now.</summary>
    public IReadOnlyList<string> Files
    {
        get
        {
            lock (writing)
            {
                files.Where(file => file.CanWrite).ToList().ForEach(file => file.Flush());
                return [.. files.Select(file => file.Name)];
            }
        }
    }

    /// <summary>Begins a connection: what each direction's bytes are given to.</summary>
    public (Action<ReadOnlySpan<byte>> Up, Action<ReadOnlySpan<byte>> Down) Connect()
    {
        lock (writing)
        {
            Directory.CreateDirectory(folder);
            connections++;
            return (Open("to-relay"), Open("from-relay"));
        }
    }

    /// <summary>
    /// What the messages of a WebSocket connection say, one after the other (RFC 6455, section 5.2), without the mask
    /// that a client has to put over them; null where the bytes are of no such connection.
    /// </summary>
    public static byte[]? Messages(ReadOnlySpan<byte> wire)
    {
        var head = System.Text.Encoding.Latin1.GetString(wire[..Math.Min(wire.Length, 16 * 1024)]);
        var upgrade = head.IndexOf("upgrade: websocket", StringComparison.OrdinalIgnoreCase);
        var end = upgrade < 0 ? -1 : head.IndexOf("\r\n\r\n", upgrade, StringComparison.Ordinal);
        if (end < 0)
        {
            return null;
        }

        var rest = wire[(end + 4)..];
        using var said = new MemoryStream();
        while (rest.Length >= 2)
        {
            var masked = rest[1] >> 7 != 0;
            var (at, length) = (rest[1] & 0x7F) switch
            {
                126 when rest.Length >= 4 => (4, BinaryPrimitives.ReadUInt16BigEndian(rest[2..])),
                127 when rest.Length >= 10 => (10, BinaryPrimitives.ReadInt64BigEndian(rest[2..])),
                var small and < 126 => (2, small),
                _ => (2, -1L),
            };
            var body = at + (masked ? 4 : 0);
            if (length < 0 || rest.Length < body)
            {
                break; // cut off in the middle of a head
            }

            var payload = rest.Slice(body, (int)Math.Min(length, rest.Length - body)).ToArray();
            for (var i = 0; masked && i < payload.Length; i++)
            {
                payload[i] ^= rest[at + (i % 4)];
            }

            said.Write(payload);
            rest = rest[(body + payload.Length)..];
        }

        return said.ToArray();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (writing)
        {
            left = 0;
            files.ForEach(file => file.Dispose());
        }
    }

    private Action<ReadOnlySpan<byte>> Open(string direction)
    {
        var name = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{connections:000}-{direction}"));
        var file = new FileStream(name, FileMode.Create, FileAccess.Write, FileShare.Read);
        files.Add(file);
        return bytes =>
        {
            lock (writing)
            {
                var fits = (int)Math.Min(left, bytes.Length);
                IsWhole &= fits == bytes.Length;
                left -= fits;
                if (fits > 0)
                {
                    file.Write(bytes[..fits]);
                }
            }
        };
    }
}
