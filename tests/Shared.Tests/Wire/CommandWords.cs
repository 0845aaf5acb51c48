using System.Text.Json;
using System.Text.Json.Nodes;
using RemoteAssist.Shared.Annotations;
using RemoteAssist.Shared.Input;
using RemoteAssist.Shared.Transfers;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Shared.Tests.Wire;

/// <summary>Commands, and the control messages that belong to them, as the words of <c>tests/Vectors/commands.json</c>.</summary>
internal static class CommandWords
{
    public static JsonObject Of(ViewerCommand command) => command switch
    {
        ViewerCommand.Introduce introduce => new()
        {
            ["kind"] = "introduce",
            ["viewer"] = introduce.Viewer,
            ["secret"] = Convert.ToHexStringLower(introduce.Secret),
            ["technician"] = introduce.Technician,
            ["organisation"] = introduce.Organisation,
        },
        ViewerCommand.Ask ask => new() { ["kind"] = "ask", ["scope"] = Name(ask.Scope) },
        ViewerCommand.Extend extend => new() { ["kind"] = "extend", ["minutes"] = extend.Minutes },
        ViewerCommand.Chat chat => new() { ["kind"] = "chat", ["text"] = chat.Text },
        ViewerCommand.Input input => new() { ["kind"] = "input", ["events"] = new JsonArray([.. input.Events.Select(Of)]) },
        ViewerCommand.Draw draw => new() { ["kind"] = "draw", ["mark"] = Of(draw.Mark) },
        ViewerCommand.HandOver next => new() { ["kind"] = "handOver", ["viewer"] = next.Viewer },
        ViewerCommand.SendAway gone => new() { ["kind"] = "sendAway", ["viewer"] = gone.Viewer },
        ViewerCommand.Diagnose => new() { ["kind"] = "diagnose" },
        ViewerCommand.Erase erase => new() { ["kind"] = "erase", ["mark"] = erase.Mark },
        ViewerCommand.SendFile send => new() { ["kind"] = "sendFile", ["transfer"] = send.Transfer, ["size"] = send.Size, ["name"] = send.Name },
        ViewerCommand.AskFile wanted => new() { ["kind"] = "askFile", ["transfer"] = wanted.Transfer },
        ViewerCommand.FetchFile fetch => new() { ["kind"] = "fetchFile", ["transfer"] = fetch.Transfer },
        ViewerCommand.FinishFile finish => new()
        {
            ["kind"] = "finishFile",
            ["transfer"] = finish.Transfer,
            ["hash"] = Convert.ToHexStringLower(finish.Hash),
        },
        ViewerCommand.CancelTransfer cancel => new() { ["kind"] = "cancelTransfer", ["transfer"] = cancel.Transfer },
        ViewerCommand.SetClipboard set => new() { ["kind"] = "setClipboard", ["transfer"] = set.Transfer, ["pieces"] = Of(set.Pieces) },
        _ => throw new InvalidOperationException($"No words for {command.GetType().Name}."),
    };

    public static JsonObject Of(ControlMessage message) => message switch
    {
        ControlMessage.Seen seen => new() { ["kind"] = "seen", ["line"] = seen.Line },
        ControlMessage.Refused refused => new() { ["kind"] = "refused", ["sequence"] = refused.Sequence, ["why"] = Name(refused.Why) },
        ControlMessage.Standing standing => new()
        {
            ["kind"] = "standing",
            ["scopes"] = new JsonArray([.. standing.Scopes.Select(scope => (JsonNode)Name(scope))]),
            ["secondsLeft"] = standing.SecondsLeft,
            ["paused"] = standing.Paused,
            ["questionOpen"] = standing.QuestionOpen,
            ["shared"] = new JsonObject
            {
                ["x"] = standing.Shared.X,
                ["y"] = standing.Shared.Y,
                ["width"] = standing.Shared.Width,
                ["height"] = standing.Shared.Height,
            },
        },
        ControlMessage.Chunk chunk => new()
        {
            ["kind"] = chunk.FromAgent ? "agentChunk" : "chunk",
            ["transfer"] = chunk.Transfer,
            ["offset"] = chunk.Offset,
            ["data"] = Convert.ToHexStringLower(chunk.Data),
        },
        ControlMessage.Received received => new()
        {
            ["kind"] = received.FromAgent ? "agentReceived" : "received",
            ["transfer"] = received.Transfer,
            ["offset"] = received.Offset,
        },
        ControlMessage.TransferStands stands => new()
        {
            ["kind"] = "transferStands",
            ["transfer"] = stands.Transfer,
            ["state"] = Name(stands.State),
            ["offset"] = stands.Offset,
        },
        ControlMessage.FileOffered offered => new()
        {
            ["kind"] = "fileOffered",
            ["transfer"] = offered.Transfer,
            ["size"] = offered.Size,
            ["name"] = offered.Name,
        },
        ControlMessage.Copied copied => new() { ["kind"] = "copied", ["transfer"] = copied.Transfer, ["pieces"] = Of(copied.Pieces) },
        ControlMessage.Said said => new() { ["kind"] = "said", ["line"] = said.Line, ["from"] = said.From, ["text"] = said.Text },
        ControlMessage.Report report => new()
        {
            ["kind"] = "report",
            ["sequence"] = report.Sequence,
            ["report"] = new JsonObject
            {
                ["taken"] = report.Facts.Taken.ToUnixTimeMilliseconds(),
                ["facts"] = new JsonArray([.. report.Facts.Facts.Select(
                    fact => (JsonNode)new JsonObject { ["kind"] = Name(fact.Kind), ["name"] = fact.Name, ["value"] = fact.Value })]),
            },
        },
        _ => throw new InvalidOperationException($"No words for {message.GetType().Name}."),
    };

    private static JsonArray Of(IEnumerable<ClipboardPiece> pieces) =>
        new([.. pieces.Select(piece => (JsonNode)new JsonObject { ["format"] = Name(piece.Format), ["size"] = piece.Size })]);

    private static JsonNode Of(InputEvent happened) => happened switch
    {
        InputEvent.Move move => new JsonObject { ["kind"] = "move", ["x"] = move.X, ["y"] = move.Y },
        InputEvent.Button button => new JsonObject { ["kind"] = "button", ["button"] = button.Number, ["down"] = button.Down },
        InputEvent.Wheel wheel => new JsonObject { ["kind"] = "wheel", ["across"] = wheel.Across, ["down"] = wheel.Down },
        InputEvent.Key key => new JsonObject { ["kind"] = "key", ["usage"] = key.Usage, ["down"] = key.Down },
        InputEvent.Text text => new JsonObject { ["kind"] = "text", ["text"] = text.Written },
        InputEvent.Stroke stroke => new JsonObject { ["kind"] = "stroke", ["usage"] = stroke.Usage, ["character"] = stroke.Character.ToString() },
        InputEvent.Release => new JsonObject { ["kind"] = "release" },
        _ => throw new InvalidOperationException($"No words for {happened.GetType().Name}."),
    };

    private static JsonObject Of(Mark mark) => new()
    {
        ["id"] = mark.Id,
        ["tool"] = Name(mark.Tool),
        ["colour"] = mark.Colour,
        ["width"] = mark.Width,
        ["fades"] = mark.Fades,
        ["points"] = new JsonArray([.. mark.Points.Select(p => (JsonNode)new JsonObject { ["x"] = p.X, ["y"] = p.Y })]),
        ["words"] = mark.Words,
    };

    private static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
