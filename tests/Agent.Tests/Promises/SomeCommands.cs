using System.Text;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Shared.Annotations;
using RemoteAssist.Shared.Input;
using RemoteAssist.Shared.Transfers;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Tests.Promises;

/// <summary>Arbitrary commands of a technician, the same for the same seed.</summary>
internal sealed class SomeCommands(uint seed)
{
    private static readonly int[] Buttons = [1, 2, 3, 8, 9];

    private readonly Lcg dice = new(seed);

    /// <summary>Pointer and keyboard: one to four events, the last of which lets go of everything.</summary>
    public ViewerCommand.Input Input() => new([.. Enumerable.Range(0, 1 + dice.Next(3)).Select(_ => Event()), new InputEvent.Release()]);

    /// <summary>What goes down and may stay down: one to twelve events of every kind, in any order.</summary>
    public IReadOnlyList<InputEvent> Presses() => [.. Enumerable.Range(0, 1 + dice.Next(12)).Select(_ => dice.Next(10) switch
    {
        0 => new InputEvent.Move(dice.Next(640), dice.Next(480)),
        1 or 2 => (InputEvent)new InputEvent.Button(Buttons[dice.Next(5)], dice.Next(3) > 0),
        3 => new InputEvent.Wheel(dice.Next(5) * 120, 120 * (1 + dice.Next(3))),
        4 or 5 => new InputEvent.Key(4 + dice.Next(90), dice.Next(3) > 0),
        6 => new InputEvent.Key(224 + dice.Next(8), dice.Next(3) > 0),
        7 or 8 => new InputEvent.Stroke(4 + dice.Next(44), new Rune("aQ1;ß中é€"[dice.Next(8)])),
        _ => new InputEvent.Text($"{(char)('A' + dice.Next(26))}ж"),
    })];

    /// <summary>Draws or erases.</summary>
    public ViewerCommand Drawing() => dice.Next(8) == 0
        ? new ViewerCommand.Erase((uint)dice.Next(20))
        : (MarkTool)(1 + dice.Next(7)) is var tool
            ? new ViewerCommand.Draw(new Mark(
                (uint)dice.Next(20), tool, dice.Next(Mark.Colours), 1 + dice.Next(Mark.MostWidth), dice.Next(2) == 0,
                [.. Enumerable.Range(0, tool is MarkTool.Text or MarkTool.Step ? 1 : 2).Select(_ => new MarkPoint(dice.Next(600), dice.Next(400)))],
                tool is MarkTool.Text or MarkTool.Step ? "7" : ""))
            : throw new InvalidOperationException();

    /// <summary>What only those may say who may look.</summary>
    public ViewerCommand Words() => dice.Next(4) switch
    {
        0 => new ViewerCommand.Ask((Shared.Sessions.Scope)(1 + dice.Next(6))),
        1 => new ViewerCommand.Extend(1 + dice.Next(ViewerCommand.MostMinutes)),
        2 => new ViewerCommand.Chat($"line {dice.Next(1_000)}"),
        _ => new ViewerCommand.Introduce((uint)(2 + dice.Next(9)), dice.Bytes(32), "Ana Pop", "Northwind IT"),
    };

    /// <summary>Of files.</summary>
    public ViewerCommand Files() => dice.Next(5) switch
    {
        0 => new ViewerCommand.AskFile(Number()),
        1 => new ViewerCommand.FetchFile(Number()),
        2 => new ViewerCommand.FinishFile(Number(), dice.Bytes(32)),
        _ => new ViewerCommand.SendFile(Number(), dice.Next(100_000), $"file {dice.Next(50)}.txt"),
    };

    /// <summary>Of the clipboard.</summary>
    public ViewerCommand Clipboard() =>
        new ViewerCommand.SetClipboard(Number(), [new ClipboardPiece((ClipboardFormat)(1 + dice.Next(3)), 1 + dice.Next(1_000))]);

    /// <summary>Bytes of a file or a clipboard, or how many of one there are.</summary>
    public ControlMessage Bytes() => dice.Next(4) == 0
        ? new ControlMessage.Received(false, Number(), 0)
        : new ControlMessage.Chunk(false, Number(), 0, dice.Bytes(1 + dice.Next(500)));

    /// <summary>Bytes that are no command that this Agent knows: what may come to be one.</summary>
    public byte[] Unknown() => [(byte)(30 + dice.Next(226)), .. dice.Bytes(dice.Next(40))];

    private uint Number() => (uint)(1 + dice.Next(20));

    private InputEvent Event() => dice.Next(6) switch
    {
        0 or 1 => new InputEvent.Move(dice.Next(640), dice.Next(480)),
        2 => new InputEvent.Button(Buttons[dice.Next(5)], true),
        3 => new InputEvent.Wheel(dice.Next(5) * 120, 120 * (1 + dice.Next(3))),
        4 => new InputEvent.Key(4 + dice.Next(90), true),
        _ => new InputEvent.Text($"{(char)('a' + dice.Next(26))}中"),
    };
}
