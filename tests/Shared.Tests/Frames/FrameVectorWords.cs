using System.Text.Json.Nodes;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Shared.Tests.Frames;

/// <summary>What a section means, in the words of the page's own types. What a codec wrote is told by its picture instead.</summary>
internal static class FrameVectorWords
{
    public static JsonNode Section(PictureSection section) => section switch
    {
        PictureSection.Coded coded => new JsonObject
        {
            ["kind"] = "coded", ["codec"] = coded.Codec, ["areas"] = List(coded.Areas, area => Area(area)),
        },
        PictureSection.Copy copy => new JsonObject
        {
            ["kind"] = "copy",
            ["moves"] = List(copy.Moves, move => Area(move.To, ("fromX", move.X), ("fromY", move.Y))),
        },
        PictureSection.Recall recall => new JsonObject
        {
            ["kind"] = "recall",
            ["runs"] = List(recall.Runs, run => Numbers(("first", run.First), ("slot", run.Slot), ("count", run.Count))),
        },
        PictureSection.Remember remember => new JsonObject
        {
            ["kind"] = "remember",
            ["runs"] = List(remember.Runs, run => Numbers(("first", run.First), ("count", run.Count))),
        },
        PictureSection.RecallParts parts => new JsonObject
        {
            ["kind"] = "recallParts",
            ["parts"] = List(parts.Parts, part => Area(part.Area, ("slot", part.Slot))),
        },
        _ => throw new InvalidOperationException($"No words for {section.GetType().Name}."),
    };

    public static JsonObject Area(ScreenRect area, params (string, int)[] rest) => Numbers(
        [("x", area.X), ("y", area.Y), ("width", area.Width), ("height", area.Height), .. rest]);

    private static JsonArray List<T>(IReadOnlyList<T> items, Func<T, JsonNode> say) => new([.. items.Select(say)]);

    private static JsonObject Numbers(params (string Name, int Value)[] numbers) =>
        new(numbers.Select(number => KeyValuePair.Create(number.Name, (JsonNode?)number.Value)));
}
