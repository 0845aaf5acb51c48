using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Agent.Tests.Platform;

/// <summary>What somebody has who cannot see the screen, or has no pointer.</summary>
[Collection(GtkTests.Name)]
public sealed class ScreenReaderTests(GtkStage stage) : CustomerWindowsStage(stage)
{
    [Theory]
    [InlineData("code")]
    [InlineData("question")]
    [InlineData("bar")]
    [InlineData("beside")]
    [InlineData("good-bye")]
    public async Task EveryControlHasARoleAndANameOfItsOwn(string window)
    {
        await Show(ScreenOf(window), window == "beside" ? 2 : 1);
        if (window == "bar")
        {
            await ClickOn("Details");
            await Eventually.Is(() => Places().Count == 2, "the panel is there");
        }

        await GtkStage.Settled();
        var all = await Accessibles();
        var controls = all.Where(a => a.CanFocus || Accessible.Controls.Contains(a.Role)).Where(a => a.Role is not ("frame" or "page tab list")).ToArray();
        controls.Should().NotBeEmpty();
        controls.Should().OnlyContain(a => a.Role == "scroll pane" || a.Role == "label" || Accessible.Controls.Contains(a.Role));
        var named = controls.Where(a => a.Role is not ("scroll pane" or "label")).ToArray();
        named.Should().OnlyContain(a => a.Name.Length > 0);
        named.Where(a => a.Name != "简体中文").Select(a => a.Name).Should().OnlyHaveUniqueItems("a name says which one it is");
        all.Where(a => a.Role == "frame").Should().OnlyContain(a => a.Name.StartsWith("RemoteAssist", StringComparison.Ordinal));
    }

    [Fact]
    public async Task TheQuestionIsAnsweredByKeyboardAlone()
    {
        await Show(Question(), 1);
        await Eventually.Is(() => Active().Contains("question"), "the question has the keyboard");
        await GtkStage.Settled();
        (await FocusedName()).Should().Be("Decline");
        var reached = new List<string>();
        for (var i = 0; i < 8; i++)
        {
            Key("Tab");
            await GtkStage.Settled();
            reached.Add(await FocusedName());
        }

        reached.Should().Contain(["Allow", "简体中文", "See your screen", "Change what is shown", "Move the pointer and type", "Draw on your screen", "Decline"]);
        await Reach("Move the pointer and type");
        Key("space");
        await Reach("Allow");
        Key("Return");
        await GtkStage.Settled();
        Heard.Should().BeEmpty("Enter allows nothing");
        Key("space");
        await Hears("allow View Control");
    }

    [Fact]
    public async Task TheBarIsReachedByKeyboardAndItsPanelThenTakesIt()
    {
        await Show(Banner(), 1);
        Server.Run("xdotool", "windowactivate", "--sync", $"{Own.Ids[0]}");
        await Reach("Details");
        Key("space");
        await Eventually.Is(() => Active().Contains("details"), "the panel was asked for by the keyboard");
        Server.Run("xdotool", "windowactivate", "--sync", $"{Own.Ids[0]}");
        await Reach("Stop sharing");
        Key("space");
        await Hears("stop");
    }

    private static CustomerScreen ScreenOf(string window) => window switch
    {
        "code" => new CustomerScreen.CodeEntry(null, false),
        "question" => Question(),
        "bar" => Banner(),
        "beside" => Banner(new BesideQuestion.MoreScope(1, Scope.Files, 0, false)),
        _ => new CustomerScreen.Goodbye(EndReason.StoppedByTechnician, "Lin Wei", Some.Summary()),
    };

    private async Task Reach(string name)
    {
        for (var i = 0; i < 20 && await FocusedName() != name; i++)
        {
            Key("Tab");
            await GtkStage.Settled();
        }

        (await FocusedName()).Should().Be(name);
    }

    private static async Task<string> FocusedName()
    {
        var name = "";
        await OnGtk(() => name = Accessible.All().FirstOrDefault(a => a.HasFocus && a.Role != "frame")?.Name ?? "");
        return name;
    }
}
