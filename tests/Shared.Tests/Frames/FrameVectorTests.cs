using System.Text.Json.Nodes;
using RemoteAssist.Shared.Frames;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Shared.Tests.Frames;

/// <summary>The bytes that C# and TypeScript share: what stands in the file is what this code reads and writes.</summary>
public sealed class FrameVectorTests
{
    private static readonly JsonNode Committed = JsonNode.Parse(File.ReadAllText(FrameVectors.Path))!;

    /// <summary>
    /// Packed bytes may differ between versions of the platform's deflate, so tiles are compared by their codec here and
    /// by the picture they make below; all else is compared as it stands.
    /// </summary>
    [Fact]
    public void TheFileStillSaysWhatTheCodeWrites()
    {
        var made = JsonNode.Parse(FrameVectors.Make())!;
        var actual = Path.Combine(AppContext.BaseDirectory, "frames.json");
        File.WriteAllText(actual, FrameVectors.Make());
        WithoutPackedBytes(made).Should().Be(
            WithoutPackedBytes(Committed.DeepClone()), "where the change is meant, {0} is the new file", actual);
    }

    [Fact]
    public void EveryFrameMakesItsPicture()
    {
        var picture = new Frame(1, 1);
        foreach (var step in Committed["frames"]!.AsArray())
        {
            var parts = Parts(step!);
            picture = parts[0].Delta.IsKeyFrame ? new Frame(parts[0].Delta.Width, parts[0].Delta.Height) : picture;
            parts.Should().OnlyContain(part => part.Delta.TryApplyTo(picture));
            FrameVectors.Fingerprint(picture).Should().Be(step!["picture"]!.GetValue<string>(), "of {0}", step["name"]);
        }
    }

    [Fact]
    public void EveryPartIsWrittenAsItWasRead()
    {
        foreach (var step in Committed["frames"]!.AsArray())
        {
            foreach (var (bytes, part) in Bodies(step!).Zip(Parts(step!)))
            {
                var written = FrameParts.Write(part.Delta).Should().ContainSingle().Subject;
                written[1] = part.IsLast ? (byte)1 : (byte)0;
                written[2] = (byte)part.Part;
                written.Should().Equal(bytes, "of {0}", step!["name"]);
            }
        }
    }

    [Fact]
    public void HeadsAreReadAsTheyStand()
    {
        foreach (var step in Committed["frames"]!.AsArray())
        {
            foreach (var (envelope, expected) in Envelopes(step!).Zip(step!["heads"]!.AsArray()))
            {
                EnvelopeHeader.TryRead(envelope, out var head).Should().BeTrue();
                head.Should().Be(new EnvelopeHeader(
                    EnvelopeChannel.Frames,
                    expected!["keyFrame"]!.GetValue<bool>() ? EnvelopeMarks.KeyFrame : EnvelopeMarks.None,
                    expected["viewer"]!.GetValue<uint>(),
                    expected["number"]!.GetValue<ulong>(),
                    expected["epoch"]!.GetValue<uint>()));
                head.Wrap(envelope.AsSpan(EnvelopeHeader.Size)).Should().Equal(envelope);
            }
        }
    }

    private static FramePart[] Parts(JsonNode step) => [.. Bodies(step).Select(body => FrameParts.Read(body)!)];

    private static IEnumerable<byte[]> Bodies(JsonNode step) => Envelopes(step).Select(envelope => envelope[EnvelopeHeader.Size..]);

    private static IEnumerable<byte[]> Envelopes(JsonNode step) =>
        step["envelopes"]!.AsArray().Select(envelope => Convert.FromBase64String(envelope!.GetValue<string>()));

    private static string WithoutPackedBytes(JsonNode file)
    {
        foreach (var step in file["frames"]!.AsArray())
        {
            step!["envelopes"] = new JsonArray([.. Parts(step).Select(part => (JsonNode)string.Join(
                ';', part.Delta.Tiles.Select(tile => $"{tile.Column},{tile.Row},{tile.Codec}")))]);
        }

        return file.ToJsonString();
    }
}
