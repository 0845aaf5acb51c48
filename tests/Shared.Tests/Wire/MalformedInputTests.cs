using System.Buffers;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Shared.Tests.Wire;

/// <summary>Input from a broken or hostile peer ends that peer's connection, with a reason, and nothing else.</summary>
public sealed class MalformedInputTests(ProofServer server) : IClassFixture<ProofServer>
{
    public static TheoryData<string> Names() => Malformed.Names();

    [Theory]
    [MemberData(nameof(Names))]
    public void MalformedInputIsRefusedWithItsReason(string name)
    {
        var (bytes, reason) = Malformed.Named(name);
        foreach (var size in new[] { 1, bytes.Length })
        {
            var reading = () =>
            {
                var input = Some.InPieces(bytes, size);
                return HubVector.Protocol.TryParseMessage(ref input, HubVector.Named("a call without arguments").Binder(), out _);
            };
            reading.Should().Throw<InvalidDataException>().WithMessage($"*{reason}*");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task MalformedInputEndsThatConnectionAndNoOther(string name)
    {
        await using var neighbour = RelayConnection.Create(server.Address);
        await neighbour.StartAsync();
        using (var bad = await RawHubClient.ConnectAsync(server.Address))
        {
            var (bytes, reason) = Malformed.Named(name);
            await bad.SendAsync(bytes);
            var last = (await bad.ReadToEndAsync()).Should().ContainSingle(message => message is CloseMessage).Subject;
            ((CloseMessage)last).Error.Should().Contain(reason);
        }

        (await neighbour.InvokeAsync<int>("Add", 20, 22)).Should().Be(42);
        await using var next = RelayConnection.Create(server.Address);
        await next.StartAsync();
        (await next.InvokeAsync<int>("Add", 1, 1)).Should().Be(2);
    }

    [Fact]
    public async Task TheLargestMessageIsTakenAndOneByteMoreIsNot()
    {
        // [1, {}, nil, "Turned", [bin32 …], []]: 5 of length, 18 around the bytes
        const int around = 4 + 7 + 1 + 5 + 1;
        await using var hub = RelayConnection.Create(server.Address);
        await hub.StartAsync();
        var connection = await hub.InvokeAsync<string>("WhoAmI");
        await hub.SendAsync("Turned", new byte[HubContract.MaxMessageBytes - around]);
        (await hub.InvokeAsync<int>("Add", 1, 1)).Should().Be(2);

        await hub.SendAsync("Turned", new byte[HubContract.MaxMessageBytes - around + 1]);
        var why = await server.Log.WhenGone(connection).WaitAsync(TimeSpan.FromSeconds(60));
        why.Should().BeOfType<InvalidDataException>().Which.Message.Should().Contain($"claims {HubContract.MaxMessageBytes + 1}");
    }

    [Fact]
    public async Task AnotherProtocolIsRefusedInTheHandshake()
    {
        var builder = new HubConnectionBuilder(); // speaks JSON
        builder.Services.AddSingleton<IConnectionFactory>(new WebSocketConnectionFactory());
        builder.Services.AddSingleton<EndPoint>(new UriEndPoint(RelayConnection.HubAddress(server.Address)));
        await using var hub = builder.Build();
        await hub.Invoking(h => h.StartAsync()).Should().ThrowAsync<Exception>().WithMessage("*protocol 'json' is not supported*");
    }

    [Fact]
    public void AnExtensionThatNobodyKnowsEndsTheCallOnly()
    {
        var message = Read(Malformed.Framed([0x96, 0x01, 0x80, 0xa1, 0x31, 0xa1, 0x41, 0x91, 0xd4, 0x05, 0x00, 0x90]), "the number 1");
        var failure = message.Should().BeOfType<InvocationBindingFailureMessage>().Subject;
        failure.InvocationId.Should().Be("1");
        failure.BindingFailure.SourceException.InnerException!.Message.Should().Contain("extension of type 5");
    }

    [Theory]
    [InlineData(new byte[] { 0xd6, 0xff, 0, 0, 0, 1 }, "1970-01-01T00:00:01Z")]
    [InlineData(new byte[] { 0xd6, 0xff, 0xff, 0xff, 0xff, 0xff }, "2106-02-07T06:28:15Z")]
    [InlineData(new byte[] { 0xd7, 0xff, 0xee, 0x6b, 0x27, 0xfc, 0, 0, 0, 1 }, "1970-01-01T00:00:01.9999999Z")]
    [InlineData(new byte[] { 0xc7, 12, 0xff, 0, 0, 0, 100, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff }, "1969-12-31T23:59:59.0000001Z")]
    public void ATimestampOfEverySizeIsAMoment(byte[] value, string moment)
    {
        var message = Read(Malformed.Framed([0x94, 0x02, 0x80, 0xa1, 0x31, .. value]), "a moment", item: true);
        message.Should().BeOfType<StreamItemMessage>().Which.Item.Should().Be(DateTimeOffset.Parse(moment));
    }

    [Theory]
    [InlineData(new byte[] { 0xd5, 0xff, 0, 1 })] // a size that no timestamp has
    [InlineData(new byte[] { 0xd7, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 1 })] // more than a second of nanoseconds
    [InlineData(new byte[] { 0xc7, 12, 0xff, 0, 0, 0, 0, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff })] // after the year 9999
    public void ATimestampThatIsNoMomentEndsTheStreamOnly(byte[] value) =>
        Read(Malformed.Framed([0x94, 0x02, 0x80, 0xa1, 0x31, .. value]), "a moment", item: true)
            .Should().BeOfType<StreamBindingFailureMessage>().Which.Id.Should().Be("1");

    private static HubMessage Read(byte[] bytes, string typesOf, bool item = false)
    {
        var input = new ReadOnlySequence<byte>(bytes);
        var vector = HubVector.Named(typesOf);
        if (item)
        {
            vector = vector with { Message = vector.Message with { Item = vector.Message.Arguments![0] } };
        }

        HubVector.Protocol.TryParseMessage(ref input, vector.Binder(), out var message).Should().BeTrue();
        return message!;
    }
}
