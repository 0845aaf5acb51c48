using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Shared.Tests.Frames;

/// <summary>
/// Tries what a codec does with bytes that were bent, cut or made up: it says no or paints its areas, and never throws,
/// paints elsewhere or allocates much.
/// </summary>
/// <param name="codec">What is tried.</param>
/// <param name="picture">A picture of at most 60×40 pixels for each seed.</param>
internal sealed class BentBytes(ITileCodec codec, Func<uint, Frame> picture)
{
    private const int Margin = 3;

    public void Try(uint seeds)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var refused = 0;
        for (uint seed = 0; seed < seeds; seed++)
        {
            refused += Try(seed, new Pictures(seed)) ? 0 : 1;
        }

        refused.Should().BePositive("some of that must have been noticed");
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(seeds * 400_000L, "every try makes a few small pictures");
    }

    private bool Try(uint seed, Pictures draw)
    {
        var frame = picture(seed);
        var areas = Enumerable.Range(0, 1 + draw.Next(3)).Select(_ => draw.Area(frame.Width, frame.Height)).ToArray();
        var bytes = Pictures.Coded(codec, frame, areas).Data.ToArray();
        bytes = draw.Next(8) == 0 ? draw.Bytes(draw.Next(200)) : bytes[..draw.Next(bytes.Length + 1)];
        for (var bends = draw.Next(4); bends > 0 && bytes.Length > 0; bends--)
        {
            bytes[draw.Next(bytes.Length)] ^= (byte)(1 << draw.Next(8));
        }

        // The areas lie a margin away from the border of a larger frame, which must stay black.
        var target = new Frame(frame.Width + (2 * Margin), frame.Height + (2 * Margin));
        areas = [.. areas.Select(area => area with { X = area.X + Margin, Y = area.Y + Margin })];
        var taken = codec.TryDecode(bytes, target, areas);
        foreach (var area in areas)
        {
            target.Fill(area, 0, 0, 0);
        }

        target.ShowsTheSameAs(new Frame(target.Width, target.Height)).Should().BeTrue("seed {0} paints its areas and nothing else", seed);
        return taken;
    }
}
