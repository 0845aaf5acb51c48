using System.Net;
using System.Net.WebSockets;
using RemoteAssist.Relay.Accounts;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Tests.Hubs;

public sealed class OriginTests(OriginTests.Running running) : IClassFixture<OriginTests.Running>
{
    internal static readonly string[] Wrong =
    [
        "",
        "null",
        "http://evil.example",
        "https://evil.example",
        "http://HOST.evil.example:PORT",
        "http://evil.example:PORT",
        "http://evil.example/HOST:PORT",
        "http://evil.example?HOST:PORT",
        "http://evil.example#HOST:PORT",
        "http://HOST:PORT@evil.example",
        "http://evil.example@HOST:PORT",
        "http://HOST",
        "http://HOST:1",
        "http://HOST:PORT/",
        "http://HOST:PORT/page",
        "http://HOST:PORT http://evil.example",
        "http://HOST:PORT, http://evil.example",
        "http://evil.example, http://HOST:PORT",
        "ftp://HOST:PORT",
        "file://HOST:PORT",
        "HOST:PORT",
        "//HOST:PORT",
        "http://HOST.:PORT",
        "http://localhost:PORT",
        "chrome-extension://abcdef",
    ];

    public static TheoryData<string> Bad() => [.. Wrong];

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task APageFromElsewhereCannotOpenTheHub(string origin)
    {
        foreach (var path in new[] { HubContract.Path, HubContract.ViewerPath })
        {
            using var socket = new ClientWebSocket();
            socket.Options.CollectHttpResponseDetails = true;
            socket.Options.SetRequestHeader("Origin", Fill(origin));
            socket.Options.SetRequestHeader(HubHost.UserHeader, path == HubContract.ViewerPath ? "ann" : "");

            var connect = () => socket.ConnectAsync(RelayConnection.HubAddress(running.Host.Address, path), CancellationToken.None);

            await connect.Should().ThrowAsync<WebSocketException>();
            socket.HttpStatusCode.Should().Be(HttpStatusCode.Forbidden);
        }
    }

    [Theory]
    [InlineData("http://HOST:PORT")]
    [InlineData("HTTP://HOST:PORT")]
    [InlineData("https://HOST:PORT")]
    [InlineData(null)]
    public async Task ThisRelaysOwnPagesAndAgentsCanOpenTheHub(string? origin)
    {
        using var socket = new ClientWebSocket();
        if (origin is not null)
        {
            socket.Options.SetRequestHeader("Origin", Fill(origin));
            socket.Options.SetRequestHeader(HubHost.UserHeader, "ann");
        }

        var path = origin is null ? HubContract.Path : HubContract.ViewerPath;
        await socket.ConnectAsync(RelayConnection.HubAddress(running.Host.Address, path), CancellationToken.None);

        socket.State.Should().Be(WebSocketState.Open);
    }

    [Fact]
    public async Task ASignInCookieWithoutAnOriginCannotOpenTheHub()
    {
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.SetRequestHeader("Cookie", $"{AccountsSetup.Cookie}=anything");

        var connect = () => socket.ConnectAsync(RelayConnection.HubAddress(running.Host.Address), CancellationToken.None);

        await connect.Should().ThrowAsync<WebSocketException>();
        socket.HttpStatusCode.Should().Be(HttpStatusCode.Forbidden);
    }

    private string Fill(string origin) => origin
        .Replace("HOST", running.Host.Address.Host, StringComparison.Ordinal)
        .Replace("PORT", $"{running.Host.Address.Port}", StringComparison.Ordinal);

    public sealed class Running : IAsyncLifetime
    {
        internal HubHost Host { get; private set; } = null!;

        public async Task InitializeAsync() => Host = await HubHost.Start();

        public async Task DisposeAsync() => await Host.DisposeAsync();
    }
}
