using System.Text.Json.Nodes;
using RemoteAssist.Shared.Frames;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Shared.Tests.Frames;

/// <summary>The bytes that C# and TypeScript share: what stands in the file is what this code reads and writes.</summary>
public sealed class FrameVectorTests
{
    private static readonly JsonNode Committed = JsonNode.Parse(File.ReadAllText(FrameVectors.Path))!;

    [Fact]
    public void TheFileStillSaysWhatTheCodeWrites()
    {
        var file = FrameVectors.Make(Committed);
        var actual = Path.Combine(AppContext.BaseDirectory, "frames.json");
        File.WriteAllText(actual, file);
        JsonNode.Parse(file)!.ToJsonString().Should().Be(Committed.ToJsonString(), "where the change is meant, {0} is the new file", actual);
    }

    [Fact]
    public void EveryFrameMakesItsPictureAndSaysWhetherItIsTheRightOne()
    {
        var decoder = new FrameDecoder(new FlatPhotos());
        foreach (var step in Committed["frames"]!.AsArray())
        {
            var heads = step!["heads"]!.AsArray();
            var outcomes = Bodies(step).Select((body, i) => decoder.Take(body, heads[i]!["keyFrame"]!.GetValue<bool>())).ToList();
            outcomes.Should().Equal([.. Enumerable.Repeat(Decoded.More, heads.Count - 1), Decoded.Shown], "of {0}", step["name"]);
            FrameVectors.Fingerprint(decoder.Picture).Should().Be(step["picture"]!.GetValue<string>(), "of {0}", step["name"]);
            (decoder.Differing is not null).Should().Be(step["differs"]!.GetValue<bool>(), "of {0}", step["name"]);
        }
    }

    [Fact]
    public void EveryPartIsWrittenAsItWasRead()
    {
        foreach (var step in Committed["frames"]!.AsArray())
        {
            foreach (var body in Bodies(step!))
            {
                var part = FrameParts.Read(body)!;
                var written = FrameParts.Write(part.Delta).Should().ContainSingle().Subject;
                written[0] = body[0]; // only the whole frame's last part is marked as such
                written[1] = (byte)part.Part;
                written.Should().Equal(body, "of {0}", step!["name"]);
            }
        }
    }

    [Fact]
    public void EveryKindOfSectionAppears()
    {
        var types = Committed["frames"]!.AsArray().SelectMany(step => Bodies(step!)).SelectMany(body => Types(FrameParts.Read(body)!));
        types.Should().Contain(TileCodecs.Ids.Select(id => $"codec {id}"));
        types.Should().Contain(["Copy", "Recall", "RecallParts", "Remember", "masks", "pointer", "shape", "truth"]);
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

    private static IEnumerable<string> Types(FramePart part)
    {
        foreach (var section in part.Delta.Sections)
        {
            yield return section is PictureSection.Coded coded ? $"codec {coded.Codec}" : section.GetType().Name;
        }

        var delta = part.Delta;
        (string Name, bool Is)[] rest =
        [
            ("masks", delta.Masks is not null), ("pointer", delta.Pointer is not null),
            ("shape", delta.Shape is not null), ("truth", delta.Truth is not null),
        ];
        foreach (var (name, _) in rest.Where(one => one.Is))
        {
            yield return name;
        }
    }

    private static IEnumerable<byte[]> Bodies(JsonNode step) => Envelopes(step).Select(envelope => envelope[EnvelopeHeader.Size..]);

    private static IEnumerable<byte[]> Envelopes(JsonNode step) =>
        step["envelopes"]!.AsArray().Select(envelope => Convert.FromBase64String(envelope!.GetValue<string>()));
}
