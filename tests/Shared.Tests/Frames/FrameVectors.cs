using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using RemoteAssist.Shared.Frames;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Shared.Tests.Frames;

/// <summary>
/// Makes <c>tests/Vectors/frames.json</c>: bytes of the wire beside what they mean, for C# and TypeScript alike.
/// A monitor of 150×100, so that tiles at both edges are smaller.
/// </summary>
internal static class FrameVectors
{
    private const int Width = 150;
    private const int Height = 100;

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
    public static string Make() => new JsonObject
    {
        ["hello"] = new JsonArray(HelloVector(1, [1, 2]), HelloVector(2, [1, 2, 7])),
        ["control"] = new JsonArray(
            Control(new ControlMessage.Painted(7), new JsonObject { ["kind"] = "painted", ["frame"] = 7 }),
            Control(new ControlMessage.Ping(1_234_567_890_123), new JsonObject { ["kind"] = "ping", ["sent"] = 1_234_567_890_123 }),
            Control(new ControlMessage.KeyFrameRequest(), new JsonObject { ["kind"] = "keyFrameRequest" }),
            Control(
                new ControlMessage.Pong(1_234_567_890_123, 9_007_199_254_740_991),
                new JsonObject { ["kind"] = "pong", ["echo"] = 1_234_567_890_123, ["agentTime"] = 9_007_199_254_740_991 })),
        ["frames"] = Frames(),
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

    private static JsonArray Frames()
    {
        var first = new Frame(Width, Height);
        first.Fill(new ScreenRect(0, 0, Width, Height), 30, 60, 90);
        Shade(first, new ScreenRect(40, 20, 60, 50));
        var key = new FrameDelta(1, 0, 1_000_000, Width, Height, FrameDelta.Between(null, first))
        {
            Masks = [new ScreenRect(100, 10, 40, 20)],
            Pointer = new PointerPosition(-3, 99, true),
            Shape = new PointerShape(3, 2, 1, 0, [.. Enumerable.Range(0, 24).Select(i => (byte)(i * 10))]),
        };

        var second = Copy(first);
        Shade(second, new ScreenRect(130, 90, 20, 10));
        second.Fill(new ScreenRect(0, 0, 64, 64), 255, 254, 253);
        var delta = new FrameDelta(2, 1, 1_033_333, Width, Height, FrameDelta.Between(first, second))
        {
            Masks = [],
            Pointer = new PointerPosition(149, 0, false),
        };

        var third = Copy(second);
        Shade(third, new ScreenRect(0, 0, Width, Height));
        var large = new FrameDelta(3, 2, 1_066_666, Width, Height, FrameDelta.Between(second, third))
        {
            Pointer = new PointerPosition(10, 11, true),
        };

        var still = new FrameDelta(4, 3, 1_100_000, Width, Height, []) { Pointer = new PointerPosition(12, 13, true) };
        return new JsonArray(
            Step("a key frame with fill and deflate tiles, a mask, the pointer and its shape", key, first, FrameParts.Write(key), 1),
            Step("a delta that changes two corners and lifts the mask", delta, second, FrameParts.Write(delta), 2),
            Step("a delta in two parts", large, third, InTwoParts(large), 3),
            Step("a delta that only moves the pointer", still, third, FrameParts.Write(still), 5));
    }

    // A real frame is cut only where its tiles weigh 512 KiB; here two small ones are joined by hand.
    private static IReadOnlyList<byte[]> InTwoParts(FrameDelta delta)
    {
        var half = delta.Tiles.Count / 2;
        var head = FrameParts.Write(delta with { Tiles = [.. delta.Tiles.Take(half)], Pointer = null })[0];
        var tail = FrameParts.Write(delta with { Tiles = [.. delta.Tiles.Skip(half)] })[0];
        head[1] = 0; // not the last part
        tail[2] = 1; // part 1
        return [head, tail];
    }

    private static JsonObject Step(string name, FrameDelta delta, Frame picture, IReadOnlyList<byte[]> parts, ulong number)
    {
        var envelopes = new JsonArray();
        var heads = new JsonArray();
        foreach (var part in parts)
        {
            var marks = delta.IsKeyFrame && heads.Count == 0 ? EnvelopeMarks.KeyFrame : EnvelopeMarks.None;
            var head = new EnvelopeHeader(EnvelopeChannel.Frames, marks, 0, number++, 1);
            envelopes.Add(Convert.ToBase64String(head.Wrap(part)));
            heads.Add(new JsonObject { ["keyFrame"] = marks == EnvelopeMarks.KeyFrame, ["viewer"] = 0, ["number"] = head.Number, ["epoch"] = 1 });
        }

        return new JsonObject
        {
            ["name"] = name,
            ["envelopes"] = envelopes,
            ["heads"] = heads,
            ["frame"] = delta.Number,
            ["base"] = delta.Base,
            ["capturedAt"] = delta.CapturedAt,
            ["width"] = delta.Width,
            ["height"] = delta.Height,
            ["codecs"] = new JsonArray([.. delta.Tiles.Select(tile => (JsonNode)tile.Codec)]),
            ["masks"] = delta.Masks is { } masks ? new JsonArray([.. masks.Select(Rectangle)]) : null,
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
            ["picture"] = Fingerprint(picture),
        };
    }

    private static JsonNode Rectangle(ScreenRect rect) =>
        new JsonObject { ["x"] = rect.X, ["y"] = rect.Y, ["width"] = rect.Width, ["height"] = rect.Height };

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

    // Neighbouring pixels differ, rows differ, and it packs well.
    private static void Shade(Frame frame, ScreenRect area)
    {
        for (var y = area.Y; y < area.Bottom; y++)
        {
            var row = frame.Row(area.X, y, area.Width);
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = (byte)((i * 3) + (y * 5));
            }
        }
    }

    private static Frame Copy(Frame frame)
    {
        var copy = new Frame(frame.Width, frame.Height);
        copy.CopyFrom(frame, new ScreenRect(0, 0, frame.Width, frame.Height));
        return copy;
    }
}
