using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Protocol;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Shared.Tests.Wire;

/// <summary>Our protocol against the bytes of the official one, in both directions.</summary>
public sealed class HubProtocolVectorTests
{
    public static TheoryData<string> AllNames() => HubVector.Names(_ => true);

    public static TheoryData<string> SameNames() => HubVector.Names(vector => vector.Same);

    public static TheoryData<string> ShortNames() => HubVector.Names(vector => vector.Bytes is not null);

    [Theory]
    [MemberData(nameof(AllNames))]
    public void TheOfficialBytesMeanTheirMessage(string name)
    {
        var vector = HubVector.Named(name);
        var input = new ReadOnlySequence<byte>(vector.OfficialBytes());
        HubVector.Protocol.TryParseMessage(ref input, vector.Binder(), out var message).Should().BeTrue();
        input.IsEmpty.Should().BeTrue();
        Told(message!).Should().Be(Told(vector.ToMessage()));
    }

    [Theory]
    [MemberData(nameof(SameNames))]
    public void OurBytesAreTheOfficialBytes(string name)
    {
        var vector = HubVector.Named(name);
        var official = vector.OfficialBytes();
        HubVector.Protocol.GetMessageBytes(vector.ToMessage()).ToArray().AsSpan().SequenceEqual(official).Should().BeTrue();

        var written = new ArrayBufferWriter<byte>();
        HubVector.Protocol.WriteMessage(vector.ToMessage(), written);
        written.WrittenSpan.SequenceEqual(official).Should().BeTrue("both ways of writing give the same");
    }

    [Theory]
    [MemberData(nameof(AllNames))]
    public void OurBytesMeanTheSameMessageInWhateverPiecesTheyCome(string name)
    {
        var vector = HubVector.Named(name);
        var bytes = HubVector.Protocol.GetMessageBytes(vector.ToMessage()).ToArray();
        foreach (var size in new[] { bytes.Length > 100_000 ? 4096 : 1, 7, bytes.Length })
        {
            var input = Some.InPieces(bytes, size);
            HubVector.Protocol.TryParseMessage(ref input, vector.Binder(), out var message).Should().BeTrue();
            Told(message!).Should().Be(Told(vector.ToMessage()));
        }
    }

    [Theory]
    [MemberData(nameof(ShortNames))]
    public void AMessageThatIsNotAllThereIsWaitedFor(string name)
    {
        var vector = HubVector.Named(name);
        var bytes = vector.OfficialBytes();
        for (var length = 0; length < bytes.Length; length++)
        {
            var input = new ReadOnlySequence<byte>(bytes, 0, length);
            HubVector.Protocol.TryParseMessage(ref input, vector.Binder(), out _).Should().BeFalse();
            input.Length.Should().Be(length, "nothing is taken before all is there");
        }
    }

    [Fact]
    public void MessagesThatComeTogetherAreReadOneByOne()
    {
        var vector = HubVector.Named("a call that wants an answer");
        var ping = HubVector.Named("a ping").OfficialBytes();
        var input = new ReadOnlySequence<byte>([.. ping, .. vector.OfficialBytes(), .. ping]);
        var types = new List<Type>();
        while (HubVector.Protocol.TryParseMessage(ref input, vector.Binder(), out var message))
        {
            types.Add(message.GetType());
        }

        types.Should().Equal(typeof(PingMessage), typeof(InvocationMessage), typeof(PingMessage));
    }

    [Fact]
    public void AMessageOfALaterProtocolIsPassedOver()
    {
        var vector = HubVector.Named("a ping");
        var input = new ReadOnlySequence<byte>([0x03, 0x92, 0x63, 0xc0, .. vector.OfficialBytes()]);
        HubVector.Protocol.TryParseMessage(ref input, vector.Binder(), out var message).Should().BeTrue();
        message.Should().BeSameAs(PingMessage.Instance);
    }

    [Fact]
    public void EveryVectorThatWeWriteOtherwiseSaysWhy() =>
        HubVector.Every.Should().OnlyContain(vector => vector.Same == (vector.Why == null)).And.HaveCountGreaterThan(70);

    /// <summary>A message as text that holds everything in it, for comparing.</summary>
    private static string Told(HubMessage message)
    {
        var headers = message is HubInvocationMessage { Headers: { } all } ? string.Join(';', all) : "";
        return $"{message.GetType().Name} {headers} " + message switch
        {
            HubMethodInvocationMessage call =>
                $"{call.InvocationId} {call.Target} [{string.Join(',', call.Arguments.Select(Told))}] {string.Join(',', call.StreamIds ?? [])}",
            StreamItemMessage item => $"{item.InvocationId} {Told(item.Item)}",
            CompletionMessage done => $"{done.InvocationId} {done.Error} {done.HasResult} {Told(done.Result)}",
            CancelInvocationMessage cancel => $"{cancel.InvocationId}",
            PingMessage => "",
            CloseMessage close => $"{close.Error} {close.AllowReconnect}",
            AckMessage ack => $"{ack.SequenceId}",
            SequenceMessage sequence => $"{sequence.SequenceId}",
            _ => throw new InvalidOperationException($"{message.GetType().Name}: {JsonSerializer.Serialize<object>(message)}"),
        };
    }

    private static string Told(object? value) => value is null
        ? "null"
        : $"{value.GetType().Name}:{JsonSerializer.Serialize(value, WireJson.Default.Options.GetTypeInfo(value.GetType()))}";
}
