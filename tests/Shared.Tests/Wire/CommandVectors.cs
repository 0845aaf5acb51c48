using System.Text;
using System.Text.Json.Nodes;
using RemoteAssist.Shared.Annotations;
using RemoteAssist.Shared.Diagnostics;
using RemoteAssist.Shared.Frames;
using RemoteAssist.Shared.Input;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Transfers;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Shared.Tests.Wire;

/// <summary>
/// Makes <c>tests/Vectors/commands.json</c>: what a technician's page asks of the Agent and what it hears about that, in
/// words beside their bytes (hex), and bytes that nobody may take for a message.
/// </summary>
internal static class CommandVectors
{
    private static readonly byte[] Secret = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    public static IReadOnlyList<ViewerCommand> Commands { get; } =
    [
        new ViewerCommand.Introduce(7, Secret, "Ana Pop", "北风信息技术"),
        new ViewerCommand.Introduce(uint.MaxValue, Secret, new string('x', 255), new string('y', 255)),
        .. Enum.GetValues<Scope>().Select(scope => new ViewerCommand.Ask(scope)),
        new ViewerCommand.Extend(1),
        new ViewerCommand.Extend(30),
        new ViewerCommand.Extend(ViewerCommand.MostMinutes),
        new ViewerCommand.Chat("Hello, the printer is back: https://printer.example/status"),
        new ViewerCommand.Chat("请看一下打印机 🖨️"),
        new ViewerCommand.Chat(new string('z', ControlMessage.Said.MaxTextBytes)),
        new ViewerCommand.Input([new InputEvent.Move(0, 0)]),
        new ViewerCommand.Input([new InputEvent.Move(Frame.MaxSide - 1, Frame.MaxSide - 1)]),
        new ViewerCommand.Input([new InputEvent.Move(300, 127), new InputEvent.Button(1, true), new InputEvent.Move(301, 128), new InputEvent.Button(1, false)]),
        new ViewerCommand.Input([.. new[] { 1, 2, 3, 8, 9 }.Select(n => new InputEvent.Button(n, n % 2 == 0))]),
        new ViewerCommand.Input([new InputEvent.Wheel(0, 120), new InputEvent.Wheel(-40, -InputEvent.MostWheel), new InputEvent.Wheel(InputEvent.MostWheel, 1)]),
        new ViewerCommand.Input([new InputEvent.Key(InputEvent.FirstUsage, true), new InputEvent.Key(InputEvent.FirstUsage, false)]),
        new ViewerCommand.Input([new InputEvent.Key(225, true), new InputEvent.Key(InputEvent.LastUsage, false), new InputEvent.Release()]),
        new ViewerCommand.Input([new InputEvent.Stroke(20, new Rune('ä')), new InputEvent.Key(20, false), new InputEvent.Stroke(InputEvent.LastUsage, new Rune(0x10ffff))]),
        new ViewerCommand.Input([new InputEvent.Text("Grüße 中文 👍🏽")]),
        new ViewerCommand.Input([new InputEvent.Text(new string('q', InputEvent.MostTextBytes))]),
        new ViewerCommand.Input([.. Enumerable.Range(0, ViewerCommand.Input.MostEvents).Select(i => new InputEvent.Move(i, 2 * i))]),
        new ViewerCommand.Draw(new Mark(1, MarkTool.Pen, 0, 4, false, [new(0, 0), new(5, 300), new(Frame.MaxSide - 1, 7)])),
        new ViewerCommand.Draw(new Mark(2, MarkTool.Arrow, 1, 1, true, [new(10, 20), new(400, 30)])),
        new ViewerCommand.Draw(new Mark(3, MarkTool.Box, 2, Mark.MostWidth, false, [new(400, 30), new(10, 20)])),
        new ViewerCommand.Draw(new Mark(4, MarkTool.Highlighter, 3, 24, true, [new(1, 1)])),
        new ViewerCommand.Draw(new Mark(5, MarkTool.Text, 4, 18, false, [new(128, 129)], "click here 点这里")),
        new ViewerCommand.Draw(new Mark(6, MarkTool.Text, Mark.Colours - 1, 18, false, [new(128, 129)], new string('w', Mark.MostTextBytes))),
        new ViewerCommand.Draw(new Mark(7, MarkTool.Step, 5, 30, false, [new(640, 480)], "12")),
        new ViewerCommand.Draw(new Mark(uint.MaxValue, MarkTool.Laser, 0, 8, true, [new(3, 4), new(5, 6)])),
        new ViewerCommand.Draw(new Mark(8, MarkTool.Pen, 0, 4, false, [.. Enumerable.Range(0, Mark.MostPointsAtOnce).Select(i => new MarkPoint(i, 64 * i))])),
        new ViewerCommand.Erase(0),
        new ViewerCommand.Erase(0x01020304),
        new ViewerCommand.Diagnose(),
        new ViewerCommand.HandOver(7),
        new ViewerCommand.SendAway(uint.MaxValue),
        new ViewerCommand.SendFile(1, 0, "empty.txt"),
        new ViewerCommand.SendFile(0x01020304, 4L << 30, "报告 2026.pdf"),
        new ViewerCommand.SendFile(uint.MaxValue, TransferLimits.Farthest, new string('n', TransferLimits.NameBytes)),
        new ViewerCommand.AskFile(2),
        new ViewerCommand.FetchFile(3),
        new ViewerCommand.FinishFile(4, Secret),
        new ViewerCommand.CancelTransfer(5),
        new ViewerCommand.SetClipboard(6, [new(ClipboardFormat.Text, 1)]),
        new ViewerCommand.SetClipboard(7, [new(ClipboardFormat.Text, 300), new(ClipboardFormat.Html, 100_000_000), new(ClipboardFormat.Png, TransferLimits.Farthest)]),
    ];

