using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Texts;

namespace RemoteAssist.Agent.Tests.Texts;

public sealed class ShortenedTests
{
    [Theory]
    [InlineData("report.pdf", "report.pdf")]
    [InlineData("exactly-twenty-1.pdf", "exactly-twenty-1.pdf")]
    [InlineData("Printer driver 4711 (update).zip", "Printer dr…date).zip")]
    [InlineData("打印机驱动程序更新说明.pdf", "打印机驱动…说明.pdf")]
    [InlineData("👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧", "👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧…👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧")]
    public void ALongNameKeepsItsBeginningAndItsEnd(string name, string shown) => Shortened.Name(name, 20).Should().Be(shown);

    [Theory]
    [InlineData("en", "Lin Wei is sending you the file Printer dr…date).zip (182 MB): 46 %")]
    [InlineData("zh-Hans", "Lin Wei 正在给您发送文件 Printer dr…date).zip（182 MB）：46 %")]
    public void TheBarSaysHowFarAFileIsHoweverLongItsName(string language, string sentence)
    {
        var file = new TransferLine(1, FromCustomer: false, "Printer driver 4711 (update).zip", 182_000_000, 83_720_000);
        Text.For(language, _ => null).Banner(new CustomerScreen.Banner(
            "Lin Wei", BannerState.Watched, Doing.Looking, 1, new(0, 1), [], default, false, [], [], []) { Transfers = [file] }).Should().Be(sentence);
    }
}
