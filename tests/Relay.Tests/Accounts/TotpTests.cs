using System.Text;
using RemoteAssist.Relay.Accounts;

namespace RemoteAssist.Relay.Tests.Accounts;

public sealed class TotpTests
{
    // RFC 6238, appendix B, the last six of its eight digits.
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void TheCodesAreThoseOfTheStandard(long second, string code)
    {
        var secret = Encoding.ASCII.GetBytes("12345678901234567890");
        Totp.CodeOf(secret, second / 30).Should().Be(code);
        Totp.StepOf(secret, code, DateTimeOffset.FromUnixTimeSeconds(second)).Should().Be(second / 30);
        new Authenticator("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ").CodeAt(second / 30).Should().Be(code, "both halves are checked");
    }

    [Fact]
    public void ACodeIsGoodOneStepToEitherSideAndNoFurther()
    {
        var secret = Totp.NewSecret();
        var now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_010);
        var middle = now.ToUnixTimeSeconds() / 30;
        for (var off = -40; off <= 40; off++)
        {
            var found = Totp.StepOf(secret, Totp.CodeOf(secret, middle + off), now);
            (found == middle + off).Should().Be(Math.Abs(off) <= 1, "of {0} steps", off);
        }
    }

    [Theory]
    [InlineData("123 456")]
    [InlineData(" 123456\u00a0")]
    [InlineData("１２３４５６")]
    public void HoweverTheDigitsAreTypedTheyAreTheSame(string typed) => Totp.Clean(typed).Should().Be("123456");

    [Theory]
    [InlineData("")]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void Base32IsThatOfTheStandard(string text, string written = "") =>
        Totp.ToBase32(Encoding.ASCII.GetBytes(text)).Should().Be(written);

    [Fact]
    public void TheKeyThatPeopleTypeIsTheOneInThePicture()
    {
        var secret = Totp.NewSecret();
        var step = Authenticator.Now;
        new Authenticator(Totp.ToBase32(secret)).CodeAt(step).Should().Be(Totp.CodeOf(secret, step));
        Totp.Address(secret, "mei&lin@harbour.example").Should()
            .Be($"otpauth://totp/RemoteAssist:mei%26lin%40harbour.example?secret={Totp.ToBase32(secret)}&issuer=RemoteAssist&digits=6&period=30");
    }
}
