namespace RemoteAssist.Agent.Transfers;

/// <summary>How many bytes there is room for.</summary>
internal static class FreeSpace
{
    /// <summary>In a folder that may still have to be made; as much as there can be where nobody knows.</summary>
    public static long In(string place)
    {
        try
        {
            // The folder itself may have to be made first.
            var there = place;
            while (!Directory.Exists(there) && Path.GetDirectoryName(there) is { } above)
            {
                there = above;
            }

            return new DriveInfo(there).AvailableFreeSpace;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // It shows when it is written.
            return long.MaxValue;
        }
    }
}
