using RemoteAssist.Agent.Consent;

namespace RemoteAssist.Agent.Tests.Consent;

public sealed class CodeEntryTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("482", "482")]
    [InlineData("4829", "482 9")]
    [InlineData("4829130675", "482 913 0675")]
    [InlineData("482-913-0675", "482 913 0675")]
    [InlineData(" Code: ４８２　９１３　０６７５ ", "482 913 0675")]
    [InlineData("48291306759999", "482 913 0675")]
    public void WhatIsTypedOrPastedIsGroupedAsPeopleSayIt(string typed, string grouped) =>
        CodeEntryText.Group(typed).Should().Be(grouped);

    [Theory]
    [InlineData("4829", 4, 5)]
    [InlineData("48291", 2, 2)]
    [InlineData("x4", 2, 1)]
    public void TheCursorStaysBehindItsDigit(string typed, int cursor, int expected) =>
        CodeEntryText.CursorAfter(typed, cursor, CodeEntryText.Group(typed)).Should().Be(expected);
}
