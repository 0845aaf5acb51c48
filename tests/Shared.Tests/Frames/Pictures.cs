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
}