    public static IReadOnlyList<ControlMessage> Messages { get; } =
    [
        new ControlMessage.Seen(0),
        new ControlMessage.Seen(0x01020304),
        .. Enum.GetValues<CommandRefusal>().Select((why, i) => new ControlMessage.Refused((uint)(i + 1), why)),
        new ControlMessage.Standing([], 0, false, false, default),
        new ControlMessage.Standing([Scope.View], 3_600, true, false, new ScreenRect(0, 0, 1920, 1080)),
        new ControlMessage.Standing(Enum.GetValues<Scope>(), uint.MaxValue, true, true, new ScreenRect(1920, 0, ushort.MaxValue, 1080)),
        new ControlMessage.Standing([Scope.View, Scope.Control, Scope.Recording], 119, false, true, new ScreenRect(0, 0, 1, 1)),
        new ControlMessage.Said(1, 0, "Guten Tag"),
        new ControlMessage.Said(uint.MaxValue, 255, "你好 👋"),
        new ControlMessage.Report(7, new ComputerReport(DateTimeOffset.UnixEpoch, [])),
        new ControlMessage.Report(0x01020304, new ComputerReport(
            DateTimeOffset.FromUnixTimeMilliseconds(1_795_348_800_123),
            [.. Enum.GetValues<FactKind>().Select(kind => new ComputerFact(kind, $"名 {kind}", "1.5 / 8 GiB"))])),
        new ControlMessage.Report(3, new ComputerReport(
            DateTimeOffset.UnixEpoch, [new ComputerFact(FactKind.Disk, new string('n', ComputerReport.MostNameBytes), new string('v', ComputerReport.MostValueBytes))])),
        new ControlMessage.Said(2, 3, new string('s', ControlMessage.Said.MaxTextBytes)),
        new ControlMessage.Chunk(false, 1, 0, [0]),
        new ControlMessage.Chunk(true, 0x01020304, TransferLimits.Farthest, [.. Enumerable.Range(0, 200).Select(i => (byte)i)]),
        new ControlMessage.Received(false, 1, 0),
        new ControlMessage.Received(true, uint.MaxValue, 4L << 30),
        .. Enum.GetValues<TransferState>().Select((state, i) => new ControlMessage.TransferStands((uint)i, state, 128L * i)),
        new ControlMessage.FileOffered(9, 2_000_000, "photo.jpg"),
        new ControlMessage.FileOffered(10, TransferLimits.Farthest, new string('n', TransferLimits.NameBytes)),
        new ControlMessage.Copied(11, [new(ClipboardFormat.Html, 12), new(ClipboardFormat.Png, TransferLimits.ClipboardBytes)]),
    ];

    public static IReadOnlyList<(string Why, string Bytes)> BrokenCommands { get; } =
    [
        ("nothing", ""),
        ("a kind that is none", "1f"),
        ("a scope that is none", "0207"),
        ("a scope and something behind it", "020100"),
        ("no minutes", "0300"),
        ("more minutes than may be asked for", "03e103"),
        ("a line without text", "0400"),
        ("a line that is cut", "04026d"),
        ("a line that is no UTF-8", "0401ff"),
        ("half a surrogate pair", "0403eda0bd"),
        ("a line that is too long", "04d10f" + Many("7a", ControlMessage.Said.MaxTextBytes + 1)),
        ("no input", "05"),
        ("input of a kind that is none", "0508"),
        ("a place without its second number", "050101"),
        ("a place outside every picture", "0501808001" + "00"),
        ("a number of more than 64 bits", "0501ffffffffffffffffffff01" + "00"),
        ("a button that the wheel has", "05020401"),
        ("a button that is none", "05020001"),
        ("a button that is neither down nor up", "05020102"),
        ("a wheel that turns too far", "050300c2bb01"),
        ("a key before the first", "05040301"),
        ("a key behind the last", "0504e80101"),
        ("a stroke of a key before the first", "05070361"),
        ("a stroke without a character", "050704"),
        ("a stroke of a control character", "05070407"),
        ("a stroke of half a surrogate pair", "050704" + "80b003"),
        ("a stroke of a character behind the last", "050704" + "808044"),
        ("text without any", "050500"),
        ("text that is too long", "05058108" + Many("71", InputEvent.MostTextBytes + 1)),
        ("more input than one command takes", "05" + Many("06", ViewerCommand.Input.MostEvents + 1)),
        ("a good event and a broken one", "050600"),
        ("a tool that is none", "06010000000800040001" + "0000"),
        ("a colour that is none", "06010000000106040001" + "0000"),
        ("a line of no width", "06010000000100000001" + "0000"),
        ("a line that is too broad", "06010000000100410001" + "0000"),
        ("a pen without a point", "06010000000100040000"),
        ("an arrow of one point", "06010000000200040001" + "0000"),
        ("a box of three points", "06010000000300040003" + "000000000000"),
        ("words without any", "06010000000500040001" + "000000"),
        ("words that are too long", "06010000000500040001" + "0000" + "9103" + Many("77", Mark.MostTextBytes + 1)),
        ("a mark that neither fades nor stays", "06010000000100040201" + "0000"),
        ("a point outside every picture", "06010000000100040001" + "80800100"),
        ("a mark to erase that is cut", "07010000"),
        ("a mark to erase and something behind it", "070100000000"),
        ("a file without a name", "08010000000500"),
        ("a file whose name is too long", "080100000005" + "8108" + Many("6e", TransferLimits.NameBytes + 1)),
        ("a file whose name is no UTF-8", "08010000000501ff"),
        ("a file of more bytes than are counted", "0801000000" + "8080808080808010" + "0161"),
        ("a hash that is cut", "0b01000000" + Many("00", 31)),
        ("a clipboard of nothing", "0d0100000000"),
        ("a clipboard of four pieces", "0d0100000004" + "010102010301" + "0301"),
        ("a piece of no format", "0d01000000010401"),
        ("a piece of no bytes", "0d01000000010100"),
        ("the same format twice", "0d010000000201010101"),
        ("formats that fall", "0d010000000202010101"),
    ];

