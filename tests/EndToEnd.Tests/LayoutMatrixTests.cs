using System.Globalization;
using RemoteAssist.Tests.Support;

namespace RemoteAssist.EndToEnd.Tests;

/// <summary>
/// Keys that are really pressed on a technician's keyboard of one layout, and what a program hears of them on a customer's
/// keyboard of another.
/// </summary>
public sealed class LayoutMatrixTests
{
    private const int ShiftKey = 50, MarkerKey = 75;
    private const string Marker = "F9";

    private static readonly string[] Layouts = ["us", "de", "fr", "gb", "jp"];

    // Print is the technician's own desktop's and F11 the browser's, before any page hears of them: for them there is the menu
    // of combinations. Locks stay what they are at each end; modifiers by themselves are pressed with others.
    private static readonly int[] Unheard = [37, ShiftKey, 62, 64, 66, 77, 78, 105, Layout.AltGrKey, 133, 134];

    // By X's keycodes, row by row, as on a PC's keyboard of 105 keys and the two that a Japanese one has besides.
    private static readonly int[] Keys =
    [
        9, .. Enumerable.Range(67, 10).Except([MarkerKey]), 96, 127,
        49, .. Enumerable.Range(10, 13), 118, 110, 112, 63, 106, 82,
        .. Enumerable.Range(23, 14), 119, 115, 117, .. Enumerable.Range(79, 3), 86,
        .. Enumerable.Range(38, 11), 51, .. Enumerable.Range(83, 3),
        94, .. Enumerable.Range(52, 10), 97, 132, 111, .. Enumerable.Range(87, 3), 104, 90, 91,
        65, 135, 113, 116, 114,
    ];

    [Fact]
    [Trait("Promise", "41")]
    public async Task WhatIsTypedIsWhatArrivesWhateverTheLayoutsOfBothSides()
    {
        await using var stage = await Stage.SetWithDesk();
        await stage.GoLive();
        var listener = await KeyListener.On(stage.Screen);
        await stage.TakeControl();
        await stage.ClickThrough(listener.Window.Area.X + 100, listener.Window.Area.Y + 100);
        await Until.True("it has the keyboard", () => stage.Screen.HasKeyboard(listener.Window));

        using var tried = new Tried(41, "keys pressed on one layout and heard on another");
        var pairs = Layouts.SelectMany(here => Layouts, (here, there) => (Here: here, There: there)).ToArray();
        foreach (var pair in Tried.Count(pairs.Length, 1) is var count && count == pairs.Length ? pairs : [.. pairs.Where(p => p.Here != p.There).Skip(4).Take(count)])
        {
            var there = await Layout.On(stage.Screen, pair.There);
            var here = await Layout.On(stage.Desk!, pair.Here);
            foreach (var level in Enum.GetValues<Level>())
            {
                await Try(stage, listener, here, there, level, $"{pair.Here} to {pair.There}", tried);
            }
        }

        tried.MustHold();
    }

    private static async Task Try(Stage stage, KeyListener listener, Layout here, Layout there, Level level, string pair, Tried tried)
    {
        var presses = Keys.Except(Unheard)
            .Select(key => (Key: key, Behind: here.Composed(key, level), Expected: here.Composed(key, level)?.Makes ?? here.Character(key, level)))
            .Where(press => level == Level.Alone ? here.Symbol(press.Key).Length > 0 : press.Expected is not null).ToArray();
        int[] held = level switch
        {
            Level.Shift => [ShiftKey],
            Level.AltGr => [Layout.AltGrKey],
            _ => [],
        };
        if (presses.Length == 0 || (level == Level.AltGr && !here.HasAltGr))
        {
            return;
        }

        // The marker comes behind each: what is heard in between is that key's.
        await stage.Desk!.Hands([.. presses.SelectMany(press => (string[])
        [
            .. held.SelectMany(h => new[] { "keydown", Text(h) }), "key", Name(press.Key), .. held.SelectMany(h => new[] { "keyup", Text(h) }),
            .. press.Behind is { } letter ? new[] { "key", Text(letter.Key) } : [], "key", Text(MarkerKey),
        ])]);

        var heard = await listener.UpTo(Marker, presses.Length);
        var at = 0;
        foreach (var (key, _, expected) in presses)
        {
            var between = heard.Skip(at).TakeWhile(h => h.Symbol != Marker).ToArray();
            at += between.Length + 1;
            var wrote = string.Concat(between.Select(h => h.Text));

            // What a key of the number pad does without Num Lock, other keys do as well.
            var arrived = expected is null
                ? between.Any(h => h.Symbol == there.Symbol(key) || "KP_" + h.Symbol == there.Symbol(key))
                : wrote == expected;
            tried.Try(arrived, $"{pair}, {level}: key {key}, {here.Symbol(key)}, expected {expected ?? there.Symbol(key)}, heard {string.Join('+', between.Select(h => h.Symbol))} \"{wrote}\"");
        }
    }

    // xdotool takes one digit for a character.
    private static string Name(int key) => key < 10 ? "Escape" : Text(key);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
