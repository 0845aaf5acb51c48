using RemoteAssist.Agent.Encode.Compare;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Encode.Coding;

/// <summary>What copies leave to be sent of a tile that has changed.</summary>
internal sealed class Residue
{
    private readonly List<ScreenRect> parts = [];
    private readonly List<ScreenRect> cut = [];

    /// <summary>The changed parts of a tile outside of all copies, each as small as can be.</summary>
    /// <param name="before">What the Viewers have.</param>
    /// <param name="after">What they should have.</param>
    /// <param name="change">The tile.</param>
    /// <param name="moves">The copies.</param>
    /// <returns>Valid until the next call; they do not overlap.</returns>
    public List<ScreenRect> Of(Frame before, Frame after, TileChange change, List<Move> moves)
    {
        parts.Clear();
        parts.Add(change.Box);
        var wasCut = false;
        foreach (var move in moves)
        {
            if (!change.Box.Intersect(move.To).IsEmpty)
            {
                Without(move.To);
                wasCut = true;
            }
        }

        for (var i = parts.Count - 1; wasCut && i >= 0; i--)
        {
            parts[i] = ChangedBox.Find(before, after, parts[i]);
            if (parts[i].IsEmpty)
            {
                parts.RemoveAt(i);
            }
        }

        return parts;
    }

    private void Without(ScreenRect covered)
    {
        cut.Clear();
        foreach (var part in parts)
        {
            var hidden = part.Intersect(covered);
            if (hidden.IsEmpty)
            {
                cut.Add(part);
                continue;
            }

            Keep(part with { Height = hidden.Y - part.Y });
            Keep(part with { Y = hidden.Bottom, Height = part.Bottom - hidden.Bottom });
            Keep(new ScreenRect(part.X, hidden.Y, hidden.X - part.X, hidden.Height));
            Keep(new ScreenRect(hidden.Right, hidden.Y, part.Right - hidden.Right, hidden.Height));
        }

        parts.Clear();
        parts.AddRange(cut);
    }

    private void Keep(ScreenRect part)
    {
        if (!part.IsEmpty)
        {
            cut.Add(part);
        }
    }
}
