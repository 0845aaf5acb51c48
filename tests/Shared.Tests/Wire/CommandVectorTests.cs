using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Shared.Tests.Wire;

/// <summary>The bytes of commands, and of the answers to them, that C# and TypeScript share.</summary>
public sealed class CommandVectorTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonNode Committed = JsonNode.Parse(File.ReadAllText(CommandVectors.Path))!;

    [Fact]
    public void WhatIsWrittenStillStandsInTheFile()
    {
        var made = CommandVectors.Make();
        var actual = Path.Combine(AppContext.BaseDirectory, "commands.json");
        File.WriteAllText(actual, made.ToJsonString(Indented) + "\n");
        made.ToJsonString().Should().Be(Committed.ToJsonString(), "where the change is meant, {0} is the new file", actual);
    }

    [Fact]
    public void EveryCommandIsReadAsItsWordsSay()
    {
        foreach (var vector in Committed["commands"]!.AsArray())
        {
            var read = ViewerCommand.Read(Bytes(vector))!;
            CommandWords.Of(read).ToJsonString().Should().Be(vector!["command"]!.ToJsonString());
            Bytes(vector).Length.Should().BeLessThanOrEqualTo(ControlMessage.Command.MaxBytes, "it fits a message");
        }
    }

    [Fact]
    public void EveryMessageIsReadAsItsWordsSay()
    {
        foreach (var vector in Committed["messages"]!.AsArray())
        {
            CommandWords.Of(ControlMessage.Read(Bytes(vector))!).ToJsonString().Should().Be(vector!["message"]!.ToJsonString());
        }
    }

    [Fact]
    public void WhatIsCutOrFollowedBySomethingIsNone()
    {
        foreach (var vector in Committed["commands"]!.AsArray())
        {
            var bytes = Bytes(vector);
            var events = (vector!["command"]!["events"] as JsonArray)?.Count ?? 0;
            for (var length = 0; length < bytes.Length; length++)
            {
                // Input goes on to the end: a shorter one may be whole, with fewer events.
                var read = ViewerCommand.Read(bytes.AsSpan(0, length));
                (read is null || (read is ViewerCommand.Input input && input.Events.Count < events))
                    .Should().BeTrue("{0} bytes of {1}", length, vector["command"]);
            }

            ViewerCommand.Read([.. bytes, 0]).Should().BeNull("a byte follows {0}", vector["command"]);
        }

        foreach (var vector in Committed["messages"]!.AsArray())
        {
            var bytes = Bytes(vector);
            for (var length = 0; length < bytes.Length; length++)
            {
                ControlMessage.Read(bytes.AsSpan(0, length)).Should().BeNull("{0} bytes of {1}", length, vector!["message"]);
            }

            ControlMessage.Read([.. bytes, 0]).Should().BeNull("a byte follows {0}", vector!["message"]);
        }
    }

    [Fact]
    public void WhatIsOutOfItsRangeIsNone()
    {
        foreach (var vector in Committed["brokenCommands"]!.AsArray())
        {
            ViewerCommand.Read(Bytes(vector)).Should().BeNull((string)vector!["why"]!);
        }

        foreach (var vector in Committed["brokenMessages"]!.AsArray())
        {
            ControlMessage.Read(Bytes(vector)).Should().BeNull((string)vector!["why"]!);
        }
    }

    private static byte[] Bytes(JsonNode? vector) => Convert.FromHexString((string)vector!["bytes"]!);
}
