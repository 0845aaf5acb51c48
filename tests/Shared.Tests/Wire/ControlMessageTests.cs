using FsCheck;
using FsCheck.Fluent;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Shared.Tests.Wire;

public sealed class ControlMessageTests
{
    public static TheoryData<ControlMessage, string> Golden() => new()
    {
        { new ControlMessage.Painted(0x01020304), "0104030201" },
        { new ControlMessage.Ping(0x0102030405060708), "020807060504030201" },
        { new ControlMessage.KeyFrameRequest(), "03" },
        { new ControlMessage.Pong(1, 0xffffffffffffffff), "810100000000000000ffffffffffffffff" },
    };

    [Theory]
    [MemberData(nameof(Golden))]
    public void EveryKindIsTheseBytesInBothDirections(ControlMessage message, string hex)
    {
        Convert.ToHexString(message.ToBytes()).Should().BeEquivalentTo(hex);
        ControlMessage.Read(Convert.FromHexString(hex)).Should().Be(message);
    }

    [Fact]
    public void ThereAndBackIsIdentity() => Prop.ForAll<uint, ulong, ulong>((frame, sent, time) =>
        Same(new ControlMessage.Painted(frame)) && Same(new ControlMessage.Ping(sent)) && Same(new ControlMessage.Pong(sent, time)))
        .QuickCheckThrowOnFailure();

    [Theory]
    [MemberData(nameof(Golden))]
    public void AMessageOfAnotherLengthIsNone(ControlMessage message, string hex)
    {
        var bytes = message.ToBytes();
        for (var length = 0; length < bytes.Length; length++)
        {
            ControlMessage.Read(bytes.AsSpan(0, length)).Should().BeNull();
        }

        ControlMessage.Read(Convert.FromHexString(hex + "00")).Should().BeNull();
    }

    [Fact]
    public void AnUnknownKindIsNoneAtEveryLengthThatAKindHas()
    {
        foreach (var kind in Enumerable.Range(0, 256).Except([1, 2, 3, 129]))
        {
            foreach (var length in new[] { 1, 5, 9, 17 })
            {
                var bytes = new byte[length];
                bytes[0] = (byte)kind;
                ControlMessage.Read(bytes).Should().BeNull();
            }
        }
    }

    private static bool Same(ControlMessage message) => message.Equals(ControlMessage.Read(message.ToBytes()));
}
