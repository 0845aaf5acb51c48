using System.Text.Json;
using System.Text.Json.Nodes;
using RemoteAssist.Shared.Frames;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Shared.Tests.Wire;

/// <summary>What a console says of how it looks, and hears of monitors: the same bytes as in <c>tests/Canvas.Tests/consoleVectors.test.ts</c>.</summary>
public class ConsoleVectorTests
{
    private static readonly JsonNode Vectors = JsonNode.Parse(File.ReadAllText(
        Path.Combine(Path.GetDirectoryName(Frames.FrameVectors.Path)!, "console.json")))!;

    [Fact]
    public void EveryCommandIsReadAndWrittenAsItsWordsSay()
    {
        foreach (var vector in Vectors["commands"]!.AsArray())
        {
            var command = vector!["command"]!;
            ViewerCommand meant = (string?)command["kind"] switch
            {
                "quality" => new ViewerCommand.Quality(Enum.Parse<ViewQuality>((string)command["wish"]!, ignoreCase: true)),
                "snapshot" => new ViewerCommand.Snapshot(),
                var kind => throw new InvalidOperationException(kind),
            };
            meant.ToBytes().Should().Equal(Bytes(vector["bytes"]));
            ViewerCommand.Read(Bytes(vector["bytes"])).Should().Be(meant);
        }
    }

    [Fact]
    public void EveryMessageIsReadAndWrittenAsItsWordsSay()
    {
        foreach (var vector in Vectors["messages"]!.AsArray())
        {
            var meant = vector!["message"]!["all"]!.AsArray().Select(Monitor).ToList();
            new ControlMessage.Monitors(meant).ToBytes().Should().Equal(Bytes(vector["bytes"]));
            ControlMessage.Read(Bytes(vector["bytes"])).Should().BeOfType<ControlMessage.Monitors>().Which.All.Should().Equal(meant);
        }
    }

    [Fact]
    public void WhatIsCutTooLongOrOutOfItsRangeIsNone()
    {
        foreach (var broken in Vectors["brokenCommands"]!.AsArray())
        {
            ViewerCommand.Read(Bytes(broken)).Should().BeNull("{0}", broken);
        }

        foreach (var broken in Vectors["brokenMessages"]!.AsArray())
        {
            ControlMessage.Read(Bytes(broken)).Should().BeNull("{0}", broken);
        }
    }

    private static MonitorPlace Monitor(JsonNode? monitor)
    {
        var place = monitor!["place"].Deserialize<Dictionary<string, int>>()!;
        return new MonitorPlace(
            new ScreenRect(place["x"], place["y"], place["width"], place["height"]), (bool)monitor["isPrimary"]!, (int)monitor["scalePercent"]!);
    }

    private static byte[] Bytes(JsonNode? hex) => Convert.FromHexString((string)hex!);
}
