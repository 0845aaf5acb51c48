using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Texts;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Agent.Tests.Platform;

/// <summary>What a receipt says was shown is what stands on the window, from top to bottom.</summary>
[Collection(GtkTests.Name)]
public sealed class ShownTextTests(GtkStage stage) : CustomerWindowsStage(stage)
{
    [Theory]
    [InlineData("en", "Allow")]
    [InlineData("zh-Hans", "允许")]
    public async Task AllOfTheQuestionIsSaidButTheWordsToCompare(string language, string allow)
    {
        var text = Text.For(language, _ => null);
        await Show(Question(), 1);
        if (language != "en")
        {
            await ClickOn("简体中文");
        }

        await ClickOn(allow);
        await Hears("allow View");

        Allowed!.Language.Should().Be(language);
        Allowed.Paragraphs.Should().Equal(
            text.Say("QuestionWho", "Lin Wei", "Northwind IT"),
            text.Say("QuestionConfirmed", "relay.example"),
            text["QuestionAsks"],
            text.Say("QuestionCase", "20931", "Printer prints blank pages"),
            text.Say("QuestionReason", "look at it together"),
            text["QuestionScopes"],
            text.Scope(Scope.View),
            text["ShareEverything"],
            text["Change"],
            text.Scope(Scope.Control),
            text.Scope(Scope.Drawing),
            text.Say("QuestionMinutes", 60),
            text["QuestionWarning"],
            text["Decline"],
            text["Allow"],
            text["QuestionWords"]);
        Allowed.Paragraphs.Should().NotContain([text.Words(Words).Own, text.Words(Words).Other], "the Relay must not learn them");
    }

    [Fact]
    public async Task AQuestionBesideTheBarIsSaidToo()
    {
        await Show(Banner(new BesideQuestion.MoreTime(3, 30, 0, false)), 2);
        await ClickOn("Allow");
        await Hears("allow 3");
        Allowed!.Paragraphs.Should().HaveCount(6).And.Contain("Allow").And.Contain(words => words.Contains("Lin Wei"));
    }
}
