using System.Net;

namespace RemoteAssist.Viewer.Tests;

public sealed class LanguageTests : IAsyncLifetime
{
    private ViewerHost host = null!;

    public async Task InitializeAsync() => host = await ViewerHost.Start();

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Theory]
    [InlineData("en", "en")]
    [InlineData("en-GB,en;q=0.9", "en")]
    [InlineData("zh", "zh-Hans")]
    [InlineData("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans")]
    [InlineData("zh-SG", "zh-Hans")]
    [InlineData("zh-Hans-CN", "zh-Hans")]
    [InlineData("zh-TW", "zh-Hans")]
    [InlineData("en;q=0.5,zh-CN;q=0.8", "zh-Hans")]
    [InlineData("de-DE,zh;q=0.4", "zh-Hans")]
    [InlineData("zh;q=0,de", "en")]
    [InlineData("de-DE", "en")]
    [InlineData("*", "en")]
    public async Task TheBrowserSaysWhichLanguage(string accepted, string spoken)
    {
        using var visitor = new Visitor(host, languages: accepted);
        var page = await visitor.Get("/join");
        page.Html.Should().Contain($"<html lang=\"{spoken}\">");
        page.Html.Should().Contain(spoken == "en" ? "<title>Get help on this computer · RemoteAssist</title>" : "<title>在这台电脑上获得帮助 · RemoteAssist</title>");
    }

    [Fact]
    public async Task WhatWasChosenHereWinsOverWhatTheBrowserSays()
    {
        using var visitor = new Visitor(host, languages: "en");
        var answer = await visitor.SubmitTo("/language", "/join", ("language", "zh-Hans"), ("returnUrl", "/sign-in?returnUrl=%2Fcases"));
        answer.Status.Should().Be(HttpStatusCode.Redirect);
        answer.Location.Should().Be("/sign-in?returnUrl=%2Fcases");
        (await visitor.Get("/join")).Html.Should().Contain("<html lang=\"zh-Hans\">");
        (await visitor.Get("/error/404")).Words.Should().Contain("没有这个页面");
    }

    [Fact]
    public async Task TheSwitchReturnsToThePageThatItIsOn()
    {
        using var technician = Visitor.Technician(host);
        (await technician.Get("/cases?show=open")).Html.Should().Contain("name=\"returnUrl\" value=\"/cases?show=open\"");
        (await technician.Get("/nowhere?a=b")).Html.Should().Contain("name=\"returnUrl\" value=\"/nowhere?a=b\"");
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("")]
    public async Task TheSwitchLeadsNowhereElse(string returnUrl)
    {
        using var visitor = new Visitor(host);
        (await visitor.SubmitTo("/language", "/join", ("language", "en"), ("returnUrl", returnUrl))).Location.Should().Be("/");
    }

    [Fact]
    public async Task ALanguageThatWeDoNotSpeakIsRefused()
    {
        using var visitor = new Visitor(host);
        var answer = await visitor.SubmitTo("/language", "/join", ("language", "tlh"), ("returnUrl", "/join"));
        answer.Status.Should().Be(HttpStatusCode.BadRequest);
        (await visitor.Get("/join")).Html.Should().Contain("<html lang=\"en\">");
    }
}
