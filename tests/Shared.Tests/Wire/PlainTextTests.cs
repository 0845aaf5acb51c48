using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Shared.Tests.Wire;

public sealed class PlainTextTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData(" \t\r\n", "")]
    [InlineData("Contoso\u00a0GmbH", "Contoso GmbH")]
    [InlineData("Lin  Wei\u3000", "Lin Wei")]
    [InlineData("a \u200e b", "a b")]
    [InlineData("\ufeffLin\u202e Wei\u0000", "Lin Wei")]
    [InlineData("a\ue000\u0378b", "ab")]
    [InlineData("林 伟 👩🏽 é", "林 伟 👩🏽 é")]
    public void OnlyWhatCanBeSeenStaysInOneLine(string? text, string clean)
    {
        PlainText.Clean(text).Should().Be(clean);
        PlainText.Clean(clean).Should().Be(clean, "cleaning twice is the same as once");
    }

    [Theory]
    [InlineData("Wei", 3, "Wei")]
    [InlineData("Wei", 2, "We")]
    [InlineData("林伟", 5, "林")]
    [InlineData("a👩🏽", 8, "a👩")]
    [InlineData("a👩🏽", 4, "a")]
    [InlineData("林", 2, "")]
    public void WhatFitsIsNotCutThroughACharacter(string text, int mostBytes, string fitting) =>
        PlainText.Fitting(text, mostBytes).Should().Be(fitting);

    [Fact]
    public void HalfACharacterIsShownAsOneThatCannotBeRead() => PlainText.Clean("half \ud83d pair").Should().Be("half \ufffd pair");
}
