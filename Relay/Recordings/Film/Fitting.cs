using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Relay.Recordings.Film;

/// <summary>Brings pictures of every size into a film of one.</summary>
internal static class Fitting
{
    /// <summary>
    /// The picture in the middle of black: as it is where it fits, otherwise so much smaller that it does. Each smaller pixel is the
    /// mean of those that it stands for.
    /// </summary>
    /// <returns>The picture itself where it has this size.</returns>
    public static Frame Into(Frame picture, int width, int height)
    {
        if (picture.Width == width && picture.Height == height)
        {
            return picture;
        }

        var scale = Math.Min(1.0, Math.Min((double)width / picture.Width, (double)height / picture.Height));
        var wide = Math.Clamp((int)Math.Round(picture.Width * scale), 1, width);
        var high = Math.Clamp((int)Math.Round(picture.Height * scale), 1, height);
        var frame = new Frame(width, height);
        var (left, top) = ((width - wide) / 2, (height - high) / 2);
        for (var y = 0; y < high; y++)
        {
            var row = frame.Row(left, top + y, wide);
            if (wide == picture.Width && high == picture.Height)
            {
                picture.Row(0, y, wide).CopyTo(row);
            }
            else
            {
                Shrink(picture, y, high, row, wide);
            }
        }

        return frame;
    }

    private static void Shrink(Frame picture, int y, int high, Span<byte> row, int wide)
    {
        var (fromY, toY) = Range(y, high, picture.Height);
        for (var x = 0; x < wide; x++)
        {
            var (fromX, toX) = Range(x, wide, picture.Width);
            var (blue, green, red) = (0, 0, 0);
            for (var sourceY = fromY; sourceY < toY; sourceY++)
            {
                var source = picture.Row(fromX, sourceY, toX - fromX);
                for (var i = 0; i < source.Length; i += Frame.BytesPerPixel)
                {
                    blue += source[i];
                    green += source[i + 1];
                    red += source[i + 2];
                }
            }

            var count = (toX - fromX) * (toY - fromY);
            var at = x * Frame.BytesPerPixel;
            (row[at], row[at + 1], row[at + 2]) = ((byte)(blue / count), (byte)(green / count), (byte)(red / count));
        }
    }

    private static (int From, int To) Range(int at, int of, int from)
    {
        var begin = (int)((long)at * from / of);
        return (begin, Math.Max(begin + 1, (int)(((long)at + 1) * from / of)));
    }
}
