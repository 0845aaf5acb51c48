using System.Text;
using Microsoft.Playwright;
using RemoteAssist.Shared.Diagnostics;
using RemoteAssist.Shared.Input;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Viewer.Tests;

/// <summary>The technician's hands in a real browser: tools, asking, input and chat, as the Agent hears of them.</summary>
public sealed class ConsolePageTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Theory]
    [InlineData("en")]
    [InlineData("zh-CN")]
    public async Task EachStateOfTheConsoleIsAccessibleInBothColours(string locale)
    {
        await using var session = await LiveSession.Start(chromium, locale);
        var page = session.Page;
        await session.Inspect($"console-view-only-{locale}");

        await page.ClickAsync("#tool-control");
        await page.ClickAsync("#tool-draw");
        (await session.Agent.Take<ViewerCommand.Ask>(1)).Scope.Should().Be(Scope.Control);
        (await session.Agent.Take<ViewerCommand.Ask>(1)).Scope.Should().Be(Scope.Drawing);
        session.Agent.Allow(1, [Scope.View], question: true);
        await page.WaitForSelectorAsync("#notice[data-about=question]");
        await session.Inspect($"console-asked-{locale}");

        session.Agent.Say(1, new ControlMessage.Refused(1, CommandRefusal.Declined).ToBytes());
        session.Agent.Allow(1, [Scope.View, Scope.Drawing]);
        await page.WaitForSelectorAsync("#tool-control[data-readiness=declined]");
        await page.WaitForSelectorAsync("#notice[data-about=news]");
        await session.Choose("draw");
        await session.Drag((300, 200), (500, 320));
        await page.ClickAsync("[data-pen=arrow]");
        await session.Drag((700, 500), (560, 380));
        await session.Inspect($"console-drawing-{locale}");

        session.Agent.Allow(1, [Scope.View, Scope.Drawing, Scope.Control], 95);
        await session.Choose("control");
        await page.WaitForSelectorAsync("#notice[data-about=timeSoonUp] #extend");
        await session.Inspect($"console-control-{locale}");

        await page.ClickAsync("#chat-button");
        session.Agent.Write(1, "Is it https://printer.example/status?");
        await page.FillAsync("#chat-text", "Yes, that is the one.");
        await page.ClickAsync("#chat-send");
        await session.Agent.Take<ViewerCommand.Chat>(1);
        await page.WaitForSelectorAsync("#chat-lines [data-delivery=delivered]");
        await session.Inspect($"console-chat-{locale}");

        session.Agent.Allow(1, []);
        await page.WaitForSelectorAsync("#curtain[data-why=notAllowed] #ask-view");
        await session.Inspect($"console-view-taken-back-{locale}");
        session.Found.Should().BeEmpty();
    }

    [Fact]
    public async Task AToolThatIsNotAllowedAsksForItAndSaysHowItWasAnswered()
    {
        await using var session = await LiveSession.Start(chromium);
        var page = session.Page;
        (await page.InnerTextAsync("#tool-control")).Should().Be("Ask for control");
        await page.ClickAsync("#tool-control");
        (await session.Agent.Take<ViewerCommand.Ask>(1)).Scope.Should().Be(Scope.Control);
        await page.WaitForSelectorAsync("#tool-control[data-readiness=asked]");
        (await page.GetAttributeAsync("body", "data-tool")).Should().Be("look", "nothing is controlled before the customer says so");

        session.Agent.Say(1, new ControlMessage.Refused(1, CommandRefusal.Declined).ToBytes());
        await page.WaitForSelectorAsync("#tool-control[data-readiness=declined]");
        await Says(page, "Jonas Weber said no.");

        await page.ClickAsync("#tool-control");
        await session.Agent.Take<ViewerCommand.Ask>(1);
        session.Agent.Allow(1, [Scope.View, Scope.Control]);
        await page.WaitForSelectorAsync("#tool-control[data-readiness=ready]");
        (await page.GetAttributeAsync("#scope-control", "data-allowed")).Should().Be("true");
        await Says(page, "allows you to control");
    }

    [Fact]
    public async Task AScopeThatIsTakenBackPutsItsToolDownAndLetsEverythingGo()
    {
        await using var session = await LiveSession.Start(chromium, "en", Scope.Control);
        await session.Choose("control");
        await session.MoveTo(400, 300);
        await session.Page.Mouse.DownAsync();
        await session.Heard(new InputEvent.Button(1, true));
        session.Agent.Allow(1, [Scope.View]);
        await session.Page.WaitForSelectorAsync("body[data-tool=look]");
        (await session.Heard(new InputEvent.Release())).Should().EndWith(new InputEvent.Release());
        await session.Page.Mouse.UpAsync();
        await session.MoveTo(500, 300);
        await session.Page.Keyboard.PressAsync("a");
        await Marker(session, before => before.Should().NotContain(command => command is ViewerCommand.Input));
    }

    [Fact]
    public async Task MoreTimeIsAskedForInItsLastTwoMinutesOnly()
    {
        await using var session = await LiveSession.Start(chromium);
        session.Agent.Allow(1, [Scope.View], 200);
        await session.Page.WaitForSelectorAsync("#notice[data-about=timeSoonUp]");
        (await session.Page.IsVisibleAsync("#extend")).Should().BeFalse();
        session.Agent.Allow(1, [Scope.View], 110);
        await session.Page.ClickAsync("#extend");
        (await session.Agent.Take<ViewerCommand.Extend>(1)).Minutes.Should().Be(30);
        await session.Page.WaitForSelectorAsync("#extend[disabled]");
        session.Agent.Allow(1, [Scope.View], 1900);
        await session.Page.WaitForSelectorAsync("#notice", new() { State = WaitForSelectorState.Hidden });
        (await session.Page.InnerTextAsync("#time-left")).Should().MatchRegex("^3[01]:\\d\\d left$");
    }

    [Fact]
    public async Task PointerButtonsAndWheelArriveInTheirOrderAtTheirPixels()
    {
        await using var session = await LiveSession.Start(chromium, "en", Scope.Control);
        var mouse = session.Page.Mouse;
        await session.Choose("control");
        await session.MoveTo(640, 360);
        await mouse.DownAsync();
        await session.MoveTo(700, 400);
        await mouse.UpAsync();
        await mouse.ClickAsync((await session.At(3, 3)).X, (await session.At(3, 3)).Y, new() { Button = MouseButton.Right });
        await mouse.WheelAsync(0, 200);
        await mouse.WheelAsync(-50, 0);
        var heard = await session.Heard(new InputEvent.Wheel(-60, 0));
        heard.Where(happened => happened is not InputEvent.Move).Should().Equal(
            new InputEvent.Button(1, true), new InputEvent.Button(1, false),
            new InputEvent.Button(3, true), new InputEvent.Button(3, false),
            new InputEvent.Wheel(0, 240), new InputEvent.Wheel(-60, 0));
        Before(heard, new InputEvent.Button(1, true)).Should().Be(new InputEvent.Move(640, 360));
        Before(heard, new InputEvent.Button(1, false)).Should().Be(new InputEvent.Move(700, 400));
        Before(heard, new InputEvent.Button(3, true)).Should().Be(new InputEvent.Move(3, 3));
    }

    [Fact]
    public async Task PixelsAreRightAtEverySizeAndADragGoesOnBesideThePicture()
    {
        await using var session = await LiveSession.Start(chromium, "en", Scope.Control);
        await session.Page.ClickAsync("#actual");
        await session.Choose("control");
        var (x, y) = await session.At(1000, 500);
        await session.Page.Mouse.MoveAsync(x, y);
        await session.Page.Mouse.DownAsync();
        await session.Page.Mouse.MoveAsync(2, 700);
        await session.Page.Mouse.UpAsync();
        var heard = await session.Heard(new InputEvent.Button(1, false));
        Before(heard, new InputEvent.Button(1, true)).Should().Be(new InputEvent.Move(1000, 500));
        Before(heard, new InputEvent.Button(1, false)).Should().Match<InputEvent>(happened => happened is InputEvent.Move && ((InputEvent.Move)happened).X == 0);
    }

    [Fact]
    public async Task KeysGoByTheirPlaceAndWhatTheyWriteAndOtherTextAsText()
    {
        await using var session = await LiveSession.Start(chromium, "en", Scope.Control);
        var keyboard = session.Page.Keyboard;
        await session.Choose("control");
        await keyboard.PressAsync("a");
        await keyboard.PressAsync("Control+KeyS");
        await keyboard.PressAsync("Tab");
        await keyboard.InsertTextAsync("é中文🙂");
        await keyboard.DownAsync("Shift");
        await keyboard.InsertTextAsync("ß");
        await keyboard.UpAsync("Shift");
        await keyboard.PressAsync("F5");
        (await session.Heard(new InputEvent.Key(62, false))).Should().Equal(
            new InputEvent.Stroke(4, new Rune('a')), new InputEvent.Key(4, false),
            new InputEvent.Key(224, true), new InputEvent.Stroke(22, new Rune('s')), new InputEvent.Key(22, false), new InputEvent.Key(224, false),
            new InputEvent.Key(43, true), new InputEvent.Key(43, false),
            new InputEvent.Text("é中文🙂"),
            new InputEvent.Key(225, true), new InputEvent.Text("ß"), new InputEvent.Key(225, false),
            new InputEvent.Key(62, true), new InputEvent.Key(62, false));
        (await session.Page.EvaluateAsync<string>("() => document.activeElement.id")).Should().Be("keys");
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh-CN")]
    public async Task CombinationsAndTextsAreSentFromTheirMenus(string locale)
    {
        await using var session = await LiveSession.Start(chromium, locale, Scope.Control);
        var page = session.Page;
        await session.Choose("control");
        await page.ClickAsync("#combinations-button");
        await session.Inspect($"console-combinations-{locale}");
        await page.ClickAsync("#combinations [data-keys='ControlLeft AltLeft Delete']");
        (await session.Heard(new InputEvent.Key(224, false))).Where(one => one is InputEvent.Key).Should().Equal(
            new InputEvent.Key(224, true), new InputEvent.Key(226, true), new InputEvent.Key(76, true),
            new InputEvent.Key(76, false), new InputEvent.Key(226, false), new InputEvent.Key(224, false));

        await page.ClickAsync("#typing-button");
        await session.Inspect($"console-typing-{locale}");
        await page.FillAsync("#type-words", "Zeile 1\n中文");
        await page.ClickAsync("#type-send");
        await session.Heard(new InputEvent.Text("Zeile 1\n中文"));
        (await page.EvaluateAsync<string>("() => document.activeElement.id")).Should().Be("keys", "typing goes on at the customer's");
        session.Found.Should().BeEmpty();
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh-CN")]
    public async Task FactsAreAskedForReadOnceAPressAndKept(string locale)
    {
        await using var session = await LiveSession.Start(chromium, locale);
        var page = session.Page;
        await page.ClickAsync("#diagnose-button[data-readiness=not]");
        (await session.Agent.Take<ViewerCommand.Ask>(1)).Scope.Should().Be(Scope.Diagnostics);
        await page.WaitForSelectorAsync("#diagnose-button[data-readiness=asked]");
        session.Agent.Allow(1, [Scope.View, Scope.Diagnostics]);
        await page.ClickAsync("#diagnose-button[data-readiness=ready]");
        await session.Agent.Take<ViewerCommand.Diagnose>(1);
        await page.WaitForSelectorAsync("#diagnose-button[data-readiness=reading]");
        var report = new ComputerReport(DateTimeOffset.UnixEpoch,
        [
            new(FactKind.System, "Debian GNU/Linux 12 (bookworm)", "Linux 6.1.0 X64"), new(FactKind.Memory, "RAM", "5.2 GiB / 15.5 GiB"),
            new(FactKind.Disk, "/", "40.1 GiB / 120 GiB"), new(FactKind.Display, "eDP-1", "1920×1080, 0,0"), new(FactKind.Display, "HDMI-1", "1280×1024, 1920,0"),
            new(FactKind.Network, "enp3s0", "↑ 1000 Mbit/s"), new(FactKind.Program, "<b>firefox</b>", "1.2 GiB, 0:12:31"), new(FactKind.Uptime, "52:10:09", "1970-01-01 00:00 UTC"),
        ]);
        session.Agent.Say(1, new ControlMessage.Report(2, report).ToBytes());
        await page.WaitForSelectorAsync("#diagnose-kept[data-kept=yes]");
        (await page.InnerTextAsync("#diagnose-facts")).Should().Contain("HDMI-1").And.Contain("<b>firefox</b>");
        session.Host.Relay.Reports.Should().ContainSingle().Which.Should().Equal(report.ToBytes());
        await session.Inspect($"console-facts-{locale}");
        session.Found.Should().BeEmpty();
    }

    [Fact]
    public async Task WhatAnInputMethodMakesArrivesOnceItIsChosen()
    {
        await using var session = await LiveSession.Start(chromium, "zh-CN", Scope.Control);
        await session.Choose("control");
        var browser = await session.Page.Context.NewCDPSessionAsync(session.Page);
        foreach (var typed in new[] { "n", "ni", "nih" })
        {
            await browser.SendAsync(
                "Input.imeSetComposition",
                new() { ["text"] = typed, ["selectionStart"] = typed.Length, ["selectionEnd"] = typed.Length });
        }

        await browser.SendAsync("Input.insertText", new() { ["text"] = "你好" });
        await session.Page.Keyboard.PressAsync("Enter");
        (await session.Heard(new InputEvent.Key(40, false))).Should().Equal(
            new InputEvent.Text("你好"), new InputEvent.Key(40, true), new InputEvent.Key(40, false));
    }

    [Theory]
    [InlineData("leave")]
    [InlineData("tool")]
    [InlineData("blur")]
    [InlineData("question")]
    [InlineData("pause")]
    [InlineData("lost")]
    public async Task NothingStaysDownWhatEverEndsControl(string what)
    {
        await using var session = await LiveSession.Start(chromium, "en", Scope.Control);
        var (page, relay) = (session.Page, session.Host.Relay);
        await session.Choose("control");
        await session.MoveTo(400, 300);
        await page.Mouse.DownAsync();
        await page.Keyboard.DownAsync("b");
        (await session.Heard(new InputEvent.Stroke(5, new Rune('b')))).Should().Contain(new InputEvent.Button(1, true));
        switch (what)
        {
            case "leave":
                await page.Keyboard.UpAsync("b");
                await page.Keyboard.PressAsync("Control+Alt+Shift");
                await page.WaitForSelectorAsync("body[data-tool=look]");
                break;
            case "tool":
                await page.FocusAsync("#tool-look");
                await page.Keyboard.PressAsync("Enter");
                await page.WaitForSelectorAsync("body[data-tool=look]");
                break;
            case "blur":
                await page.EvaluateAsync("() => window.dispatchEvent(new Event('blur'))");
                break;
            case "question":
                session.Agent.Allow(1, [Scope.View, Scope.Control], question: true);
                await page.WaitForSelectorAsync("body[data-controls=false][data-tool=control]");
                await Says(page, "Jonas Weber is reading a question; control rests.");
                break;
            case "pause":
                await relay.Show(status => status with { State = SessionState.Paused });
                break;
            default:
                await relay.Show(status => status with { CustomerConnected = false, ComeBackUntil = DateTimeOffset.UtcNow.AddSeconds(50) });
                break;
        }

        await session.Heard(new InputEvent.Release());

        // The technician still holds the button, and lets go of it later.
        await session.MoveTo(500, 320);
        await page.Mouse.UpAsync();
        await Marker(session, before => before.OfType<ViewerCommand.Input>().SelectMany(input => input.Events)
            .Where(happened => happened is not InputEvent.Move and not InputEvent.Release).Should().BeEmpty());
    }

    [Fact]
    public async Task TheChatMarksWhatWasDeliveredAndSaysBackWhatWasSeenOnlyWhenItIsShown()
    {
        await using var session = await LiveSession.Start(chromium);
        var (page, agent) = (session.Page, session.Agent);
        agent.Write(1, "Hello <b>there</b>");
        var last = agent.Write(1, "See https://printer.example/status");
        await page.WaitForSelectorAsync("#chat-button[data-unread='2']");
        await Marker(session, before => before.Should().NotContain(command => command is ControlMessage.Seen));

        await page.ClickAsync("#chat-button");
        (await agent.Hear<ControlMessage.Seen>(1)).Line.Should().Be(last);
        await page.WaitForSelectorAsync("#chat-button[data-unread='0']");
        (await page.Locator("#chat-lines [data-by=customer] p").AllInnerTextsAsync()).Should().Equal("Hello <b>there</b>", "See https://printer.example/status");
        (await page.Locator("#drawer a").CountAsync()).Should().Be(0, "a link is text here");

        await page.FillAsync("#chat-text", "Thank you");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync("#chat-lines [data-delivery=sending]");
        (await agent.Take<ViewerCommand.Chat>(1)).Text.Should().Be("Thank you");
        await page.WaitForSelectorAsync("#chat-lines [data-delivery=delivered]");
        await page.Keyboard.TypeAsync("Again");
        await page.Keyboard.PressAsync("Enter");
        await agent.Take<ViewerCommand.Chat>(1, CommandRefusal.TooMuch);
        await page.WaitForSelectorAsync("#chat-lines [data-delivery=refused]");

        await page.Keyboard.PressAsync("Escape");
        (await page.IsVisibleAsync("#drawer")).Should().BeFalse();
        (await page.EvaluateAsync<string>("() => document.activeElement.id")).Should().Be("chat-button");

        await page.ClickAsync("#chat-button");
        await page.ClickAsync("#chat-to-notes");
        (await page.InputValueAsync("#notes")).Should().MatchRegex("(?s)Jonas Weber .*: Hello <b>there</b>\n.*: Thank you\n");
        await page.WaitForSelectorAsync("#notes-state[data-saving=saved]");
        await page.ReloadAsync();
        await page.WaitForFunctionAsync("() => document.querySelectorAll('#chat-lines li').length === 5");
    }

    [Fact]
    public async Task ARefusalIsOneShortSentence()
    {
        await using var session = await LiveSession.Start(chromium, "en", Scope.Control);
        await session.Choose("control");
        await session.MoveTo(300, 300);
        await session.Agent.Take<ViewerCommand.Input>(1, CommandRefusal.OwnWindow);
        await Says(session.Page, "RemoteAssist’s own windows answer to Jonas Weber alone.");
    }

    // The line at the bottom: what is news stands there for some seconds only.
    private static async Task Says(IPage page, string words) =>
        await page.Locator("#notice:not([hidden]) #notice-words").Filter(new() { HasText = words }).WaitForAsync();

    private static InputEvent Before(List<InputEvent> heard, InputEvent one) => heard[heard.IndexOf(one) - 1];

    // What the page has said up to now: all that comes before a line of the chat that is written now.
    private static async Task Marker(LiveSession session, Action<List<object>> check)
    {
        var said = await session.Agent.HearUpTo(1, () => session.Page.EvaluateAsync(
            """
            () => {
              document.querySelector('#chat-text').value = 'up to here';
              document.querySelector('#chat-form').requestSubmit();
            }
            """));
        check(said);
    }
}
