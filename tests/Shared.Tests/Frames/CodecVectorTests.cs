using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Shared.Tests.Frames;

/// <summary>The bytes of both lossless codecs that C# and TypeScript share.</summary>
public sealed class CodecVectorTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonArray Committed = JsonNode.Parse(File.ReadAllText(CodecVectors.Path))!.AsArray();

    [Fact]
    public void TheCodecsStillWriteWhatStandsInTheFile()
    {
        var made = CodecVectors.Make();
        var actual = Path.Combine(AppContext.BaseDirectory, "codecs.json");
        File.WriteAllText(actual, made.ToJsonString(Indented) + "\n");
        made.Select(Line).Should().Equal(Committed.Select(Line), "where the change is meant, {0} is the new file", actual);
    }

    [Fact]
    public void EveryVectorMakesItsPicture()
    {
        Committed.Should().NotBeEmpty();
        foreach (var vector in Committed)
        {
            var picture = new Frame(vector!["width"]!.GetValue<int>(), vector["height"]!.GetValue<int>());
            var codec = TileCodecs.Make().Single(c => c.Id == vector["codec"]!.GetValue<int>());
            var areas = vector["areas"]!.AsArray().Select(Area).ToArray();
            codec.TryDecode(Convert.FromBase64String(vector["bytes"]!.GetValue<string>()), picture, areas).Should().BeTrue("of {0}", vector["name"]);
            FrameVectors.Fingerprint(picture).Should().Be(vector["picture"]!.GetValue<string>(), "of {0}", vector["name"]);
        }
    }

    private static string Line(JsonNode? vector) => vector!.ToJsonString();

    private static ScreenRect Area(JsonNode? area) => new(
        area!["x"]!.GetValue<int>(), area["y"]!.GetValue<int>(), area["width"]!.GetValue<int>(), area["height"]!.GetValue<int>());
}
