using System.Text.Json.Nodes;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Shared.Tests.Frames;

/// <summary>Makes <c>tests/Vectors/codecs.json</c>: what a codec writes for areas of a picture, beside the picture that they make on black.</summary>
internal static class CodecVectors
{
    /// <summary>The committed file.</summary>
    public static string Path => System.IO.Path.Combine(System.IO.Path.GetDirectoryName(FrameVectors.Path)!, "codecs.json");

    /// <summary>All vectors as they would be written now.</summary>
    public static JsonArray Make() =>
    [
        .. new (string Name, ITileCodec Codec, Frame Picture, ScreenRect[] Areas)[]
        {
            ("a caret", new ColoursCodec(), Marker(), [new(96, 0, 2, 8)]),
            ("a row of black and white blocks", new ColoursCodec(), Marker(), [new(0, 0, 128, 8)]),
            ("letters, and areas that share what they teach", new ColoursCodec(), Screens.Text(200, 80, 1), [new(20, 3, 40, 18), new(90, 20, 9, 17), new(0, 60, 200, 20)]),
            ("a single pixel", new ColoursCodec(), Screens.Text(30, 30, 2), [new(9, 9, 1, 1)]),
            ("exactly 512 colours", new ColoursCodec(), Colours(512), [new(0, 0, 16, 32)]),
            ("text", new LosslessCodec(), Screens.Text(300, 150, 3), [new(0, 0, 300, 150)]),
            ("text in several areas", new LosslessCodec(), Screens.Text(300, 150, 4), [new(7, 5, 100, 70), new(107, 5, 3, 140), new(130, 0, 170, 19)]),
            ("text in areas of one width", new LosslessCodec(), Screens.Text(300, 150, 10), [new(5, 7, 210, 50), new(5, 57, 210, 60)]),
            ("a photograph", new LosslessCodec(), Screens.Photograph(75, 70, 5), [new(0, 0, 75, 70)]),
            ("a page with a photograph", new LosslessCodec(), Screens.Page(200, 150, 6), [new(0, 0, 200, 150)]),
            ("a page in several areas", new LosslessCodec(), Screens.Page(250, 200, 7), [new(0, 20, 100, 100), new(100, 60, 130, 70)]),
            ("a single pixel without loss", new LosslessCodec(), Screens.Photograph(30, 30, 8), [new(3, 4, 1, 1)]),
            ("noise", new LosslessCodec(), new Pictures(9).Noise(70, 20), [new(2, 0, 65, 18)]),
        }.Select(vector => Vector(vector.Name, vector.Codec, vector.Picture, vector.Areas)),
    ];

    private static JsonObject Vector(string name, ITileCodec codec, Frame picture, ScreenRect[] areas)
    {
        var shown = new Frame(picture.Width, picture.Height);
        foreach (var area in areas)
        {
            shown.CopyFrom(picture, area);
        }

        return new JsonObject
        {
            ["name"] = name,
            ["codec"] = codec.Id,
            ["width"] = picture.Width,
            ["height"] = picture.Height,
            ["areas"] = new JsonArray([.. areas.Select(area => (JsonNode)FrameVectorWords.Area(area))]),
            ["bytes"] = Convert.ToBase64String(Pictures.Coded(codec, picture, areas).Data.Span),
            ["picture"] = FrameVectors.Fingerprint(shown),
        };
    }

    // Sixteen blocks of 8×8: the bits of 0x5A31.
    public static Frame Marker()
    {
        var frame = new Frame(128, 8);
        for (var i = 0; i < 16; i++)
        {
            var light = (byte)((0x5A31 >> i & 1) * 255);
            frame.Fill(new ScreenRect(i * 8, 0, 8, 8), light, light, light);
        }

        return frame;
    }

    /// <summary>A picture of 16 columns with so many colours.</summary>
    public static Frame Colours(int count)
    {
        var frame = new Frame(16, (count + 15) / 16);
        for (var i = 0; i < count; i++)
        {
            frame.Fill(new ScreenRect(i % 16, i / 16, 1, 1), (byte)i, (byte)(i * 7), (byte)(i / 256 * 40));
        }

        return frame;
    }
}
