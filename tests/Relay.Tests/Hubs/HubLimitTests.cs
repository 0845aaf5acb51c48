using System.Diagnostics;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using RemoteAssist.Relay.Hosting;
using RemoteAssist.Relay.Hubs;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Tests.Hubs;

/// <summary>How much, how fast and how many: what a connection may do before and after anybody knows whose it is.</summary>
public sealed class HubLimitTests(OriginTests.Running running) : IClassFixture<OriginTests.Running>
{
    [Fact]
    public async Task AConnectionThatOnlyTalksIsCut()
    {
        using var socket = await Open();
        await socket.SendAsync(Encoding.ASCII.GetBytes("{\"protocol\":\"messagepack\",\"version\":1}\u001e"), WebSocketMessageType.Binary, true, CancellationToken.None);

        // Pings, as many as there is room for, and then one more; they are the cheapest thing to say.
        byte[] ping = [2, 0x91, 6];
        var pings = Enumerable.Repeat(ping, Allowance.BeforeJoining / ping.Length + 1).SelectMany(one => one).ToArray();
        var talk = async () =>
        {
            await socket.SendAsync(pings, WebSocketMessageType.Binary, true, CancellationToken.None);
            while ((await socket.ReceiveAsync(new byte[1024], CancellationToken.None)).MessageType != WebSocketMessageType.Close)
            {
            }
        };
        await talk.Should().ThrowAsync<WebSocketException>("nobody says good-bye to such a one");
    }

    [Fact]
    public async Task StepsThatComeTooFastWaitForTheirTurnAndAreNotLost()
    {
        await using var agent = await running.Host.Connect();
        var began = Stopwatch.GetTimestamp();
        var calls = Enumerable.Range(0, HubPace.StepsAtOnce + HubPace.StepsPerSecond / 2)
            .Select(_ => agent.Exchange(1, [1])).ToList();
        foreach (var call in calls)
        {
            (await call.Awaiting(one => one).Should().ThrowAsync<HubException>()).WithMessage($"*{HubRefusal.NoSeat}");
        }

        Stopwatch.GetElapsedTime(began).Should().BeGreaterThan(TimeSpan.FromSeconds(0.3));
    }

    [Fact]
    public async Task AnAddressWithTooManyWhoHaveNotJoinedIsToldToComeLater()
    {
        await using var host = await HubHost.Start();
        var waiting = new List<HubEnd>();
        for (var i = 0; i < UnjoinedConnections.PerAddress; i++)
        {
            waiting.Add(await host.Connect());
        }

        // A connection is told that it is one before it is counted.
        await Eventually.True(() => !host.Services.GetRequiredService<UnjoinedConnections>().HasRoom(AddressKey.Of(IPAddress.Loopback)));
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(host.Address, HubContract.Path));
        request.Headers.Add("Connection", "Upgrade");
        request.Headers.Add("Upgrade", "websocket");
        request.Headers.Add("Sec-WebSocket-Version", "13");
        request.Headers.Add("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
        using var answer = await http.SendAsync(request);

        answer.StatusCode.Should().Be(HttpStatusCode.TooManyRequests);
        answer.Headers.RetryAfter!.Delta.Should().Be(UnjoinedConnections.Patience);
        foreach (var end in waiting)
        {
            await end.DisposeAsync();
        }
    }

    private async Task<ClientWebSocket> Open()
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(RelayConnection.HubAddress(running.Host.Address), CancellationToken.None);
        return socket;
    }
}
