using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Shared.Tests.Wire;

/// <summary>Our client, through our connection factory and our protocol, against a real server.</summary>
public sealed class RelayConnectionTests(ProofServer server) : IClassFixture<ProofServer>
{
    private const int Megabyte = 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task ResultsErrorsAndNothingComeBack()
    {
        await using var hub = await Connected();
        (await hub.InvokeAsync<int>("Add", 20, 22)).Should().Be(42);
        await hub.InvokeAsync("Nothing");
        (await hub.InvokeAsync<string?>("Text", (string?)null)).Should().BeNull();
        await hub.Invoking(h => h.InvokeAsync<int>("Fail")).Should().ThrowAsync<HubException>().WithMessage("*It did not work: 出错了*");
    }

    [Fact]
    public async Task EverythingInTheContractComesBackAsItWent()
    {
        await using var hub = await Connected();
        (await hub.InvokeAsync<string>("Text", Some.Unicode)).Should().Be(Some.Unicode);
        (await hub.InvokeAsync<Guid>("Id", Some.Id)).Should().Be(Some.Id);
        (await hub.InvokeAsync<EndReason>("Reason", EndReason.NoAnswer)).Should().Be(EndReason.NoAnswer);
        (await hub.InvokeAsync<DateTimeOffset>("Moment", Some.Moment)).Should().Be(Some.Moment);
        (await hub.InvokeAsync<AgentReport>("Report", Some.Report)).Should().BeEquivalentTo(Some.Report);
        (await hub.InvokeAsync<SessionStatus?>("Status", Some.Status)).Should().Be(Some.Status);
        (await hub.InvokeAsync<SessionStatus?>("Status", (SessionStatus?)null)).Should().BeNull();
    }

    [Fact]
    public async Task AMegabyteGoesThereAndComesBack()
    {
        await using var hub = await Connected();
        var back = await hub.InvokeAsync<byte[]>("Turned", Some.Bytes(Megabyte));
        back.AsSpan().Reverse();
        back.AsSpan().SequenceEqual(Some.Bytes(Megabyte)).Should().BeTrue();
    }

    [Fact]
    public async Task ArgumentsThatDoNotFitEndTheCallOnly()
    {
        await using var hub = await Connected();
        await hub.Invoking(h => h.InvokeAsync<int>("Add", "twenty", 22)).Should().ThrowAsync<HubException>()
            .WithMessage("*Argument 1 does not fit Int32*");
        (await hub.InvokeAsync<int>("Add", 1, 2)).Should().Be(3);
    }

    [Fact]
    public async Task AResultOfAnotherTypeEndsTheCallOnly()
    {
        await using var hub = await Connected();
        await hub.Invoking(h => h.InvokeAsync<int>("Text", "x")).Should().ThrowAsync<HubException>().WithMessage("*does not fit Int32*");
        (await hub.InvokeAsync<int>("Add", 1, 2)).Should().Be(3);
    }

    [Fact]
    public async Task AStreamOfFramesComes()
    {
        await using var hub = await Connected();
        var count = 0;
        await foreach (var frame in hub.StreamAsync<byte[]>("Frames", 10, Megabyte))
        {
            frame.AsSpan().SequenceEqual(Some.Bytes(Megabyte)).Should().BeTrue();
            count++;
        }

        count.Should().Be(10);
    }

    [Fact]
    public async Task AStreamOfFramesMayBeTakenAsMemory()
    {
        await using var hub = await Connected();
        await foreach (var frame in hub.StreamAsync<ReadOnlyMemory<byte>>("Frames", 3, 300))
        {
            frame.Span.SequenceEqual(Some.Bytes(300)).Should().BeTrue();
        }
    }

    [Fact]
    public async Task AStreamThatBreaksSaysSo()
    {
        await using var hub = await Connected();
        var got = new List<int>();
        var reading = async () =>
        {
            await foreach (var item in hub.StreamAsync<int>("Broken"))
            {
                got.Add(item);
            }
        };
        await reading.Should().ThrowAsync<HubException>().WithMessage("*The stream broke*");
        got.Should().Equal(1);
    }

