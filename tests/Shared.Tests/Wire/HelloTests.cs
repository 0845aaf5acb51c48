using FsCheck;
using FsCheck.Fluent;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Shared.Tests.Wire;

public sealed class HelloTests
{
    private const string Golden = "0201" + "02" + "0102" + "000102030405060708090a0b0c0d0e0f";

    private static readonly byte[] Salt = [.. Enumerable.Range(0, Hello.SaltBytes).Select(i => (byte)i)];

    [Fact]
    public void AHelloIsTheseBytesInBothDirections()
    {
        var hello = new Hello(0x0102, [1, 2], Salt);
        Convert.ToHexString(hello.ToBytes()).Should().BeEquivalentTo(Golden);
        Hello.Read(Convert.FromHexString(Golden)).Should().BeEquivalentTo(hello);
    }

    [Fact]
    public void ThereAndBackIsIdentity() => Prop.ForAll<ushort, byte[]>((version, codecs) =>
    {
        codecs = [.. codecs.Take(255)];
        var read = Hello.Read(new Hello(version, codecs, Salt).ToBytes());
        return read is not null && read.ProtocolVersion == version
            && read.Codecs.SequenceEqual(codecs) && read.Salt.SequenceEqual(Salt);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void AHelloOfAnotherLengthIsNone()
    {
        var bytes = Convert.FromHexString(Golden);
        for (var length = 0; length < bytes.Length; length++)
        {
            Hello.Read(bytes.AsSpan(0, length)).Should().BeNull();
        }

        Hello.Read([.. bytes, 0]).Should().BeNull();
    }

    [Fact]
    public void MoreCodecsThanOneByteCanCountAreNotWritten() =>
        FluentActions.Invoking(() => new Hello(1, new byte[256], Salt).ToBytes()).Should().Throw<OverflowException>();
}
