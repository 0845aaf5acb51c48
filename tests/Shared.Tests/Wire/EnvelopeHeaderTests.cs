using FsCheck;
using FsCheck.Fluent;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Shared.Tests.Wire;

public sealed class EnvelopeHeaderTests
{
    private const string Golden = "01" + "01" + "01" + "00" + "04030201" + "0807060504030201" + "d4c3b2a1";

    private static readonly EnvelopeHeader Header =
        new(EnvelopeChannel.Frames, EnvelopeMarks.KeyFrame, 0x01020304, 0x0102030405060708, 0xa1b2c3d4);

    [Fact]
    public void TheHeadIsTheseTwentyBytes() =>
        Convert.ToHexString(Header.Wrap([])).Should().BeEquivalentTo(Golden);

    [Fact]
    public void TheseTwentyBytesAreTheHead()
    {
        EnvelopeHeader.TryRead(Convert.FromHexString(Golden), out var header).Should().BeTrue();
        header.Should().Be(Header);
    }

    [Fact]
    public void ThereAndBackIsIdentityForEveryHeadAndBody() =>
        Prop.ForAll<Tuple<bool, bool>, Tuple<uint, ulong, uint>, byte[]>((marks, numbers, body) =>
        {
            var header = new EnvelopeHeader(
                marks.Item1 ? EnvelopeChannel.Frames : EnvelopeChannel.Control,
                marks.Item2 ? EnvelopeMarks.KeyFrame : EnvelopeMarks.None,
                numbers.Item1,
                numbers.Item2,
                numbers.Item3);
            var envelope = header.Wrap(body);
            return EnvelopeHeader.TryRead(envelope, out var read) && read == header
                && envelope.AsSpan(EnvelopeHeader.Size).SequenceEqual(body);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void AHeadThatIsCutShortIsRefused()
    {
        var whole = Convert.FromHexString(Golden);
        for (var length = 0; length < EnvelopeHeader.Size; length++)
        {
            EnvelopeHeader.TryRead(whole.AsSpan(0, length), out var header).Should().BeFalse();
            header.Should().Be(default(EnvelopeHeader));
        }
    }

    [Theory]
    [InlineData(2, 14, true)] // every mark of a seek point
    [InlineData(2, 1, false)]
    [InlineData(2, 16, false)]
    [InlineData(1, 2, false)]
    [InlineData(0, 4, false)]
    public void EachChannelHasItsOwnMarks(byte channel, byte marks, bool known)
    {
        var bytes = Convert.FromHexString(Golden);
        (bytes[1], bytes[2]) = (channel, marks);
        EnvelopeHeader.TryRead(bytes, out _).Should().Be(known);
    }

    [Theory]
    [InlineData(0, 0)] // version
    [InlineData(0, 2)]
    [InlineData(1, 2)] // channel
    [InlineData(1, 255)]
    [InlineData(2, 2)] // marks
    [InlineData(2, 255)]
    [InlineData(3, 1)] // always 0
    public void AnotherVersionChannelOrMarkIsRefused(int at, byte value)
    {
        var bytes = Convert.FromHexString(Golden);
        bytes[at] = value;
        EnvelopeHeader.TryRead(bytes, out _).Should().BeFalse();
    }
}
