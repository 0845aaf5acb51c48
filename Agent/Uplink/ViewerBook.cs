using System.Security.Cryptography;
using RemoteAssist.Shared.Frames;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Uplink;

/// <summary>The Viewers that are there, and how far each has come with its hello. Not thread-safe.</summary>
internal sealed class ViewerBook
{
    /// <summary>More Viewers than this are not greeted: no session needs them, and each costs memory.</summary>
    public const int Most = 16;

    private enum Stage
    {
        Unheard,
        Ready,
        OtherVersion,
    }

    private readonly Dictionary<int, Stage> viewers = [];

    /// <summary>Whether somebody can see pictures.</summary>
    public bool AnyReady => viewers.ContainsValue(Stage.Ready);

    /// <summary>Whether somebody is there who speaks another version, and nobody who could see pictures.</summary>
    public bool OnlyOtherVersions => !AnyReady && viewers.ContainsValue(Stage.OtherVersion);

    /// <summary>A Viewer has come.</summary>
    /// <returns>The Agent's hello for it, or null where it is known already, or one too many.</returns>
    public byte[]? Come(int viewer) =>
        viewer > 0 && viewers.Count < Most && viewers.TryAdd(viewer, Stage.Unheard)
            ? new Hello(
                HubContract.ProtocolVersion,
                [.. TileCodecs.All.Select(c => c.Id)],
                RandomNumberGenerator.GetBytes(Hello.SaltBytes)).ToBytes()
            : null;

    /// <summary>A Viewer has gone.</summary>
    public void Go(int viewer) => viewers.Remove(viewer);

    /// <summary>All have gone.</summary>
    public void Clear() => viewers.Clear();

    /// <summary>A Viewer's hello has come.</summary>
    /// <returns>True where this Viewer can see pictures from now on.</returns>
    public bool Hear(int viewer, byte[] message)
    {
        // One hello for each Viewer; a second one changes nothing.
        if (!viewers.TryGetValue(viewer, out var stage) || stage != Stage.Unheard)
        {
            return false;
        }

        var hello = Hello.Read(message);
        var fits = hello?.ProtocolVersion == HubContract.ProtocolVersion
            && TileCodecs.All.All(c => hello.Codecs.Contains(c.Id));
        viewers[viewer] = fits ? Stage.Ready : Stage.OtherVersion;
        return fits;
    }

    /// <summary>Whether envelopes of this Viewer count.</summary>
    public bool IsReady(int viewer) => viewers.GetValueOrDefault(viewer) == Stage.Ready;
}
