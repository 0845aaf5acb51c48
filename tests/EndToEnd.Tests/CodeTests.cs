using RemoteAssist.Tests.Support;

namespace RemoteAssist.EndToEnd.Tests;

public sealed class CodeTests
{
    [Fact]
    public async Task ACodeOpensOneSessionOnly()
    {
        await using var stage = await Stage.Apart();
        var code = await stage.Technician.StartSession();
        var first = stage.StartAgent();
        await first.TypeCode(code);
        await stage.Screen.Window(WindowTitles.Question);
        await first.Allow();
        await stage.Technician.Reaches("live");

        var second = stage.StartAgent();
        await second.TypeCode(code);

        await Until.True("the second try is refused in the log", async () =>
            (await SessionLog.Read(stage.Relay)).Detail("session.codeRefused", "reason") == "usedCode");
        (await stage.Screen.FindWindow(WindowTitles.Question)).Should().BeNull("nobody is asked a second time");
        (await stage.Technician.State()).Should().Be("live", "the session that runs is not disturbed");
        second.Process.HasExited.Should().BeFalse("the customer reads what is wrong and may type another code");
    }

    [Fact]
    public async Task AnExpiredCodeIsRefusedAndTheTechnicianGetsANewOneWithOneClick()
    {
        await using var stage = await Stage.Apart("--Sessions:CodeLifetime=00:00:10");
        var expired = await stage.Technician.StartSession();
        await Until.True("the page shows no code any more", async () =>
            !(await stage.Technician.Page.TextContentAsync("#code") ?? "").Any(char.IsAsciiDigit));

        var agent = stage.StartAgent();
        await agent.TypeCode(expired);
        await Until.True("the try is refused in the log", async () =>
            (await SessionLog.Read(stage.Relay)).Detail("session.codeRefused", "reason") == "expiredCode");

        await stage.Technician.NewCode();
        (await stage.Technician.Code()).Should().NotBe(expired);
    }
}
