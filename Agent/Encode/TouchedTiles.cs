using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Encode;

/// <summary>Goes over the tiles that an area touches, row by row, without a list of them.</summary>
internal static class TouchedTiles
{
    /// <summary>The numbers of the tiles that <paramref name="area"/> touches; it must lie inside the grid.</summary>
    public static Walk Touching(this TileGrid grid, ScreenRect area) => new(grid.Columns, area);

    /// <summary>Used by foreach.</summary>
    public struct Walk(int columns, ScreenRect area)
    {
        private readonly int left = area.X / TileGrid.Side;
        private readonly int right = (area.Right - 1) / TileGrid.Side;
        private readonly int bottom = (area.Bottom - 1) / TileGrid.Side;
        private int column = (area.X / TileGrid.Side) - 1;
        private int row = area.Y / TileGrid.Side;

        /// <summary>The present tile's number.</summary>
        public readonly int Current => (row * columns) + column;

        /// <summary>Used by foreach.</summary>
        public readonly Walk GetEnumerator() => this;

        /// <summary>Goes to the next tile.</summary>
        public bool MoveNext()
        {
            if (++column > right)
            {
                column = left;
                row++;
            }

            return row <= bottom;
        }
    }
}
