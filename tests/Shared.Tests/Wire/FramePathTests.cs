using System.Buffers;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace RemoteAssist.Shared.Tests.Wire;

/// <summary>A frame is the one thing that is large and frequent: it is copied once each way and never looked into.</summary>
public sealed class FramePathTests
{
    private const int FrameBytes = 1024 * 1024;
    private const int Slack = 16 * 1024;

    private static readonly IInvocationBinder Frames = new FrameBinder();

    [Fact]
    public void WritingAFrameAllocatesNothingOfItsSize()
    {
        var message = new StreamItemMessage("1", Some.Bytes(FrameBytes));
        var target = new ArrayBufferWriter<byte>(FrameBytes + 100);
        HubVector.Protocol.WriteMessage(message, target);
        target.Clear();

        Allocated(() => HubVector.Protocol.WriteMessage(message, target)).Should().BeLessThan(Slack);
        target.WrittenCount.Should().BeGreaterThan(FrameBytes);
    }

    [Fact]
    public void TheBytesOfAFrameForManyAreMadeOnce()
    {
        var message = new StreamItemMessage("1", Some.Bytes(FrameBytes));
        HubVector.Protocol.GetMessageBytes(message);
        Allocated(() => HubVector.Protocol.GetMessageBytes(message)).Should().BeLessThan(FrameBytes + Slack);
    }

    [Fact]
    public void ReadingAFrameAllocatesTheFrameAndNoMore()
    {
        var bytes = HubVector.Protocol.GetMessageBytes(new StreamItemMessage("1", Some.Bytes(FrameBytes))).ToArray();
        var input = Some.InPieces(bytes, 4096);
        Read(input);
        Allocated(() => Read(input)).Should().BeLessThan(FrameBytes + Slack);
    }

    [Fact]
    public void AFrameThatIsStillComingIsNotCopiedYet()
    {
        var bytes = HubVector.Protocol.GetMessageBytes(new StreamItemMessage("1", Some.Bytes(FrameBytes)));
        var input = new ReadOnlySequence<byte>(bytes[..^1]);
        HubVector.Protocol.TryParseMessage(ref input, Frames, out _).Should().BeFalse();
        Allocated(() => _ = HubVector.Protocol.TryParseMessage(ref input, Frames, out _)).Should().BeLessThan(Slack);
    }

    [Fact]
    public void PartOfAnArrayIsWrittenWithoutTheRest()
    {
        ReadOnlyMemory<byte> part = Some.Bytes(10).AsMemory(3, 4);
        var message = Read(new ReadOnlySequence<byte>(HubVector.Protocol.GetMessageBytes(new StreamItemMessage("1", part))));
        message.Should().BeOfType<StreamItemMessage>().Which.Item.Should().BeOfType<byte[]>().Which.Should().Equal(3, 4, 5, 6);
    }

    [Fact]
    public void AReadFrameIsItsOwnAndNotTheBufferOfTheNetwork()
    {
        var bytes = HubVector.Protocol.GetMessageBytes(new StreamItemMessage("1", Some.Bytes(10)));
        var item = (byte[])((StreamItemMessage)Read(new ReadOnlySequence<byte>(bytes))).Item!;
        MemoryMarshal.AsMemory(bytes).Span.Clear();
        item.Should().Equal(Some.Bytes(10));
    }

    [Fact]
    public void TextIsNotTakenForBytes()
    {
        var bytes = HubVector.Protocol.GetMessageBytes(new StreamItemMessage("1", "AAECAw=="));
        Read(new ReadOnlySequence<byte>(bytes)).Should().BeOfType<StreamBindingFailureMessage>();
    }

    [Fact]
    public void AResultThatOnlyPassesThroughStaysAsItIs()
    {
        var original = HubVector.Protocol.GetMessageBytes(CompletionMessage.WithResult("1", Some.Report));
        var input = new ReadOnlySequence<byte>(original);
        HubVector.Protocol.TryParseMessage(ref input, new RawBinder(), out var message).Should().BeTrue();
        ((CompletionMessage)message!).Result.Should().BeOfType<RawResult>();
        HubVector.Protocol.GetMessageBytes(message).ToArray().Should().Equal(original.ToArray());
    }

    private static HubMessage Read(ReadOnlySequence<byte> input)
    {
        HubVector.Protocol.TryParseMessage(ref input, Frames, out var message).Should().BeTrue();
        return message!;
    }

    private static long Allocated(Action act)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        act();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private sealed class FrameBinder : IInvocationBinder
    {
        public IReadOnlyList<Type> GetParameterTypes(string methodName) => [typeof(byte[])];

        public Type GetReturnType(string invocationId) => typeof(byte[]);

        public Type GetStreamItemType(string streamId) => typeof(byte[]);
    }

    private sealed class RawBinder : IInvocationBinder
    {
        public IReadOnlyList<Type> GetParameterTypes(string methodName) => [];

        public Type GetReturnType(string invocationId) => typeof(RawResult);

        public Type GetStreamItemType(string streamId) => typeof(object);
    }
}
