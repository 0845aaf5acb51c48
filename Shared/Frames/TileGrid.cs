namespace RemoteAssist.Shared.Frames;

/// <summary>A monitor cut into 64×64 tiles from the top left; those at the right and bottom edge may be smaller.</summary>
public readonly record struct TileGrid(int Width, int Height)
{
    /// <summary>Pixels along a tile's side.</summary>
    public const int Side = 64;

    /// <summary>Tiles in a row.</summary>
    public int Columns => (Width + Side - 1) / Side;

    /// <summary>Rows of tiles.</summary>
    public int Rows => (Height + Side - 1) / Side;

    /// <summary>All tiles.</summary>
    public int Count => Columns * Rows;

    /// <summary>The pixels of one tile.</summary>
    public ScreenRect Area(int column, int row)
    {
        var x = column * Side;
        var y = row * Side;
        return new ScreenRect(x, y, Math.Min(Side, Width - x), Math.Min(Side, Height - y));
    }

    /// <summary>The pixels of the tile with this number, counted row by row from 0.</summary>
    public ScreenRect Area(int tile) => Area(tile % Columns, tile / Columns);

    /// <summary>The number of the tile that holds this pixel.</summary>
    public int TileAt(int x, int y) => ((y / Side) * Columns) + (x / Side);

    /// <summary>Whether all of these tiles are in the grid.</summary>
    public bool Has(TileRun run) => run.First >= 0 && run.Count >= 1 && run.First <= Count - run.Count;

    /// <summary>Whether there is such a tile.</summary>
    public bool Has(int column, int row) => column >= 0 && column < Columns && row >= 0 && row < Rows;
}
