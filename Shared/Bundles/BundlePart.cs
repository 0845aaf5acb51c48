namespace RemoteAssist.Shared.Bundles;

/// <summary>One part of a bundle.</summary>
/// <param name="Name">See <see cref="BundleParts"/>.</param>
/// <param name="Bytes">All of it.</param>
public sealed record BundlePart(string Name, ReadOnlyMemory<byte> Bytes);

/// <summary>What the parts of a bundle are called, in the order in which they lie in it. Any others stand after them.</summary>
public static class BundleParts
{
    /// <summary>What it is and how to check it, for people.</summary>
    public const string Readme = "README.txt";

    /// <summary>What is in the bundle; see <see cref="BundleManifest"/>.</summary>
    public const string Manifest = "manifest.json";

    /// <summary>The Relay's signature of the manifest.</summary>
    public const string Signature = "manifest.sig";

    /// <summary>Keys that were before, and witnesses' keys; see <see cref="BundleKeys"/>.</summary>
    public const string Keys = "keys.json";

    /// <summary>The signed state of the log that the entries are proven against.</summary>
    public const string Checkpoint = "checkpoint.txt";

    /// <summary>The entries, a line each; see <see cref="BundleEntry"/>.</summary>
    public const string Entries = "entries.jsonl";

    /// <summary>Before the name of a receipt.</summary>
    public const string Receipts = "receipts/";

    /// <summary>Before the name of a part of a recording.</summary>
    public const string Recording = "recording/";

    private const int LongestName = 80;

    /// <summary>Those that every bundle has.</summary>
    public static IReadOnlyList<string> Fixed { get; } = [Readme, Manifest, Signature, Keys, Checkpoint, Entries];

    /// <summary>Those that the manifest lists in every bundle: all but itself and its signature.</summary>
    public static IReadOnlyList<string> Listed { get; } = [Readme, Keys, Checkpoint, Entries];

    /// <summary>Whether a further part may be called so: a receipt or a part of a recording, without a folder in its name.</summary>
    public static bool IsFurther(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var folder = new[] { Receipts, Recording }.FirstOrDefault(one => name.StartsWith(one, StringComparison.Ordinal));
        return folder is not null && name.Length > folder.Length && name.Length <= LongestName && name[folder.Length] != '.'
            && name.Skip(folder.Length).All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-');
    }

    /// <summary>The part that is the whole recording of a session: the one that verifiers look into.</summary>
    public static string RecordingOf(Guid session) => $"{Recording}{session:N}.rarec";
}