    [Fact]
    public async Task AStreamThatIsCancelledStopsAtTheServer()
    {
        await using var hub = await Connected();
        using var stop = new CancellationTokenSource();
        var stream = await hub.StreamAsChannelAsync<int>("Endless", stop.Token);
        (await stream.ReadAsync()).Should().Be(1);
        await stop.CancelAsync();
        await hub.InvokeAsync("EndlessWasCancelled").WaitAsync(Patience);
    }

    [Fact]
    public async Task AStreamOfFramesGoes()
    {
        await using var hub = await Connected();
        var frames = Channel.CreateBounded<byte[]>(2);
        var sum = hub.InvokeAsync<long>("Collect", frames.Reader);
        foreach (var size in new[] { 0, 1, 255, 256, 65535, 65536, Megabyte, Megabyte })
        {
            await frames.Writer.WriteAsync(Some.Bytes(size));
        }

        frames.Writer.Complete();
        (await sum.WaitAsync(Patience)).Should().Be(1 + 255 + 256 + 65535 + 65536 + 2 * Megabyte);
    }

    [Fact]
    public async Task TheServerCallsAndAsks()
    {
        await using var hub = RelayConnection.Create(server.Address);
        var called = new TaskCompletionSource<(EndReason, byte[], SessionStatus, string?)>();
        hub.On<EndReason, byte[], SessionStatus, string?>("called", (reason, bytes, status, nothing) =>
            called.SetResult((reason, bytes, status, nothing)));
        hub.On<int, int>("double", number => number * 2);
        await hub.StartAsync();
        await hub.InvokeAsync("CallBack");
        var (reason, bytes, status, nothing) = await called.Task.WaitAsync(Patience);
        reason.Should().Be(EndReason.TimeUp);
        bytes.Should().Equal(Some.Bytes(300));
        status.Should().Be(Some.Status);
        nothing.Should().BeNull();
        (await hub.InvokeAsync<int>("Ask", 21)).Should().Be(42);
    }

    [Fact]
    public async Task PingsKeepAQuietConnection()
    {
        // Either side bears three seconds of silence: being there after four means that both have pinged. A machine that itself stood
        // still for as long as a ping takes to come says nothing of pings. Where it does so each time, the last counts.
        for (var left = 3; ; left--)
        {
            using var over = new CancellationTokenSource();
            var standstill = Standstill(over.Token);
            var isThere = await IsThereAfterASilence();
            await over.CancelAsync();
            if (isThere || left == 0 || await standstill < TimeSpan.FromSeconds(1))
            {
                isThere.Should().BeTrue();
                return;
            }
        }
    }

    [Fact]
    public async Task WhoeverDoesNotPingIsLetGo()
    {
        await using var hub = RelayConnection.Create(new Uri(server.Address, ImpatientHub.Path));
        var closed = Closing(hub);
        await hub.StartAsync(); // and then nothing for five seconds
        (await closed.WaitAsync(Patience)).Should().BeOfType<HubException>().Which.Message.Should().Contain("ClientTimeoutInterval");
    }

    [Fact]
    public async Task ASilentServerIsLost()
    {
        await using var hub = RelayConnection.Create(server.Address);
        hub.ServerTimeout = TimeSpan.FromMilliseconds(100);
        var closed = Closing(hub);
        await hub.StartAsync();
        (await closed.WaitAsync(Patience)).Should().BeOfType<TimeoutException>();
    }

    [Fact]
    public async Task AServerThatSaysGoodByeIsAnOrderlyEnd()
    {
        await using var hub = RelayConnection.Create(server.Address);
        var closed = Closing(hub);
        await hub.StartAsync();
        await hub.SendAsync("Leave");
        (await closed.WaitAsync(Patience)).Should().BeNull();
    }

    [Fact]
    public async Task ANetworkThatIsLostIsAnError()
    {
        await using var hub = RelayConnection.Create(server.Address);
        var closed = Closing(hub);
        await hub.StartAsync();
        await hub.SendAsync("Cut");
        (await closed.WaitAsync(Patience)).Should().NotBeNull();
    }

