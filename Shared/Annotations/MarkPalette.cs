namespace RemoteAssist.Shared.Annotations;

/// <summary>The colours of marks; each is drawn with a rim of the other tone, so that it is seen on anything.</summary>
public static class MarkPalette
{
    /// <summary>0xRRGGBB by number: red, amber, green, blue, magenta, white.</summary>
    public static readonly IReadOnlyList<int> Fill = [0xE0311F, 0xFFB300, 0x1E8E3E, 0x1A73E8, 0xC2185B, 0xFFFFFF];

    /// <summary>0xRRGGBB by number: the rim around it.</summary>
    public static readonly IReadOnlyList<int> Rim = [0xFFFFFF, 0x202020, 0xFFFFFF, 0xFFFFFF, 0xFFFFFF, 0x202020];
}
