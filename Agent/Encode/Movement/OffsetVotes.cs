namespace RemoteAssist.Agent.Encode.Movement;

/// <summary>
/// Counts by how much anchors have moved. Keeps all in tables of fixed size: what finds no room has no vote.
/// </summary>
internal sealed class OffsetVotes
{
    private const int MostAnchors = 16_384;
    private const int KeySlots = MostAnchors * 2;
    private const int OffsetSlots = 8_192;
    private const int MostVotes = 32_768;

    // By key: the anchor's number and one more; 0 for none, negative for a key that stands at more than one place.
    private readonly int[] byKey = new int[KeySlots];
    private readonly Anchor[] anchors = new Anchor[MostAnchors];
    private readonly (int Dx, int Dy, int Count)[] offsets = new (int, int, int)[OffsetSlots];
    private readonly List<int> used = [];
    private readonly (short Offset, int Anchor)[] votes = new (short, int)[MostVotes];
    private int anchorCount;
    private int voteCount;

    /// <summary>Forgets all of the frame before.</summary>
    public void Clear()
    {
        Array.Clear(byKey);
        foreach (var slot in used)
        {
            offsets[slot] = default;
        }

        used.Clear();
        anchorCount = 0;
        voteCount = 0;
    }

    /// <summary>Anchors of the new picture.</summary>
    public void AddNew(ReadOnlySpan<Anchor> some)
    {
        foreach (var anchor in some)
        {
            if (anchorCount == MostAnchors)
            {
                return;
            }

            var slot = (int)(anchor.Key % KeySlots);
            while (byKey[slot] is var there && there != 0)
            {
                if (anchors[Math.Abs(there) - 1].Key == anchor.Key)
                {
                    break;
                }

                slot = (slot + 1) % KeySlots;
            }

            if (byKey[slot] != 0)
            {
                // It stands at several places: no telling which of them has moved where.
                byKey[slot] = -Math.Abs(byKey[slot]);
                continue;
            }

            anchors[anchorCount++] = anchor;
            byKey[slot] = anchorCount;
        }
    }

    /// <summary>Anchors of the old picture: each that the new one has too votes for the offset from new to old.</summary>
    public void Vote(ReadOnlySpan<Anchor> some)
    {
        foreach (var anchor in some)
        {
            var slot = (int)(anchor.Key % KeySlots);
            while (byKey[slot] is var there && there != 0)
            {
                ref readonly var found = ref anchors[Math.Abs(there) - 1];
                if (found.Key == anchor.Key)
                {
                    if (there > 0)
                    {
                        Count(anchor.X - found.X, anchor.Y - found.Y, there - 1);
                    }

                    break;
                }

                slot = (slot + 1) % KeySlots;
            }
        }
    }

    /// <summary>The offsets with the most votes.</summary>
    /// <param name="least">Fewer votes do not count.</param>
    /// <param name="most">How many offsets at most.</param>
    /// <param name="into">Takes their slots for <see cref="Offset"/>.</param>
    public void Best(int least, int most, List<int> into)
    {
        into.Clear();
        foreach (var slot in used)
        {
            var count = offsets[slot].Count;
            if (count < least)
            {
                continue;
            }

            var at = into.Count;
            while (at > 0 && offsets[into[at - 1]].Count < count)
            {
                at--;
            }

            if (at < most)
            {
                into.Insert(at, slot);
                if (into.Count > most)
                {
                    into.RemoveAt(most);
                }
            }
        }
    }

    /// <summary>From the new place to the old.</summary>
    public (int Dx, int Dy) Offset(int slot) => (offsets[slot].Dx, offsets[slot].Dy);

    /// <summary>How many votes there are.</summary>
    public int Votes => voteCount;

    /// <summary>One of the votes: the slot of its offset, and where its anchor is in the new picture.</summary>
    public (int Slot, int X, int Y) this[int vote]
    {
        get
        {
            var (slot, anchor) = votes[vote];
            return (slot, anchors[anchor].X, anchors[anchor].Y);
        }
    }

    private void Count(int dx, int dy, int anchor)
    {
        if ((dx == 0 && dy == 0) || voteCount == MostVotes)
        {
            return;
        }

        var slot = (int)((uint)((dx * 7_919) + (dy * 104_729)) % OffsetSlots);
        while (offsets[slot] is var there && there.Count != 0 && (there.Dx != dx || there.Dy != dy))
        {
            slot = (slot + 1) % OffsetSlots;
        }

        if (offsets[slot].Count == 0)
        {
            if (used.Count == OffsetSlots / 2)
            {
                return;
            }

            used.Add(slot);
        }

        offsets[slot] = (dx, dy, offsets[slot].Count + 1);
        votes[voteCount++] = ((short)slot, anchor);
    }
}
