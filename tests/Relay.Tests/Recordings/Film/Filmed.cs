using System.Text;

namespace RemoteAssist.Relay.Tests.Recordings.Film;

/// <summary>A film as it was written, taken apart.</summary>
internal sealed class Filmed
{
    private static readonly byte[] FrameLine = "FRAME\n"u8.ToArray();

    public Filmed(byte[] film)
    {
        var end = Array.IndexOf(film, (byte)'\n');
        Head = Encoding.ASCII.GetString(film, 0, end);
        var words = Head.Split(' ');
        (Width, Height) = (int.Parse(words[1][1..]), int.Parse(words[2][1..]));
        var size = 3 * Width * Height;
        for (var at = end + 1; at < film.Length; at += FrameLine.Length + size)
        {
            film.AsSpan(at, FrameLine.Length).SequenceEqual(FrameLine).Should().BeTrue();
            Frames.Add(film[(at + FrameLine.Length)..(at + FrameLine.Length + size)]);
        }
    }

    public string Head { get; }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Three planes each.</summary>
    public List<byte[]> Frames { get; } = [];

    /// <summary>What a pixel shows, as a player takes it: BT.601, limited range.</summary>
    public (double Red, double Green, double Blue) At(int frame, int x, int y)
    {
        var (size, at) = (Width * Height, (y * Width) + x);
        var light = 255 * (Frames[frame][at] - 16) / 219.0;
        var (towardsBlue, towardsRed) = (255 * (Frames[frame][size + at] - 128) / 224.0, 255 * (Frames[frame][(2 * size) + at] - 128) / 224.0);
        return (light + (1.402 * towardsRed), light - (0.344136 * towardsBlue) - (0.714136 * towardsRed), light + (1.772 * towardsBlue));
    }
}
