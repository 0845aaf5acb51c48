using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Encode.Memory;

/// <summary>
/// Which tiles the Viewers remember in which slot, by digest; the mirror of their <see cref="TileMemory"/> without its
/// pixels. A key frame empties it at both ends.
/// </summary>
internal sealed class RememberedTiles
{
    private readonly Dictionary<TileDigest, int> slots = [];
    private readonly TileDigest[] ring = new TileDigest[TileMemory.Slots];
    private int next;
    private bool isFull;

    /// <summary>Whether there is anything.</summary>
    public bool IsEmpty => slots.Count == 0;

    /// <summary>The slot that the next one takes.</summary>
    public int NextSlot => next;

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        slots.Clear();
        next = 0;
        isFull = false;
    }

    /// <summary>Where a tile with this digest is remembered.</summary>
    public bool TryFind(TileDigest digest, out int slot) => slots.TryGetValue(digest, out slot);

    /// <summary>Remembers a tile that is not remembered yet; what was in its slot is forgotten.</summary>
    /// <returns>Its slot.</returns>
    public int Add(TileDigest digest)
    {
        if (isFull)
        {
            slots.Remove(ring[next]);
        }

        var slot = next;
        ring[slot] = digest;
        slots.Add(digest, slot);
        next = (next + 1) % TileMemory.Slots;
        isFull |= next == 0;
        return slot;
    }

    /// <summary>Whether a slot still holds the tile of this digest.</summary>
    public bool Holds(int slot, TileDigest digest) => slots.TryGetValue(digest, out var there) && there == slot;
}
