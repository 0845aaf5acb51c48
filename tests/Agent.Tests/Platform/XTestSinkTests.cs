using System.Text;
using RemoteAssist.Agent.Platform.X11;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Shared.Input;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Tests.Platform;

/// <summary>Pointer and keyboard of a real X display, and a stranger who hears what the server took.</summary>
[Collection(TypingTests.Name)]
public sealed class XTestSinkTests : IDisposable
{
    private const int KeyDown = 13, KeyUp = 14, ButtonDown = 15, ButtonUp = 16, Movement = 17;

    private readonly XServer server = new();
    private readonly XTestSink sink;
    private readonly InputWitness witness;

    public XTestSinkTests()
    {
        sink = XTestSink.Open(new OwnWindows(), TimeProvider.System, server.Display)!;
        witness = new InputWitness(server.Display);
    }

    public void Dispose()
    {
        witness.Dispose();
        sink.Dispose();
        server.Dispose();
    }

    [Fact]
    public void ThePointerGoesToThePixelAndNotBeyondTheScreen()
    {
        Do(new InputEvent.Move(17, 33)).Should().BeNull();
        witness.Took().Should().ContainSingle(e => e.Kind == Movement);
        witness.Pointer().Should().Be((17, 33));
        Do(new InputEvent.Move(XServer.Width - 1, XServer.Height - 1)).Should().BeNull();
        Do(new InputEvent.Move(XServer.Width, 0)).Should().Be(CommandRefusal.OutOfRange);
        Do(new InputEvent.Move(0, XServer.Height)).Should().Be(CommandRefusal.OutOfRange);
        witness.Pointer().Should().Be((XServer.Width - 1, XServer.Height - 1));
    }

    [Fact]
    public void ButtonsAndKeysGoDownOnceAndUpOnce()
    {
        foreach (var button in new[] { 1, 2, 3, 8, 9 })
        {
            Do(new InputEvent.Button(button, true)).Should().BeNull();
            Do(new InputEvent.Button(button, true)).Should().BeNull("it is down already");
            Do(new InputEvent.Button(button, false)).Should().BeNull();
            Do(new InputEvent.Button(button, false)).Should().BeNull("it is up already");
            witness.Took().Should().Equal((ButtonDown, button), (ButtonUp, button));
        }

        // A, and right Shift: Linux' 30 and 54, and X's eight on top.
        Do(new InputEvent.Key(4, true)).Should().BeNull();
        Do(new InputEvent.Key(229, true)).Should().BeNull();
        witness.Pressed().Should().Be(2);
        Do(new InputEvent.Key(229, false)).Should().BeNull();
        Do(new InputEvent.Key(4, false)).Should().BeNull();
        witness.Took().Should().Equal((KeyDown, 38), (KeyDown, 62), (KeyUp, 62), (KeyUp, 38));
        Do(new InputEvent.Key(102, true)).Should().Be(CommandRefusal.OutOfRange, "power is no key of the desktop's");
    }

    [Fact]
    public void TheWheelTurnsByNotchesAndKeepsWhatIsLeft()
    {
        Do(new InputEvent.Wheel(0, 100));
        witness.Took().Should().BeEmpty();
        Do(new InputEvent.Wheel(0, 20));
        witness.Took().Should().Equal((ButtonDown, 5), (ButtonUp, 5));
        Do(new InputEvent.Wheel(-240, -130));
        witness.Took().Should().Equal((ButtonDown, 6), (ButtonUp, 6), (ButtonDown, 6), (ButtonUp, 6), (ButtonDown, 4), (ButtonUp, 4));
        Do(new InputEvent.Wheel(0, -110));
        witness.Took().Should().Equal((ButtonDown, 4), (ButtonUp, 4));
        Do(new InputEvent.Wheel(120, 0));
        witness.Took().Should().Equal((ButtonDown, 7), (ButtonUp, 7));
    }

    [Theory]
    [InlineData("release")]
    [InlineData("release all")]
    [InlineData("closed")]
    public async Task NothingStaysDown(string how)
    {
        Do(new InputEvent.Move(5, 5));
        Do(new InputEvent.Button(1, true));
        Do(new InputEvent.Key(225, true));
        Do(new InputEvent.Key(4, true));
        witness.Pressed().Should().Be(3);
        switch (how)
        {
            case "release":
                Do(new InputEvent.Release()).Should().BeNull();
                break;
            case "release all":
                sink.ReleaseAll();
                break;
            default:
                sink.Dispose();
                Do(new InputEvent.Button(1, true)).Should().Be(CommandRefusal.Unable);
                break;
        }

        await Eventually.Is(() => witness.Pressed() == 0, "all of them are up");
    }

