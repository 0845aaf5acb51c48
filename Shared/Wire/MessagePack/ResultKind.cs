namespace RemoteAssist.Shared.Wire.MessagePack;

/// <summary>What follows in a completion, as the hub protocol numbers it.</summary>
internal static class ResultKind
{
    /// <summary>A text that says what went wrong.</summary>
    public const long Error = 1;

    /// <summary>Nothing.</summary>
    public const long Void = 2;

    /// <summary>The value.</summary>
    public const long Value = 3;
}
