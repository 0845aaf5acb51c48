using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Encode.Memory;

/// <summary>
/// Who enters a recording at a seek point has none of the tiles that were remembered before it. Each that is recalled all the same
/// is noted here, once, to be given to the recording; most never are.
/// </summary>
internal sealed class SeekTiles
{
    /// <summary>The most of one seek point: two screens of 1920×1080, 16 MiB. Where it is more, that seek point is of no use from there on.</summary>
    public const int Most = 1024;

    private readonly bool[] here = new bool[TileMemory.Slots];
    private readonly List<SlotTile> lacking = [];
    private bool isOn;
    private int noted;

    /// <summary>
    /// A seek point stands here: nothing that was remembered before is in the recording behind it. What was noted and not taken
    /// yet goes with the one before.
    /// </summary>
    public void Begin()
    {
        Array.Clear(here);
        noted = 0;
        isOn = true;
    }

    /// <summary>A key frame begins: there is nothing from before it.</summary>
    public void Stop()
    {
        isOn = false;
        lacking.Clear();
    }

    /// <summary>A tile was remembered: whoever comes from the seek point remembers it too.</summary>
    public void Remembered(int slot) => here[slot] = true;

    /// <summary>A slot is recalled.</summary>
    /// <param name="slot">Which.</param>
    /// <param name="picture">Has the remembered tile.</param>
    /// <param name="tile">Where it has it.</param>
    public void Recalled(int slot, Frame picture, ScreenRect tile)
    {
        if (!isOn || here[slot])
        {
            return;
        }

        if (noted == Most)
        {
            Stop();
            return;
        }

        here[slot] = true;
        noted++;
        var pixels = new Frame(tile.Width, tile.Height);
        for (var y = 0; y < tile.Height; y++)
        {
            picture.Row(tile.X, tile.Y + y, tile.Width).CopyTo(pixels.Row(0, y, tile.Width));
        }

        lacking.Add(new SlotTile(slot, pixels));
    }

    /// <summary>What was noted since the call before.</summary>
    public IReadOnlyList<SlotTile> Take()
    {
        if (lacking.Count == 0)
        {
            return [];
        }

        var taken = lacking.ToArray();
        lacking.Clear();
        return taken;
    }
}