    [Fact]
    public async Task AClientThatStopsIsAnOrderlyEndAtBothSides()
    {
        await using var hub = RelayConnection.Create(server.Address);
        var closed = Closing(hub);
        await hub.StartAsync();
        var connection = await hub.InvokeAsync<string>("WhoAmI");
        await hub.StopAsync();
        (await closed.WaitAsync(Patience)).Should().BeNull();
        (await server.Log.WhenGone(connection).WaitAsync(Patience)).Should().BeNull();
    }

    [Fact]
    public async Task AClientThatStoppedMayStartAgain()
    {
        await using var hub = await Connected();
        await hub.StopAsync();
        await hub.StartAsync();
        (await hub.InvokeAsync<int>("Add", 1, 1)).Should().Be(2);
    }

    [Fact]
    public async Task WhereNobodyListensStartingFails()
    {
        await using var hub = RelayConnection.Create(new Uri("http://127.0.0.1:9"));
        await hub.Invoking(h => h.StartAsync()).Should().ThrowAsync<Exception>();
        hub.State.Should().Be(HubConnectionState.Disconnected);
    }

    [Fact]
    public async Task StartingMayBeGivenUp()
    {
        await using var hub = RelayConnection.Create(server.Address);
        await hub.Invoking(h => h.StartAsync(new CancellationToken(canceled: true))).Should().ThrowAsync<OperationCanceledException>();
    }

    [Theory]
    [InlineData("http://relay.example", "ws://relay.example/hub")]
    [InlineData("https://relay.example/", "wss://relay.example/hub")]
    [InlineData("https://relay.example:8443/help/?q#f", "wss://relay.example:8443/help/hub")]
    [InlineData("wss://relay.example", "wss://relay.example/hub")]
    public void TheHubIsFoundFromTheAddressThatPeopleType(string relay, string hub) =>
        RelayConnection.HubAddress(new Uri(relay)).Should().Be(new Uri(hub));

    [Theory]
    [InlineData("ftp://relay.example")]
    [InlineData("file:///etc")]
    [InlineData("relay.example")]
    public void AnAddressOfAnotherKindIsRefused(string relay) =>
        FluentActions.Invoking(() => RelayConnection.Create(new Uri(relay, UriKind.RelativeOrAbsolute)))
            .Should().Throw<ArgumentException>().WithMessage("*http*");

    private async Task<bool> IsThereAfterASilence()
    {
        await using var hub = RelayConnection.Create(new Uri(server.Address, ImpatientHub.Path));
        hub.KeepAliveInterval = TimeSpan.FromSeconds(0.25);
        hub.ServerTimeout = ImpatientHub.Patience;
        var closed = Closing(hub);
        await hub.StartAsync();
        if (await Task.WhenAny(closed, Task.Delay(ImpatientHub.Patience + TimeSpan.FromSeconds(1))) == closed)
        {
            return false;
        }

        (await hub.InvokeAsync<int>("Add", 1, 1)).Should().Be(2);
        return true;
    }

    // By how much whoever only wants to go on now and then was late at most.
    private static async Task<TimeSpan> Standstill(CancellationToken over)
    {
        var beat = TimeSpan.FromMilliseconds(50);
        var latest = TimeSpan.Zero;
        while (!over.IsCancellationRequested)
        {
            var before = Stopwatch.GetTimestamp();
            await Task.Delay(beat, CancellationToken.None);
            var late = Stopwatch.GetElapsedTime(before) - beat;
            latest = late > latest ? late : latest;
        }

        return latest;
    }

    private static Task<Exception?> Closing(HubConnection hub)
    {
        var closed = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
        hub.Closed += error =>
        {
            closed.TrySetResult(error);
            return Task.CompletedTask;
        };
        return closed.Task;
    }

    private async Task<HubConnection> Connected()
    {
        var hub = RelayConnection.Create(server.Address);
        await hub.StartAsync();
        return hub;
    }
}
