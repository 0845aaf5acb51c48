using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Shared.Tests.Frames;

/// <summary>
/// The same conversations as <see cref="Edits"/> with a part cut off or changed on its way, and what the decoder makes of
/// it. tests/Canvas.Tests/edits.ts bends the same bytes in the same way.
/// </summary>
internal static class BentEdits
{
    private const uint OtherSeed = 0x5bd1_e995;

    /// <summary>What came of each part.</summary>
    public static IReadOnlyList<Decoded> Of(uint seed)
    {
        var sent = Edits.Of(seed);
        var draw = new Pictures(seed ^ OtherSeed);
        var bent = draw.Next(sent.Count);
        var decoder = new FrameDecoder();
        return [.. sent.Select((part, i) => decoder.Take(i == bent ? Bend(part.Body, draw) : part.Body, part.StartsKeyFrame))];
    }

    private static byte[] Bend(byte[] body, Pictures draw)
    {
        if (draw.Next(4) == 0)
        {
            return body[..draw.Next(body.Length)];
        }

        var bent = (byte[])body.Clone();
        for (var changes = 1 + draw.Next(4); changes > 0; changes--)
        {
            bent[draw.Next(bent.Length)] = (byte)draw.Next(256);
        }

        return bent;
    }
}
