namespace RemoteAssist.Relay.Hosting;

/// <summary>What a Relay that did not run ends with; <c>audit verify</c> has its own.</summary>
internal static class ExitCodes
{
    public const int Stopped = 0;

    /// <summary>The data folder, its database or a setting cannot be used.</summary>
    public const int CannotStart = 2;

    /// <summary>The address cannot be listened on.</summary>
    public const int CannotListen = 3;
}
