using System.Text;
using System.Text.Unicode;
using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Shared.Bundles;

/// <summary>What a verifier brings along, from elsewhere than the bundle.</summary>
/// <param name="Relays">Keys of Relays that it trusts; where there are any, one of them must have signed.</param>
/// <param name="Witnesses">Keys of witnesses that it trusts; where there are any, one of them must have cosigned.</param>
/// <param name="Kept">A checkpoint that was kept elsewhere; null for none.</param>
public sealed record BundleTrust(IReadOnlyList<NoteKey> Relays, IReadOnlyList<NoteKey> Witnesses, Checkpoint? Kept = null)
{
    private const int MostBytes = 64 * 1024;

    /// <summary>Nothing is trusted.</summary>
    public static BundleTrust None { get; } = new([], []);

    /// <summary>Reads a file of keys: a key in one line each; empty lines, and those that begin with #, are passed over.</summary>
    /// <returns>Null where there is no key in it, or a line that is none: a key that was mistyped must not be one that is missing.</returns>
    public static BundleTrust? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MostBytes || !Utf8.IsValid(bytes))
        {
            return null;
        }

        var lines = Encoding.UTF8.GetString(bytes).Split('\n').Select(line => line.Trim('\r', ' ', '\t', '\uFEFF'));
        var keys = lines.Where(line => line.Length > 0 && line[0] != '#').Select(NoteKey.Read).ToList();
        return keys.Count > 0 && keys.TrueForAll(key => key is { Kind: NoteKeyKind.Log or NoteKeyKind.Witness })
            ? new BundleTrust([.. keys.OfType<NoteKey>().Where(key => key.Kind == NoteKeyKind.Log)], [.. keys.OfType<NoteKey>().Where(key => key.Kind == NoteKeyKind.Witness)])
            : null;
    }
}
