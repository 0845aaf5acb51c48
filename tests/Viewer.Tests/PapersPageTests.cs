using RemoteAssist.Shared.Sessions;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Viewer.Tests;

/// <summary>What is written beside the picture: notes, steps, phrases and the wrap-up, in a real browser.</summary>
public sealed class PapersPageTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Theory]
    [InlineData("en")]
    [InlineData("zh-CN")]
    public async Task StepsNotesAndPhrasesAreKeptAsTheyAreWrittenAndFillTheWrapUpIn(string locale)
    {
        await using var session = await LiveSession.Start(chromium, locale);
        var (page, kept) = (session.Page, session.Host.Papers);
        var caseId = session.Host.Desks.Cases[0].Id;

        await page.ClickAsync("#papers-button");
        await page.ClickAsync("#checklist-take");
        await page.WaitForSelectorAsync("#checklist-items li:nth-child(6)");
        await page.CheckAsync("#checklist-items li:nth-child(1) input");
        await page.FillAsync("#checklist-text", "<b>Ask Jonas</b>");
        await page.Keyboard.PressAsync("Enter");
        await page.CheckAsync("#checklist-items li:nth-child(7) input");
        await page.WaitForSelectorAsync("#checklist-state[data-saving=saved]");
        kept[PaperKind.Checklist, caseId].Body.Should().Contain("\"topics\":[\"printer\"]").And.Contain("<b>Ask Jonas</b>").And.Contain("\"done\":true");
        await session.Inspect($"live-steps-{locale}");

        await page.FocusAsync("#tab-checklist");
        await page.Keyboard.PressAsync("ArrowRight");
        await page.FillAsync("#notes", "Cable was loose.\nNew cartridge on Monday.");
        await page.WaitForSelectorAsync("#notes-state[data-saving=saved]");
        kept[PaperKind.Notes, caseId].Body.Should().Be("Cable was loose.\nNew cartridge on Monday.");
        await session.Inspect($"live-notes-{locale}");

        await page.ClickAsync("#chat-button");
        await page.FillAsync("#chat-text", "Please restart the printer.");
        await page.ClickAsync("#phrases-button");
        await page.ClickAsync("#phrase-keep");
        await page.WaitForSelectorAsync("#phrases-state[data-saving=saved]");
        kept[PaperKind.Phrases, null].Body.Should().Be("[\"Please restart the printer.\"]");
        await session.Inspect($"live-phrases-{locale}");
        await page.FillAsync("#chat-text", "");
        await page.ClickAsync("[data-phrases=zh]");
        await page.ClickAsync("#phrases-zh li:last-child button");
        (await page.InputValueAsync("#chat-text")).Should().Be("现在一切都正常了吗？");

        await session.Host.Relay.Show(status => status with { State = SessionState.Ended, EndReason = EndReason.StoppedByTechnician });
        await page.WaitForSelectorAsync("#wrap-up[data-state=begun]");
        (await page.InputValueAsync("#wrap-up-done")).Should().Contain("<b>Ask Jonas</b>");
        (await page.IsCheckedAsync("[name=topic][value=printer]")).Should().BeTrue();
        await session.Inspect($"live-wrap-up-{locale}");
        await page.Locator("[name=topic][value=howTo]").CheckAsync();
        await page.SelectOptionAsync("#wrap-up-next", "customer");
        await page.ClickAsync("#wrap-up-save");
        await page.WaitForSelectorAsync("#wrap-up[data-state=saved]");
        var written = kept.WrapUps[Some.Id];
        written.Topics.Should().Equal(Topic.Printer, Topic.HowTo);
        (written.Solved, written.Next).Should().Be((false, FollowUp.Customer), "five steps are open");
        session.Found.Should().BeEmpty();
    }

    [Fact]
    public async Task ASaveThatFailsSaysSoLosesNothingAndIsTriedAgainAndNobodyIsOverwritten()
    {
        await using var session = await LiveSession.Start(chromium);
        var (page, kept) = (session.Page, session.Host.Papers);
        var caseId = session.Host.Desks.Cases[0].Id;
        kept.Broken = new IOException("the disk is full");
        await page.ClickAsync("#papers-button");
        await page.ClickAsync("#tab-notes");
        await page.FillAsync("#notes", "Mei: cable was loose.");
        await page.WaitForSelectorAsync("#notes-state[data-saving=failed]");
        (await page.InputValueAsync("#notes")).Should().Be("Mei: cable was loose.");
        (await page.InnerTextAsync("#notes-state")).Should().Contain("still here");
        await session.Inspect("live-notes-failed-en");

        kept[PaperKind.Notes, caseId] = new Paper(3, "Amina: cartridge is new.", "Amina Diallo", Some.Now);
        kept.Broken = null;
        await page.WaitForSelectorAsync("#notes-state[data-saving=saved]", new() { Timeout = 120_000 });
        kept[PaperKind.Notes, caseId].Body.Should().Contain("Mei: cable was loose.").And.Contain("Amina: cartridge is new.");
        (await page.InputValueAsync("#notes")).Should().Be(kept[PaperKind.Notes, caseId].Body);
        (await page.InnerTextAsync("#notes-state")).Should().Contain("Amina Diallo wrote here at the same time");

        await page.ReloadAsync();
        (await page.InputValueAsync("#notes")).Should().Be(kept[PaperKind.Notes, caseId].Body, "it is kept with the case");
        session.Found.Should().BeEmpty();
    }
}