    public static IReadOnlyList<(string Why, string Bytes)> BrokenMessages { get; } =
    [
        ("a refusal for no reason", "850100000000"),
        ("a refusal for a reason that is none", "8501000000ff"),
        ("a scope that is none", "868000" + "00000000" + "00" + "0000000000000000"),
        ("a standing that is neither paused nor not", "860100" + "00000000" + "04" + "0000000000000000"),
        ("a standing that is cut", "860100" + "00000000" + "00" + "00000000000000"),
        ("a line of the chat without text", "8701000000" + "00" + "00"),
        ("a line of the chat that is no UTF-8", "8701000000" + "00" + "01ff"),
        ("a line of the chat and something behind it", "8701000000" + "00" + "016100"),
        ("a line of the chat that is too long", "8701000000" + "00" + "d10f" + Many("73", ControlMessage.Said.MaxTextBytes + 1)),
        ("a report of a moment behind the last", "9601000000" + "80808080808040" + "00"),
        ("a report of more facts than it takes", "9601000000" + "00" + "c901"),
        ("a report of a fact of no kind", "9601000000" + "0001" + "00" + "0161" + "0162"),
        ("a report of a fact of a kind that is none", "9601000000" + "0001" + "0a" + "0161" + "0162"),
        ("a report with a name that is too long", "9601000000" + "0001" + "01" + "79" + Many("6e", ComputerReport.MostNameBytes + 1) + "0162"),
        ("a report with a value that is too long", "9601000000" + "0001" + "01" + "0161" + "c901" + Many("76", ComputerReport.MostValueBytes + 1)),
        ("a report and something behind it", "9601000000" + "0000" + "00"),
        ("a line that was seen, cut", "06010000"),
        ("a chunk of nothing", "07010000000000"),
        ("a chunk that is too long", "070100000000" + "818002" + Many("00", TransferLimits.ChunkBytes + 1)),
        ("a chunk of the Agent that begins too far", "8801000000" + "8080808080808010" + "0100"),
        ("a transfer in no state", "8a010000000000"),
        ("a transfer in a state that is none", "8a010000000800"),
        ("a file without a name", "8b010000000500"),
        ("a clipboard of nothing", "8c0100000000"),
    ];

    /// <summary>The committed file.</summary>
    public static string Path => System.IO.Path.Combine(System.IO.Path.GetDirectoryName(Frames.FrameVectors.Path)!, "commands.json");

    /// <summary>All vectors as they would be written now.</summary>
    public static JsonObject Make() => new()
    {
        ["commands"] = new JsonArray([.. Commands.Select(c => (JsonNode)Line("command", CommandWords.Of(c), c.ToBytes()))]),
        ["messages"] = new JsonArray([.. Messages.Select(m => (JsonNode)Line("message", CommandWords.Of(m), m.ToBytes()))]),
        ["brokenCommands"] = Broken(BrokenCommands),
        ["brokenMessages"] = Broken(BrokenMessages),
    };

    private static JsonObject Line(string name, JsonObject words, byte[] bytes) =>
        new JsonObject { [name] = words, ["bytes"] = Convert.ToHexStringLower(bytes) };

    private static JsonArray Broken(IEnumerable<(string Why, string Bytes)> lines) =>
        new([.. lines.Select(line => (JsonNode)new JsonObject { ["why"] = line.Why, ["bytes"] = line.Bytes })]);

    private static string Many(string hex, int times) => string.Concat(Enumerable.Repeat(hex, times));
}
