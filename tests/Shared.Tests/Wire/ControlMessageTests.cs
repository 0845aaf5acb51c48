using FsCheck;
using FsCheck.Fluent;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Shared.Tests.Wire;

public sealed class ControlMessageTests
{
    public static TheoryData<ControlMessage, string> Golden() => new()
    {
        { new ControlMessage.Painted(0x01020304, 0x05060708), "010403020108070605" },
        { new ControlMessage.Ping(0x0102030405060708), "020807060504030201" },
        { new ControlMessage.KeyFrameRequest(), "03" },
        { new ControlMessage.Differs(0x01020304, 5, 0x0607), "05040302010500000007060000" },
        { new ControlMessage.Pong(1, 0xffffffffffffffff), "810100000000000000ffffffffffffffff" },
        { new ControlMessage.Done(0x01020304), "8304030201" },
        { new ControlMessage.Admitted(7, true), "840700000001" },
        { new ControlMessage.Admitted(7, false), "840700000000" },
    };

    [Theory]
    [MemberData(nameof(Golden))]
    public void EveryKindIsTheseBytesInBothDirections(ControlMessage message, string hex)
    {
        Convert.ToHexString(message.ToBytes()).Should().BeEquivalentTo(hex);
        ControlMessage.Read(Convert.FromHexString(hex)).Should().Be(message);
    }

    [Fact]
    public void ACommandHasItsSequenceInFrontAndIsOneToFourThousandAndNinetySixBytes()
    {
        var bytes = new ControlMessage.Command(0x01020304, [0xaa, 0xbb]).ToBytes();
        Convert.ToHexString(bytes).Should().Be("0404030201AABB");
        var read = ControlMessage.Read(bytes).Should().BeOfType<ControlMessage.Command>().Subject;
        read.Sequence.Should().Be(0x01020304);
        read.Body.Should().Equal(0xaa, 0xbb);

        ControlMessage.Read(bytes.AsSpan(0, 5)).Should().BeNull("an empty command is none");
        ControlMessage.Read([.. bytes[..5], .. new byte[ControlMessage.Command.MaxBytes]]).Should().NotBeNull();
        ControlMessage.Read([.. bytes[..5], .. new byte[ControlMessage.Command.MaxBytes + 1]]).Should().BeNull();
    }

    [Fact]
    public void AnAnswerAboutAViewerIsYesOrNo() =>
        ControlMessage.Read(Convert.FromHexString("840700000002")).Should().BeNull();

    [Fact]
    public void ThereAndBackIsIdentity() => Prop.ForAll<uint, ulong, ulong>((frame, sent, time) =>
        Same(new ControlMessage.Painted(frame, (uint)time)) && Same(new ControlMessage.Ping(sent)) && Same(new ControlMessage.Pong(sent, time)))
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
        foreach (var kind in Enumerable.Range(0, 256).Except([1, 2, 3, 4, 5, 6, 7, 8, 129, 131, 132, 133, 134, 135, 136, 137, 138, 139, 140, 146, 150]))
        {
            foreach (var length in new[] { 1, 5, 6, 9, 13, 16, 17 })
            {
                var bytes = new byte[length];
                bytes[0] = (byte)kind;
                ControlMessage.Read(bytes).Should().BeNull();
            }
        }
    }

    private static bool Same(ControlMessage message) => message.Equals(ControlMessage.Read(message.ToBytes()));
}
