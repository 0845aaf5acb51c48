using RemoteAssist.Agent.Encode.Photo;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Tests.Encode;

/// <summary>In place of a JPEG library: photographs that lose their lowest bits. Both halves.</summary>
internal sealed class RoughPhotos : IPhotoEncoder, IPhotoDecoder
{
    private byte[] written = [];

    public ReadOnlySpan<byte> Encode(Frame frame, ScreenRect area, PhotoLook look)
    {
        written = new byte[area.Width * area.Height * 3];
        var at = 0;
        for (var y = area.Y; y < area.Bottom; y++)
        {
            foreach (var pixel in frame.Row(area.X, y, area.Width).ToArray().Chunk(Frame.BytesPerPixel))
            {
                for (var i = 0; i < 3; i++)
                {
                    written[at++] = (byte)(pixel[i] & 0xF8);
                }
            }
        }

        return written;
    }

    public bool TryDecode(ReadOnlySpan<byte> photo, Frame frame, ScreenRect area)
    {
        if (photo.Length != area.Width * area.Height * 3)
        {
            return false;
        }

        var at = 0;
        for (var y = area.Y; y < area.Bottom; y++)
        {
            var row = frame.Row(area.X, y, area.Width);
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = i % Frame.BytesPerPixel == 3 ? (byte)0 : photo[at++];
            }
        }

        return true;
    }
}