    [Theory]
    [InlineData("Hello, World! 0123456789 ~@#{}[]|\\")]
    [InlineData("Grüße, ça va? €20 — Ærø")]
    [InlineData("中文输入法不需要：工程师写什么，客户就看见什么。")]
    [InlineData("👍🏽 👋 🖨")]
    [InlineData("Привет мир, καλημέρα κόσμε, שלום, こんにちは, 안녕")]
    public async Task AnyTextArrivesAsItWasWritten(string text)
    {
        (await Typed(text)).Should().Be(text);
    }

    [Fact]
    public async Task MoreDifferentCharactersThanThereAreSpareKeysArrive()
    {
        var text = string.Concat(Enumerable.Range(0, 200).Select(i => char.ConvertFromUtf32(0x4e00 + (i * 7))));
        (await Typed(text)).Should().Be(text);
    }

    [Fact]
    public async Task ALayoutThatIsChangedInBetweenTakesNoCharacterAway()
    {
        // The second program is there before the keys that the first text was written with are given back.
        const string Text = "жёлтый стул №15";
        (await Typed(Text)).Should().Be(Text);
        server.Run("setxkbmap", "-model", "pc105", "-layout", "fr");
        (await Typed(Text)).Should().Be(Text);
    }

    [Fact]
    public async Task AKeyThatALayoutHasGivenAMeaningIsNotWrittenWith()
    {
        var free = Keys().Split('\n').Where(line => line.TrimEnd().EndsWith('=')).ToArray();
        server.Run("xmodmap", [.. free[..^1].SelectMany(line => new[] { "-e", $"{line} F35" })]);

        (await Typed("жё")).Should().Be("жё");
        Keys().Split("F35 NoSymbol F35").Should().HaveCount(free.Length, "each keeps what it was given");
    }

    [Fact]
    public async Task WaitingForSlowProgramsNeedsNoOtherThread()
    {
        // Its timers never come, as where all threads that would run them wait for the session.
        using var without = XTestSink.Open(new OwnWindows(), new ManualClock(), server.Display)!;
        var typing = Task.Run(() =>
        {
            without.Do(new InputEvent.Text("中"));
            return without.Do(new InputEvent.Text("文"));
        });
        (await typing.WaitAsync(TimeSpan.FromSeconds(60))).Should().BeNull();
    }

    [Fact]
    public async Task SpareKeysAreGivenBack()
    {
        var clock = new ManualClock();
        using var typing = XTestSink.Open(new OwnWindows(), clock, server.Display)!;
        var before = Keys();
        typing.Do(new InputEvent.Text("中文")).Should().BeNull();
        Keys().Should().NotBe(before, "they are in use");
        clock.Advance(TimeSpan.FromSeconds(3));
        await Eventually.Is(() => Keys() == before, "they are as they were");
        typing.Do(new InputEvent.Text("中文")).Should().BeNull();
        typing.Dispose();
        await Eventually.Is(() => Keys() == before, "they are as they were");
    }

    [Fact]
    public void TheKeysThatStopAndThoseThatTakeTheDesktopAwayAreTheCustomersOwn()
    {
        Do(new InputEvent.Key(224, true));
        Do(new InputEvent.Key(77, true)).Should().BeNull("Ctrl+End is a key like others");
        Do(new InputEvent.Key(77, false));
        Do(new InputEvent.Key(226, true));
        witness.Took();
        Do(new InputEvent.Key(77, true)).Should().Be(CommandRefusal.OwnWindow);
        Do(new InputEvent.Key(89, true)).Should().Be(CommandRefusal.OwnWindow);
        Do(new InputEvent.Key(58, true)).Should().Be(CommandRefusal.OwnWindow);
        witness.Took().Should().BeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("½ 中")]
    public async Task ACombinationReachesTheWindowManager(string typedBefore)
    {
        await server.Manage();
        var window = server.Stay("xterm", "-T", "closing", "-e", "sleep", "60");
        await Eventually.Is(() => Encoding.UTF8.GetString(server.Run("sh", "-c", "xdotool getactivewindow getwindowname || true")).Contains("closing"), "it has the keyboard");
        if (typedBefore.Length > 0)
        {
            Do(new InputEvent.Text(typedBefore)).Should().BeNull();
        }

        // openbox lets go of its own combinations for a moment when a key gets another character, so it may take a second press.
        await Eventually.Is(
            () =>
            {
                Do(new InputEvent.Key(226, true)).Should().BeNull();
                Do(new InputEvent.Key(61, true)).Should().BeNull();
                Do(new InputEvent.Key(61, false)).Should().BeNull();
                Do(new InputEvent.Key(226, false)).Should().BeNull();
                return window.WaitForExit(TimeSpan.FromSeconds(1));
            },
            "Alt+F4 closes it");
    }

