namespace RemoteAssist.Fuzz.Targets;

/// <summary>Every parser of a peer's bytes, in the order in which they come into play.</summary>
internal static class AllTargets
{
    public static IReadOnlyList<Target> List { get; } =
    [
        .. HubTargets.List, .. EnvelopeTargets.List, .. ExchangeTargets.List, .. MessageTargets.List, .. FrameTargets.List,
        .. CodecTargets.List, .. NameTargets.List, .. PaperTargets.List, .. AuditTargets.List, .. ReceiptTargets.List, .. BundleTargets.List, .. RecordingTargets.List,
    ];

    /// <summary>How many inputs each target gets of a run of so many in all.</summary>
    public static IEnumerable<(Target Target, long Inputs)> Share(long all)
    {
        var shares = List.Sum(target => target.Share);
        return List.Select(target => (target, Math.Max(1, (long)Math.Ceiling(all * target.Share / shares))));
    }
}
