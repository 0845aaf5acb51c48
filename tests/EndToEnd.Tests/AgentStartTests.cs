using RemoteAssist.Tests.Support;

namespace RemoteAssist.EndToEnd.Tests;

public sealed class AgentStartTests
{
    public static TheoryData<string, string?, string?, string> Places => new()
    {
        { "en", null, null, "desktop" },
        { "en", ":4093", null, "desktop" },
        { "en", ":4093", "wayland-0", "Wayland" },
        { "zh-Hans", null, null, "桌面" },
        { "zh-Hans", ":4093", "wayland-0", "Wayland" },
    };

    [Theory]
    [MemberData(nameof(Places))]
    public async Task WhereItCannotWorkTheAgentSaysWhyInOneSentence(
        string language, string? display, string? wayland, string says)
    {
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["DISPLAY"] = display,
            ["WAYLAND_DISPLAY"] = wayland,
            ["XDG_SESSION_TYPE"] = null,
        };
        await using var agent = ChildProcess.Start(
            Repository.Agent, ["--relay", "http://127.0.0.1:9", "--language", language], environment);

        (await agent.Exit()).Should().NotBe(0);

        agent.Output.Should().ContainSingle().Which.Should().ContainEquivalentOf(says);
    }

    [Fact]
    public async Task TheAgentLeavesNoFileAndNoProcessBehind()
    {
        await using var stage = await Stage.Set();
        var home = Directory.CreateTempSubdirectory("remoteassist-home-");
        var agent = await stage.GoLive("env", $"HOME={home.FullName}", $"XDG_CACHE_HOME={home.FullName}/cache", $"TMPDIR={home.FullName}");

        await agent.StopSharing();
        await agent.ReadGoodbye();

        home.GetFileSystemInfos("*", SearchOption.AllDirectories).Select(left => left.FullName).Should().BeEmpty();
        home.Delete(recursive: true);
    }
}
