using Microsoft.Playwright;
using RemoteAssist.Tests.Support;

namespace RemoteAssist.EndToEnd.Tests;

/// <summary>The live console in each of its states, asked by axe in both colour schemes.</summary>
public sealed class ConsoleAccessTests
{
    [Fact]
    public async Task TheConsoleHasNoAccessibilityViolationFromTheCodeToTheEnd()
    {
        await using var stage = await Stage.Set();
        var code = await stage.Technician.StartSession();
        await HasNoViolation(stage, "the code");

        var agent = stage.StartAgent();
        await agent.TypeCode(code);
        await stage.Technician.Reaches("joined");
        await HasNoViolation(stage, "the question");

        await agent.Allow();
        await stage.Technician.Reaches("live");
        await HasNoViolation(stage, "the picture");

        await agent.StopSharing();
        await stage.Technician.Reaches("ended");
        await HasNoViolation(stage, "the end");
    }

    private static async Task HasNoViolation(Stage stage, string state)
    {
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await stage.Technician.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
            (await Axe.Look(stage.Technician.Page)).Should().BeEmpty("{0} in {1}", state, scheme);
        }
    }
}
