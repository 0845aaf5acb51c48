namespace RemoteAssist.Shared.Wire;

/// <summary>What a technician would rather have where the line does not bear both. Text is without loss in all three.</summary>
public enum ViewQuality : byte
{
    /// <summary>As the line bears: photographs and films with as much loss as they need to keep up.</summary>
    Automatic = 0,

    /// <summary>Photographs as good as can be; on a slow line the picture comes later and less often.</summary>
    Sharp = 1,

    /// <summary>Less of photographs and films until they rest; movements come sooner.</summary>
    Smooth = 2,
}
