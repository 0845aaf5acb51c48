using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Shared.Annotations;
using RemoteAssist.Shared.Input;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Tests.Promises;

/// <summary>Arbitrary commands of a technician, the same for the same seed.</summary>
internal sealed class SomeCommands(uint seed)
{
    private static readonly int[] Buttons = [1, 2, 3, 8, 9];

    private readonly Lcg dice = new(seed);

    /// <summary>Pointer and keyboard: one to four events, the last of which lets go of everything.</summary>
    public ViewerCommand.Input Input() => new([.. Enumerable.Range(0, 1 + dice.Next(3)).Select(_ => Event()), new InputEvent.Release()]);

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

    /// <summary>Bytes that are no command that this Agent knows: what clipboard, files and diagnostics may come to be.</summary>
    public byte[] Unknown() => [(byte)(8 + dice.Next(248)), .. dice.Bytes(dice.Next(40))];

    private InputEvent Event() => dice.Next(6) switch
    {
        0 or 1 => new InputEvent.Move(dice.Next(640), dice.Next(480)),
        2 => new InputEvent.Button(Buttons[dice.Next(5)], true),
        3 => new InputEvent.Wheel(dice.Next(5) * 120, 120 * (1 + dice.Next(3))),
        4 => new InputEvent.Key(4 + dice.Next(90), true),
        _ => new InputEvent.Text($"{(char)('a' + dice.Next(26))}中"),
    };
}
