using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Agent.Tests.Platform;

[Collection(GtkTests.Name)]
public sealed class BarTests(GtkStage stage) : CustomerWindowsStage(stage)
{
    [Theory]
    [InlineData(nameof(Doing.Looking), "Lin Wei is looking at your screen")]
    [InlineData(nameof(Doing.MovingPointer), "Lin Wei is moving your pointer")]
    [InlineData(nameof(Doing.Typing), "Lin Wei is typing on your computer")]
    [InlineData(nameof(Doing.Drawing), "Lin Wei is drawing on your screen")]
    public async Task TheBarSaysWhatIsBeingDoneNow(string doing, string said)
    {
        await Show(Banner() with { Doing = Enum.Parse<Doing>(doing) }, 1);
        await Sees(said);
        await Sees("12 min");
        Places()[0].Height.Should().BeLessThanOrEqualTo(38, "it is 36 pixels and its edge");
        Places()[0].Y.Should().Be(0);
    }

    [Fact]
    public async Task ThatTimeRunsOutStandsInPlaceOfTheMinutes()
    {
        await Show(Banner(), 1);
        Show(Banner() with { EndsSoon = true });
        await Sees("Less than 2 minutes left");
        await SeesNo("12 min");
        Show(Banner());
        await Sees("12 min");
        await SeesNo("Less than 2 minutes left");
    }

    [Fact]
    public async Task WhatIsDoneIsNotSaidWhileThePictureIsHeldBack()
    {
        await Show(Banner() with { State = BannerState.Paused, Doing = Doing.Typing }, 1);
        await Sees("Paused. Lin Wei sees nothing new.");
        await ClickOn("Go on");
        await Hears("resume");
    }

    [Fact]
    public async Task ANoticeHasNoButtons()
    {
        await Show(Banner(), 1);
        await ClickOn("Details");
        await Eventually.Is(() => Places().Count == 2, "the panel is there");
        await Show(new CustomerScreen.Notice(EndReason.StoppedByCustomer, "Lin Wei"), 1);
        await Sees("Sharing has stopped. Lin Wei can no longer see your screen.");
        foreach (var button in new[] { "Pause", "Stop sharing", "Details" })
        {
            await SeesNo(button);
        }
    }
}
