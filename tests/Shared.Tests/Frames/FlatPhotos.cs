using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Shared.Tests.Frames;

/// <summary>Stands for the platform's decoder: knows one photograph, which every decoder shows in exactly one grey.</summary>
internal sealed class FlatPhotos : IPhotoDecoder
{
    /// <summary>A JPEG of 16×8 pixels.</summary>
    public static readonly byte[] Photo = Convert.FromBase64String(
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0Hyc5PTgy"
        + "PC4zNDL/wAALCAAIABABAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAAP/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AD//Z");

    public const int Width = 16;
    public const int Height = 8;

    /// <summary>The one shade of its pixels.</summary>
    public const byte Grey = 128;

    /// <summary>A section that holds this photograph at each of these places.</summary>
    public static PictureSection.Coded Section(params (int X, int Y)[] places)
    {
        byte[] length = [(byte)(Photo.Length | 0x80), (byte)(Photo.Length >> 7)];
        return new PictureSection.Coded(
            TileCodecs.Photo,
            [.. places.Select(place => new ScreenRect(place.X, place.Y, Width, Height))],
            places.SelectMany(_ => length.Concat(Photo)).ToArray());
    }

    public bool TryDecode(ReadOnlySpan<byte> photo, Frame frame, ScreenRect area)
    {
        if (!photo.SequenceEqual(Photo) || area.Width != Width || area.Height != Height)
        {
            return false;
        }

        frame.Fill(area, Grey, Grey, Grey);
        return true;
    }
}
