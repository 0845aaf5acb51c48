using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Shared.Tests.Sessions;

public sealed class SessionCodeTests
{
    [Theory]
    [InlineData("4829130675")]
    [InlineData("482 913 0675")]
    [InlineData("  482-913-0675\n")]
    [InlineData("482.913.0675")]
    [InlineData("482–913·0675")]
    [InlineData("4 8 2 9 1 3 0 6 7 5")]
    [InlineData("４８２ ９１３ ０６７５")]
    [InlineData("482\u2011913\u200b0675")]
    [InlineData("482\u3000913\u00a00675")]
    public void ACodeIsReadHoweverPeopleTypeIt(string typed)
    {
        SessionCode.TryParse(typed, out var code).Should().BeTrue();
        code.Should().Be(new SessionCode("4829", "130675"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("482913067")]
    [InlineData("48291306751")]
    [InlineData("482913067O")]
    [InlineData("482_913_0675")]
    [InlineData("+4829130675")]
    [InlineData("٤٨٢٩١٣٠٦٧٥")]
    [InlineData("四八二九一三〇六七五")]
    public void WhatIsNotTenDigitsIsNoCode(string? typed)
    {
        SessionCode.TryParse(typed, out var code).Should().BeFalse();
        code.Should().BeNull();
    }

    [Fact]
    public void DrawnNameplatesAreFourDigitsAndNotAlwaysTheSame()
    {
        var drawn = Enumerable.Range(0, 200).Select(_ => SessionCode.DrawNameplate()).ToList();

        drawn.Should().OnlyContain(nameplate => nameplate.Length == SessionCode.NameplateDigits && nameplate.All(char.IsAsciiDigit));
        // 200 of 10^4: two repetitions are to be expected, as many as thirty have a chance below 10^-20.
        drawn.Distinct().Should().HaveCountGreaterThan(170);
    }
}
