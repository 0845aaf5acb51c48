using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RemoteAssist.Support.Tests;

public sealed class WireRecordingTests : IDisposable
{
    private const string Typed = "Zaunkönig-4711";

    private readonly string _folder = Directory.CreateTempSubdirectory("wire-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task WhatPassesALineIsKeptInBothDirectionsAndFound()
    {
        using var recording = new WireRecording(_folder);
        using var relay = new TcpListener(IPAddress.Loopback, 0);
        relay.Start();
        var address = new Uri($"http://127.0.0.1:{((IPEndPoint)relay.LocalEndpoint).Port}/");
        await using var line = new ImpairedLine(address, new LineQuality(), recording: recording);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, line.Address.Port);
        using var server = await relay.AcceptTcpClientAsync();

        await Pass(client, server, Encoding.UTF8.GetBytes("up: " + Typed));
        await Pass(server, client, new CanaryPicture(seed: 5).Raw()[3].Bytes);

        var finds = new CanarySearch([.. Canary.OfText(Typed), .. new CanaryPicture(seed: 5).Raw()]).OnWire(recording);
        finds.Hits.Select(hit => (Path.GetFileName(hit.Place), hit.At)).Should().BeEquivalentTo([("001-to-relay", 4L), ("001-from-relay", 0L)]);
        new CanarySearch(Canary.OfText("Feldlerche-4711")).OnWire(recording).Count.Should().Be(0);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(200)]
    [InlineData(70_000)]
    public void WhatAClientMaskedIsFoundWithoutItsMask(int before)
    {
        using var recording = new WireRecording(_folder);
        var up = recording.Connect().Up;
        up(Encoding.ASCII.GetBytes("GET /hub HTTP/1.1\r\nUpgrade: websocket\r\nHost: here\r\n\r\n"));
        var said = new byte[before].Concat(Encoding.UTF8.GetBytes(Typed)).ToArray();
        up(Masked(said[..(before / 2)]));
        up(Masked(said[(before / 2)..]));

        var finds = new CanarySearch(Canary.OfText(Typed)).OnWire(recording);
        finds.Hits.Should().ContainSingle().Which.At.Should().Be(before);
        finds.Hits[0].Place.Should().EndWith("unmasked");
    }

    [Fact]
    public void ARecordingThatIsNotWholeIsNotSearched()
    {
        using var recording = new WireRecording(_folder, limit: 10);
        var (up, down) = recording.Connect();
        up(new byte[10]);
        recording.IsWhole.Should().BeTrue();
        down(new byte[1]);
        recording.IsWhole.Should().BeFalse();
        var search = () => new CanarySearch(Canary.OfText(Typed)).OnWire(recording);
        search.Should().Throw<InvalidOperationException>();
    }

    private static async Task Pass(TcpClient from, TcpClient to, byte[] bytes)
    {
        await from.GetStream().WriteAsync(bytes);
        var arrived = new byte[bytes.Length];
        await to.GetStream().ReadExactlyAsync(arrived);
        arrived.Should().Equal(bytes);
    }

    /// <summary>A binary WebSocket frame as a client writes it.</summary>
    private static byte[] Masked(byte[] said)
    {
        byte[] mask = [0x5A, 0xC3, 0x17, 0x88];
        byte[] length = said.Length switch
        {
            < 126 => [(byte)(0x80 | said.Length)],
            <= ushort.MaxValue => [0x80 | 126, (byte)(said.Length >> 8), (byte)said.Length],
            _ => [0x80 | 127, .. new byte[8]],
        };
        if (length.Length == 9)
        {
            BinaryPrimitives.WriteInt64BigEndian(length.AsSpan(1), said.Length);
        }

        return [0x82, .. length, .. mask, .. said.Select((value, i) => (byte)(value ^ mask[i % 4]))];
    }
}
