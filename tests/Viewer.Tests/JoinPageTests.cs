using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Viewer.Tests;

/// <summary>What a customer is offered first.</summary>
public sealed class JoinPageTests : IAsyncLifetime
{
    private ViewerHost host = null!;

    public async Task InitializeAsync() => host = await ViewerHost.Start();

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Theory]
    [InlineData("en", "Download RemoteAssist for Linux")]
    [InlineData("zh-CN", "下载 Linux 版 RemoteAssist")]
    public async Task TheAgentIsThereToDownloadWithItsHash(string language, string button)
    {
        host.Desks.Package = new AgentPackage("/agent/some.tar.gz", "RemoteAssist.tar.gz", "RemoteAssist", 15_000_000, "0123abcd");
        using var visitor = new Visitor(host, languages: language);

        var page = await visitor.Get("/join");

        page.Html.Should().Contain("href=\"/agent/some.tar.gz\"").And.Contain(button).And.Contain("0123abcd").And.Contain("tar xzf RemoteAssist.tar.gz");
        page.Html.Should().NotContain("--relay", "it knows whom to call");
        host.Desks.PackageFor.Should().Be(new Uri(host.Address));
    }

    [Fact]
    public async Task WhereThereIsNoneTheTechnicianGivesItAndTheAddressIsTyped()
    {
        using var visitor = new Visitor(host, languages: "en");

        var page = await visitor.Get("/join");

        page.Html.Should().NotContain("id=\"download\"").And.Contain($"./Agent --relay {host.Address}");
    }
}
