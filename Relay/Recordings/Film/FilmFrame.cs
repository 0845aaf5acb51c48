using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Relay.Recordings.Film;

/// <summary>What a frame of the film shows: the picture with its masks and pointer, or a card that says why there is none.</summary>
internal static class FilmFrame
{
    /// <summary>Nothing to be seen for less than this is a picture that stands still; a gap has an orange border for as long.</summary>
    public const uint CardAfter = 1000;

    private const int Border = 6;
    private const int MaskBorder = 2;

    /// <summary>The sentence of a card; FORMAT.md has them too.</summary>
    public static string Says(Unseen why) => why switch
    {
        Unseen.Paused => "PAUSED NOTHING WAS SHARED",
        Unseen.Missing => "A PART IS NOT IN THE RECORDING",
        Unseen.Off => "NOT RECORDED",
        _ => "THIS PART CANNOT BE OPENED",
    };

    /// <summary>A card of the film's size.</summary>
    public static Frame Card(Unseen why, int width, int height)
    {
        var frame = new Frame(width, height);
        var whole = new ScreenRect(0, 0, width, height);
        var (red, green, blue) = why is Unseen.Paused ? (0x1f, 0x3a, 0x5f) : (0x7a, 0x2e, 0x12);
        frame.Fill(whole, (byte)red, (byte)green, (byte)blue);
        Lettering.Write(frame, whole, Says(why));
        return frame;
    }

    /// <summary>The picture of now, in the film's size: in the middle, smaller where it does not fit.</summary>
    /// <param name="pictures">With a picture.</param>
    /// <param name="width">Of the film.</param>
    /// <param name="height">Of the film.</param>
    /// <param name="afterGap">Whether something before it is missing.</param>
    public static Frame Picture(RecordedPictures pictures, int width, int height, bool afterGap)
    {
        var picture = pictures.Picture!;
        var drawn = new Frame(picture.Width, picture.Height);
        picture.Pixels.CopyTo(drawn.Pixels, 0);
        foreach (var mask in pictures.Masks)
        {
            Mask(drawn, mask.Intersect(Whole(drawn)));
        }

        if (pictures is { Pointer: { Visible: true } place, Shape: { } shape })
        {
            Point(drawn, place, shape);
        }

        var frame = Fitting.Into(drawn, width, height);
        if (afterGap)
        {
            Edge(frame, Whole(frame), Border, 0xff, 0x8c, 0x00);
        }

        return frame;
    }

    private static ScreenRect Whole(Frame frame) => new(0, 0, frame.Width, frame.Height);

    // The Agent painted it flat; here is said why.
    private static void Mask(Frame frame, ScreenRect mask)
    {
        if (!mask.IsEmpty)
        {
            Edge(frame, mask, MaskBorder, 0xff, 0xff, 0xff);
            Lettering.Write(frame, mask, "HIDDEN", largest: 2);
        }
    }

    private static void Edge(Frame frame, ScreenRect area, int wide, byte red, byte green, byte blue)
    {
        var (across, down) = (Math.Min(wide, area.Width), Math.Min(wide, area.Height));
        frame.Fill(area with { Height = down }, red, green, blue);
        frame.Fill(area with { Y = area.Bottom - down, Height = down }, red, green, blue);
        frame.Fill(area with { Width = across }, red, green, blue);
        frame.Fill(area with { X = area.Right - across, Width = across }, red, green, blue);
    }

    private static void Point(Frame frame, PointerPosition place, PointerShape shape)
    {
        var (left, top) = (place.X - shape.HotX, place.Y - shape.HotY);
        var seen = new ScreenRect(left, top, shape.Width, shape.Height).Intersect(Whole(frame));
        for (var y = seen.Y; y < seen.Bottom; y++)
        {
            var row = frame.Row(seen.X, y, seen.Width);
            var from = ((y - top) * shape.Width) + (seen.X - left);
            for (var x = 0; x < seen.Width; x++)
            {
                var colour = shape.Rgba.AsSpan((from + x) * Frame.BytesPerPixel, Frame.BytesPerPixel);
                for (var part = 0; part < 3; part++)
                {
                    // BGRX under red, green, blue, alpha
                    ref var below = ref row[(x * Frame.BytesPerPixel) + 2 - part];
                    below = (byte)(((colour[part] * colour[3]) + (below * (255 - colour[3])) + 127) / 255);
                }
            }
        }
    }
}
