using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Recordings;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Bundles;

namespace RemoteAssist.Relay.Bundles;

/// <summary>The sealed recording of a session, where it is wished for, has ended and is still there.</summary>
internal sealed class RecordingParts(IDbContextFactory<RelayDb> databases, RecordingFolder folder) : IBundleParts
{
    /// <summary>The largest that goes along: a bundle is made in memory.</summary>
    public const long MostBytes = 512L << 20;

    /// <inheritdoc/>
    /// <exception cref="RecordingTooLargeException">It is larger than that.</exception>
    public async Task<IReadOnlyList<BundlePart>> Of(Guid session, bool recording, CancellationToken cancel)
    {
        if (!recording)
        {
            return [];
        }

        await using var db = await databases.CreateDbContextAsync(cancel);
        var row = await db.Recordings.AsNoTracking().SingleOrDefaultAsync(one => one.SessionId == session, cancel);
        await using var file = row is { Ended: not null, Deleted: null } ? folder.Read(session) : null;
        if (file is null)
        {
            return [];
        }

        if (file.Length > MostBytes)
        {
            throw new RecordingTooLargeException($"The recording has {file.Length} bytes, and a bundle takes {MostBytes}. Export it without, and keep {Path.GetFileName(file.Name)} beside it.");
        }

        var bytes = new byte[file.Length];
        await file.ReadExactlyAsync(bytes, cancel);
        return [new BundlePart(BundleParts.RecordingOf(session), bytes)];
    }
}

/// <summary>A recording does not go into a bundle.</summary>
internal sealed class RecordingTooLargeException(string message) : Exception(message);
