using RemoteAssist.Shared.Recordings;

namespace RemoteAssist.Shared.Bundles;

/// <summary>The recording in a bundle, held against the entries: their hashes are those of its chunks.</summary>
/// <param name="Chunks">How many it has.</param>
/// <param name="Logged">Of how many the entries have the hash; the others were not in the log yet, or never came there.</param>
public sealed record BundleRecording(uint Chunks, uint Logged)
{
    /// <summary>Checks a part that is the recording of the bundle's session.</summary>
    /// <param name="bytes">The part.</param>
    /// <param name="session">The session.</param>
    /// <param name="logged">The hashes in the entries, by the number of the chunk.</param>
    /// <returns>What it is; null where it is of another session, a chunk is not as it was written or as the entries have it, or one is missing.</returns>
    internal static BundleRecording? Check(ReadOnlyMemory<byte> bytes, Guid session, IReadOnlyDictionary<uint, string> logged)
    {
        using var source = new MemoryStream(bytes.ToArray(), writable: false);
        var finding = RecordingCheck.Of(source, logged);
        return finding.Fault is null && finding.Header?.Session == session ? new BundleRecording(finding.Chunks, finding.Logged) : null;
    }
}
