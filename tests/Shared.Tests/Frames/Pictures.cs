using System.Buffers;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Shared.Tests.Frames;

/// <summary>Pictures that look arbitrary and are the same for the same seed.</summary>
internal sealed class Pictures(uint seed)
{
    private uint state = (seed * 2_654_435_761) + 1;

    public int Next(int below)
    {
        state = (state * 1_664_525) + 1_013_904_223;
        return (int)((ulong)(state >> 8) * (uint)below >> 24);
    }

    public byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        for (var i = 0; i < count; i++)
        {
            bytes[i] = (byte)Next(256);
        }

        return bytes;
    }

    public Frame Noise(int width, int height)
    {
        var frame = new Frame(width, height);
        Bytes(frame.Pixels.Length).CopyTo(frame.Pixels, 0);
        return frame;
    }

    /// <summary>An area somewhere in a picture of this size.</summary>
    public ScreenRect Area(int width, int height)
    {
        var (x, y) = (Next(width), Next(height));
        return new ScreenRect(x, y, 1 + Next(width - x), 1 + Next(height - y));
    }

    /// <summary>Some areas of a picture of this size; together they have no more pixels than it.</summary>
    public ScreenRect[] Areas(int most, int width, int height)
    {
        var areas = Enumerable.Range(0, 1 + Next(most)).Select(_ => Area(width, height)).ToList();
        while (areas.Sum(area => area.Width * area.Height) > width * height)
        {
            areas.RemoveAt(0);
        }

        return [.. areas];
    }

    /// <summary>A section that holds these areas as a codec writes them.</summary>
    public static PictureSection.Coded Coded(ITileCodec codec, Frame picture, params ScreenRect[] areas)
    {
        var bytes = new ArrayBufferWriter<byte>();
        codec.Encode(picture, areas, bytes);
        return new PictureSection.Coded(codec.Id, areas, bytes.WrittenMemory);
    }

    /// <summary>A section that paints areas flat.</summary>
    public static PictureSection.Coded Fill(params (ScreenRect Area, byte Red, byte Green, byte Blue)[] fills) => new(
        FillCodec.Type, [.. fills.Select(fill => fill.Area)], fills.SelectMany(fill => new[] { fill.Red, fill.Green, fill.Blue }).ToArray());

    /// <summary>The whole of a picture.</summary>
    public static ScreenRect Whole(Frame picture) => new(0, 0, picture.Width, picture.Height);

    public static Frame Copy(Frame frame)
    {
        var copy = new Frame(frame.Width, frame.Height);
        copy.CopyFrom(frame, Whole(frame));
        return copy;
    }
}
