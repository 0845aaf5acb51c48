using System.Buffers;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Encode.Photo;

/// <summary>How a photograph is written.</summary>
/// <param name="Quality">JPEG quality, 1 to 100.</param>
/// <param name="FullColour">Whether colour is as sharp as brightness (4:4:4), or half as sharp each way (4:2:0).</param>
internal readonly record struct PhotoLook(int Quality, bool FullColour);

/// <summary>The platform's JPEG encoder; each is used by one thread at a time.</summary>
internal interface IPhotoEncoder
{
    /// <summary>Writes one baseline JPEG of the area's size.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="area">Inside it.</param>
    /// <param name="look">Quality and chroma.</param>
    /// <returns>The JPEG; valid until the next call.</returns>
    ReadOnlySpan<byte> Encode(Frame frame, ScreenRect area, PhotoLook look);
}

/// <summary>The bytes of a photo section: for each area <c>varint length, JPEG</c>.</summary>
internal sealed class PhotoSection(IPhotoEncoder encoder)
{
    /// <summary>Writes all areas.</summary>
    public void Encode(Frame picture, ReadOnlySpan<ScreenRect> areas, PhotoLook look, IBufferWriter<byte> target)
    {
        foreach (var area in areas)
        {
            var photo = encoder.Encode(picture, area, look);
            var length = target.GetSpan(5);
            var bytes = 0;
            for (var left = (uint)photo.Length; ; left >>= 7)
            {
                length[bytes++] = (byte)(left < 0x80 ? left : left | 0x80);
                if (left < 0x80)
                {
                    break;
                }
            }

            target.Advance(bytes);
            target.Write(photo);
        }
    }
}