    [Theory]
    [InlineData("us", 20, 'q', 24)]
    [InlineData("fr", 20, 'q', 38)]
    [InlineData("de", 29, 'z', 29)]
    [InlineData("us", 47, 'ü', null)]
    [InlineData("de", 47, 'ü', 34)]
    public void AKeyIsTheOneThatWritesTheCharacterThere(string layout, int usage, char character, int? key)
    {
        server.Run("setxkbmap", "-model", "pc105", "-layout", layout);
        Do(new InputEvent.Stroke(usage, new Rune(character))).Should().BeNull();
        if (key is { } pressed)
        {
            witness.Took().Should().Equal((KeyDown, pressed));
            Do(new InputEvent.Stroke(usage, new Rune(character))).Should().BeNull("it repeats by itself");
            Do(new InputEvent.Key(usage, false)).Should().BeNull();
            witness.Took().Should().Equal((KeyUp, pressed));
        }
        else
        {
            witness.Took().Select(e => e.Kind).Should().Equal([KeyDown, KeyUp], "no key writes it: a spare one does");
            Do(new InputEvent.Key(usage, false)).Should().BeNull();
        }
    }

    [Fact]
    public void AShortcutIsTheKeyOfItsCharacterAndElseTheKeyAtItsPlace()
    {
        server.Run("setxkbmap", "-model", "pc105", "-layout", "fr");
        Do(new InputEvent.Key(224, true));
        witness.Took();
        Do(new InputEvent.Stroke(20, new Rune('a')));
        Do(new InputEvent.Key(20, false));
        witness.Took().Should().Equal([(KeyDown, 24), (KeyUp, 24)], "a stands where q is elsewhere");
        Do(new InputEvent.Stroke(6, new Rune('с')));
        witness.Took().Should().Equal([(KeyDown, 54)], "the Cyrillic letter stands nowhere: the key at its place");
    }

    [Fact]
    public void ACharacterIsNoWayRoundTheKeysThatAreTheCustomersOwn()
    {
        // With Num Lock the key of the number pad that else is End writes a 1, and here no other does without Shift.
        server.Run("setxkbmap", "-model", "pc105", "-layout", "fr");
        server.Run("xdotool", "key", "Num_Lock");
        Do(new InputEvent.Key(224, true));
        Do(new InputEvent.Key(226, true));
        witness.Took();
        Do(new InputEvent.Stroke(4, new Rune('1'))).Should().BeNull();
        witness.Took().Should().Equal([(KeyDown, 10)], "the row of digits has it");
        Do(new InputEvent.Key(89, true)).Should().Be(CommandRefusal.OwnWindow);
        witness.Took().Should().BeEmpty();
    }

    [Fact]
    public void CapsLockOfTheCustomersBendsNothing()
    {
        server.Run("xdotool", "key", "Caps_Lock");
        witness.Took();
        Do(new InputEvent.Stroke(4, new Rune('a'))).Should().BeNull();

        // Caps Lock off, the letter, and on again: what the server shows is what was before.
        witness.Took().Should().Equal((KeyDown, 66), (KeyUp, 66), (KeyDown, 38), (KeyUp, 38), (KeyDown, 66), (KeyUp, 66));
        Do(new InputEvent.Key(4, false));
        Do(new InputEvent.Stroke(4, new Rune('A'))).Should().BeNull();
        witness.Took().Should().Equal((KeyDown, 38));
    }

    private CommandRefusal? Do(InputEvent happened) => sink.Do(happened);

    private string Keys() => Encoding.UTF8.GetString(server.Run("xmodmap", "-pke"));

    // What a terminal, which is a program that knows nothing of us, hands to the program in it.
    private async Task<string> Typed(string text)
    {
        var file = Path.Combine(Path.GetTempPath(), $"typed-{Guid.NewGuid():n}");
        var terminal = server.Stay("env", "LC_ALL=C.UTF-8", "xterm", "-u8", "-T", "typed", "-e", "sh", "-c", $"stty -echo; exec head -n 1 > {file}");
        try
        {
            await Eventually.Is(() => Encoding.UTF8.GetString(server.Run("sh", "-c", "xdotool search --onlyvisible --name '^typed$' || true")).Length > 0, "there is a terminal");
            await Eventually.Is(() => File.Exists(file), "it reads");
            Do(new InputEvent.Move(100, 100)).Should().BeNull();
            foreach (var piece in text.EnumerateRunes().Chunk(16))
            {
                Do(new InputEvent.Text(string.Concat(piece))).Should().BeNull();
            }

            Do(new InputEvent.Text("\n")).Should().BeNull();
            await Eventually.Is(() => terminal.HasExited, "the line is read");
            return await File.ReadAllTextAsync(file) is var read && read.EndsWith('\n') ? read[..^1] : read;
        }
        finally
        {
            File.Delete(file);
        }
    }
}
