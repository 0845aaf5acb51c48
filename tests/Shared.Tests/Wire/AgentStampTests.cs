using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Shared.Tests.Wire;

/// <summary>What a downloaded Agent knows of its Relay.</summary>
public sealed class AgentStampTests
{
    private static readonly AgentStamp Stamp = new(new Uri("https://relay.example/help"), "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");

    [Fact]
    public void ThereAndBackIsIdentity()
    {
        var bytes = Stamp.ToBytes()!;
        bytes.Should().HaveCount(AgentStamp.Length);
        AgentStamp.Read(bytes).Should().Be(Stamp);
    }

    [Fact]
    public void TheCertificateOfARelayThatMadeItsOwnIsThereToo()
    {
        var stamp = Stamp with { Certificate = new string('c', 64) };
        var bytes = stamp.ToBytes()!;
        bytes.Should().HaveCount(AgentStamp.Length);
        AgentStamp.Read(bytes).Should().Be(stamp);
        (Stamp with { Certificate = "nonsense" }).ToBytes().Should().BeNull();
        bytes[2 + Stamp.Relay.AbsoluteUri.Length + 64] = (byte)'g';
        AgentStamp.Read(bytes).Should().BeNull("half a pin is none");
    }

    [Fact]
    public void AnAddressThatIsTooLongHasNoStamp() =>
        new AgentStamp(new Uri("https://relay.example/" + new string('x', AgentStamp.Length)), Stamp.RelayKey).ToBytes().Should().BeNull();

    [Fact]
    public void WhateverElseEndsAProgramIsNoStamp()
    {
        var good = Stamp.ToBytes()!;
        AgentStamp.Read(good.AsSpan(1)).Should().BeNull();
        AgentStamp.Read(new byte[AgentStamp.Length]).Should().BeNull();
        for (var length = 0; length <= ushort.MaxValue; length += 13)
        {
            var other = good.ToArray();
            (other[0], other[1]) = ((byte)length, (byte)(length >> 8));
            var read = AgentStamp.Read(other);
            (read is null || read == Stamp).Should().BeTrue($"of an address of {length} bytes came {read}");
        }
    }

    [Theory]
    [InlineData("gggggggggggggggggggggggggggggggggggggggggggggggggggggggggggggggg")]
    [InlineData("0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("0123 4567 89ab cdef 0123 4567 89ab cdef 0123 4567 89ab cdef 0123 4567 89ab cdef")]
    public void AKeyThatIsNoFingerprintHasNoStamp(string key) => (Stamp with { RelayKey = key }).ToBytes().Should().BeNull();

    [Fact]
    public void AStampWhoseKeyIsNoFingerprintIsNone()
    {
        var bytes = Stamp.ToBytes()!;
        bytes[2 + Stamp.Relay.AbsoluteUri.Length] = (byte)'g';
        AgentStamp.Read(bytes).Should().BeNull();
    }
}
