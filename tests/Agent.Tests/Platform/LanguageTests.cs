using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Tests.Fakes;

namespace RemoteAssist.Agent.Tests.Platform;

[Collection(GtkTests.Name)]
public sealed class LanguageTests(GtkStage stage) : CustomerWindowsStage(stage)
{
    [Fact]
    public async Task TheLanguageChangesInPlaceAndTheTypedDigitsStay()
    {
        await Show(new CustomerScreen.CodeEntry(CodeTrouble.ExpiredCode, Busy: false), 1);
        await Eventually.Is(() => Active() == "RemoteAssist", "the window has the keyboard");
        Type("4829130675");
        await ClickOn("简体中文");
        (await Names()).Should().Contain(["请输入工程师告诉您的代码", "这个代码已过期，请让工程师给您一个新的。", "English"]);
        await ClickOn("连接");
        await Hears("code");
        await ClickOn("English");
        (await Names()).Should().Contain("This code has expired. Ask your technician for a new one.");
    }

    [Fact]
    public async Task TheQuestionKeepsItsAnswersAndItsCountdownInTheOtherLanguage()
    {
        await Show(Question(allowIn: 2), 1);
        await ClickOn("Move the pointer and type");
        await ClickOn("简体中文");
        (await Names()).Should().Contain(["允许（2）", "移动鼠标和打字"]);
        Active().Should().Be("RemoteAssist – 询问");
        await Show(Question(), 1);
        await ClickOn("允许");
        await Hears("allow View Control");
    }

    [Fact]
    public async Task AllWindowsChangeTogether()
    {
        await Show(Banner() with { Feed = [new(Began, FeedKind.Paused)], Beside = new BesideQuestion.MoreTime(3, 30, 0, false) }, 2);
        await ClickOn("Details");
        await Eventually.Is(() => Places().Count == 3, "bar, panel and question are there");
        await ClickOn("简体中文");
        (await Names()).Should().Contain(["停止共享", "Lin Wei 请求延长时间", "您和 Lin Wei 的会话", "您暂停了共享。"])
            .And.NotContain(["Stop sharing", "Decline", "Chat"]);
    }

    private static async Task<IEnumerable<string>> Names()
    {
        await GtkStage.Settled();
        return (await Accessibles()).Select(a => a.Name);
    }
}
