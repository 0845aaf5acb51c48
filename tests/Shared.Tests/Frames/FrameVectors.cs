using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using RemoteAssist.Shared.Frames;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Shared.Tests.Frames;

/// <summary>
/// Makes <c>tests/Vectors/frames.json</c>: bytes of the wire beside what they mean, for C# and TypeScript alike.
/// The frames themselves are in <see cref="VectorFrames"/>.
/// </summary>
internal static class FrameVectors
{
    /// <summary>How many conversations of <see cref="Edits"/> and <see cref="BentEdits"/> both sides must agree on: in an ordinary run, in a long one.</summary>
    public static readonly IReadOnlyList<int> Seeds = [1_000, 10_000];

    /// <summary>How many of them this run takes.</summary>
    public static readonly int SeedsNow = Tried.Count(Seeds[^1], smoke: Seeds[0]);

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The committed file, found from the folder that the tests run in.</summary>
    public static string Path
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!Directory.Exists(System.IO.Path.Combine(folder.FullName, "tests", "Vectors")))
            {
                folder = folder.Parent ?? throw new DirectoryNotFoundException("tests/Vectors lies in no folder above the tests.");
            }

            return System.IO.Path.Combine(folder.FullName, "tests", "Vectors", "frames.json");
        }
    }

    /// <summary>The whole file as it would be written now.</summary>
    /// <param name="committed">The file that is there: what takes more seeds than this run does stays as it is.</param>
    public static string Make(JsonNode committed) => new JsonObject
    {
        ["hello"] = new JsonArray(HelloVector(1, [1, 2]), HelloVector(2, [1, 2, 7])),
        ["control"] = new JsonArray(
            Control(
                new ControlMessage.Painted(7, 12_345),
                new JsonObject { ["kind"] = "painted", ["frame"] = 7, ["heldFor"] = 12_345 }),
            Control(new ControlMessage.Ping(1_234_567_890_123), new JsonObject { ["kind"] = "ping", ["sent"] = 1_234_567_890_123 }),
            Control(new ControlMessage.KeyFrameRequest(), new JsonObject { ["kind"] = "keyFrameRequest" }),
            Control(
                new ControlMessage.Differs(8, 500, 10),
                new JsonObject { ["kind"] = "differs", ["frame"] = 8, ["first"] = 500, ["count"] = 10 }),
            Control(
                new ControlMessage.Pong(1_234_567_890_123, 9_007_199_254_740_991),
                new JsonObject { ["kind"] = "pong", ["echo"] = 1_234_567_890_123, ["agentTime"] = 9_007_199_254_740_991 })),
        ["photo"] = new JsonObject
        {
            ["jpeg"] = Convert.ToBase64String(FlatPhotos.Photo),
            ["width"] = FlatPhotos.Width,
            ["height"] = FlatPhotos.Height,
            ["grey"] = FlatPhotos.Grey,
        },
        ["frames"] = new JsonArray([.. VectorFrames.All().Select(FrameVector)]),
        ["edits"] = Folded(FoldedEdits, committed["edits"]!),
        ["bent"] = Folded(FoldedOutcomes, committed["bent"]!),
    }.ToJsonString(Indented) + "\n";

    /// <summary>SHA-256 of red, green, blue, 255 of each pixel, row by row.</summary>
    public static string Fingerprint(Frame picture)
    {
        var rgba = new byte[picture.Pixels.Length];
        for (var i = 0; i < rgba.Length; i += Frame.BytesPerPixel)
        {
            rgba[i] = picture.Pixels[i + 2];
            rgba[i + 1] = picture.Pixels[i + 1];
            rgba[i + 2] = picture.Pixels[i];
            rgba[i + 3] = 255;
        }

        return Convert.ToHexStringLower(SHA256.HashData(rgba));
    }

    private static JsonArray Folded(Func<uint, uint, uint> foldOne, JsonNode committed)
    {
        var (folded, seed, list) = (0u, 0u, new JsonArray());
        foreach (var (seeds, i) in Seeds.Select((seeds, i) => (seeds, i)))
        {
            for (; seeds <= SeedsNow && seed < seeds; seed++)
            {
                folded = foldOne(folded, seed);
            }

            list.Add(seeds <= SeedsNow ? new JsonObject { ["seeds"] = seeds, ["folded"] = folded } : committed[i]!.DeepClone());
        }

        return list;
    }

    private static uint FoldedEdits(uint folded, uint seed) => Edits.Of(seed).Aggregate(folded, (soFar, part) => Fold(soFar, part.Body));

    private static uint FoldedOutcomes(uint folded, uint seed) => Fold(folded, [.. BentEdits.Of(seed).Select(outcome => (byte)outcome)]);

    private static uint Fold(uint folded, byte[] bytes) =>
        bytes.Aggregate(folded, (soFar, next) => unchecked((soFar ^ next) * 16_777_619) ^ (soFar >> 15));

    private static JsonNode FrameVector(VectorFrames.Step step)
    {
        var envelopes = new JsonArray();
        var heads = new JsonArray();
        var number = step.FirstNumber;
        foreach (var part in step.Parts)
        {
            var marks = step.Delta.IsKeyFrame && heads.Count == 0 ? EnvelopeMarks.KeyFrame : EnvelopeMarks.None;
            var head = new EnvelopeHeader(EnvelopeChannel.Frames, marks, 0, number++, step.Epoch);
            envelopes.Add(Convert.ToBase64String(head.Wrap(part)));
            heads.Add(new JsonObject
            {
                ["keyFrame"] = marks == EnvelopeMarks.KeyFrame, ["viewer"] = 0, ["number"] = head.Number, ["epoch"] = step.Epoch,
            });
        }

        var delta = step.Delta;
        return new JsonObject
        {
            ["name"] = step.Name,
            ["envelopes"] = envelopes,
            ["heads"] = heads,
            ["frame"] = delta.Number,
            ["base"] = delta.Base,
            ["capturedAt"] = delta.CapturedAt,
            ["size"] = delta.IsKeyFrame ? new JsonObject { ["width"] = delta.Width, ["height"] = delta.Height } : null,
            ["sections"] = new JsonArray([.. delta.Sections.Select(FrameVectorWords.Section)]),
            ["masks"] = delta.Masks is { } masks ? new JsonArray([.. masks.Select(mask => FrameVectorWords.Area(mask))]) : null,
            ["pointer"] = delta.Pointer is { } pointer
                ? new JsonObject { ["x"] = pointer.X, ["y"] = pointer.Y, ["visible"] = pointer.Visible }
                : null,
            ["shape"] = delta.Shape is { } shape
                ? new JsonObject
                {
                    ["width"] = shape.Width,
                    ["height"] = shape.Height,
                    ["hotX"] = shape.HotX,
                    ["hotY"] = shape.HotY,
                    ["rgba"] = Convert.ToBase64String(shape.Rgba),
                }
                : null,
            ["truth"] = delta.Truth is { } truth
                ? new JsonObject { ["first"] = truth.Tiles.First, ["count"] = truth.Tiles.Count, ["hash"] = truth.Hash }
                : null,
            ["differs"] = step.Differs,
            ["picture"] = Fingerprint(step.Picture),
        };
    }

    private static JsonObject HelloVector(ushort version, byte[] codecs)
    {
        var salt = Enumerable.Range(0, Hello.SaltBytes).Select(i => (byte)(i * 16)).ToArray();
        return new JsonObject
        {
            ["protocolVersion"] = version,
            ["codecs"] = new JsonArray([.. codecs.Select(codec => (JsonNode)codec)]),
            ["salt"] = Convert.ToBase64String(salt),
            ["bytes"] = Convert.ToBase64String(new Hello(version, codecs, salt).ToBytes()),
        };
    }

    private static JsonObject Control(ControlMessage message, JsonObject meaning) => new()
    {
        ["message"] = meaning,
        ["bytes"] = Convert.ToBase64String(message.ToBytes()),
    };
}
