using RemoteAssist.Shared.Sealing;

namespace RemoteAssist.Shared.Tests.Sealing;

public sealed class ComparisonWordsTests
{
    [Fact]
    public void ThereAre256DistinctWordsInEachLanguage()
    {
        ComparisonWords.All.Should().HaveCount(256);
        ComparisonWords.All.Select(word => word.En).Should().OnlyHaveUniqueItems().And.OnlyContain(word => word.All(char.IsAsciiLetterLower));
        ComparisonWords.All.Select(word => word.Zh).Should().OnlyHaveUniqueItems()
            .And.OnlyContain(word => word.Length >= 2 && word.All(c => c >= '\u4e00' && c <= '\u9fff'));
    }

    [Fact]
    public void NoTwoEnglishWordsDifferByOneLetterAtTheSamePlace()
    {
        var words = ComparisonWords.All.Select(word => word.En).ToList();
        var close =
            from a in words
            from b in words
            where string.CompareOrdinal(a, b) < 0 && a.Length == b.Length && a.Zip(b).Count(pair => pair.First != pair.Second) == 1
            select $"{a}/{b}";
        close.Should().BeEmpty();
    }

    [Fact]
    public void BothLanguagesNameTheSameTwoWords()
    {
        var words = ComparisonWords.From([0, 1]);
        words.English.Should().Be("maple lantern");
        words.Chinese.Should().Be("枫树 灯笼");
    }
}
