using System.Globalization;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Accounts;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Sessions;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Papers;

/// <summary>Snapshots in the database: picture and entry are on disk together, or neither is.</summary>
internal sealed class SnapshotDesk(
    IDbContextFactory<RelayDb> databases,
    SessionStore store,
    IAuditLog audit,
    IAuditTrail trail,
    SnapshotRoom room,
    IHttpContextAccessor http,
    TimeProvider clock,
    ILogger<SnapshotDesk> logger)
    : ISnapshotDesk
{
    // One that was taken right before the end has a slow line to come over.
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(1);

    public async Task<SnapshotAnswer> Keep(Guid session, byte[] png, CancellationToken cancel)
    {
        var technician = RequireTechnician();
        if (await store.FindSession(session, cancel) is not var (found, _))
        {
            return new(SnapshotOutcome.NotThere);
        }

        if (found.TechnicianId != technician)
        {
            return new(SnapshotOutcome.NotTheirs);
        }

        if (found.Live is null || found.Ended + Late < clock.GetUtcNow())
        {
            return new(SnapshotOutcome.NotNow);
        }

        if (png.Length > Snapshot.MostBytes || PngShape.Read(png) is not var (width, height))
        {
            return new(SnapshotOutcome.Unfit);
        }

        if (!room.IsThere)
        {
            logger.LogWarning("Less than {Bytes} bytes of the disk are free: a snapshot was not kept", SnapshotRoom.Reserve);
            return new(SnapshotOutcome.NoRoom);
        }

        var row = new SnapshotRow
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()),
            CaseId = found.CaseId,
            SessionId = session,
            TechnicianId = technician,
            Technician = Technicians.NameOf(http),
            Taken = clock.GetUtcNow(),
            Width = width,
            Height = height,
            Bytes = png.Length,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(png)),
        };
        try
        {
            await audit.Append(Entry(AuditActions.SnapshotKept, row, technician), db => Add(db, row, png), cancel);
            return new(SnapshotOutcome.Done, row.Id);
        }
        catch (TooManyException)
        {
            return new(SnapshotOutcome.TooMany);
        }
    }

    public async Task<IReadOnlyList<Snapshot>> OfCase(Guid caseId, CancellationToken cancel)
    {
        RequireReader();
        await using var db = await databases.CreateDbContextAsync(cancel);
        var rows = await db.Snapshots.AsNoTracking().Where(row => row.CaseId == caseId).OrderByDescending(row => row.Taken).ToListAsync(cancel);
        return [.. rows.Select(row => new Snapshot(
            row.Id, row.SessionId, row.Technician, row.Taken, row.Width, row.Height, row.Bytes, row.Sha256, MayDelete))];
    }

    public async Task<SnapshotPicture> Picture(Guid caseId, Guid id, CancellationToken cancel)
    {
        RequireReader();
        await using var db = await databases.CreateDbContextAsync(cancel);
        var found = await db.Snapshots.AsNoTracking()
            .Where(row => row.Id == id && row.CaseId == caseId)
            .Join(db.SnapshotPictures, row => row.Id, picture => picture.Id, (row, picture) => new { Row = row, picture.Png })
            .FirstOrDefaultAsync(cancel);
        if (found is null)
        {
            return new(SnapshotOutcome.NotThere);
        }

        // The row's hash is what the page shows; the log's is what counts.
        var hash = Convert.ToHexStringLower(SHA256.HashData(found.Png));
        if (hash == found.Row.Sha256 && await IsInLog(found.Row, cancel))
        {
            return new(SnapshotOutcome.Done, found.Png);
        }

        logger.LogError("Snapshot {Snapshot} has another hash than the log says: it is not shown", id);
        return new(SnapshotOutcome.Altered);
    }

    public async Task<SnapshotOutcome> Delete(Guid id, CancellationToken cancel)
    {
        var technician = RequireTechnician();
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.Snapshots.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancel) is not { } row)
        {
            return SnapshotOutcome.NotThere;
        }

        if (!MayDelete)
        {
            return SnapshotOutcome.NotTheirs;
        }

        // A crash after it: recorded and gone. Two who delete at once are two entries, and one picture that is gone.
        await audit.Append(
            Entry(AuditActions.SnapshotDeleted, row, technician),
            inside => inside.Snapshots.Where(one => one.Id == id).ExecuteDeleteAsync(cancel),
            cancel);
        return SnapshotOutcome.Done;
    }

    private static async Task Add(RelayDb db, SnapshotRow row, byte[] png)
    {
        if (await db.Snapshots.CountAsync(other => other.CaseId == row.CaseId) >= Snapshot.MostOfCase)
        {
            throw new TooManyException();
        }

        db.Snapshots.Add(row);
        db.SnapshotPictures.Add(new SnapshotPictureRow { Id = row.Id, Png = png });
    }

    private static PendingEntry Entry(string action, SnapshotRow row, string technician) => new(
        action, ActorKind.Technician, technician, AuditOutcome.Success, row.CaseId, row.SessionId,
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["snapshot"] = row.Id.ToString(),
            ["sha256"] = row.Sha256,
            ["size"] = row.Bytes.ToString(CultureInfo.InvariantCulture),
            ["pixels"] = string.Create(CultureInfo.InvariantCulture, $"{row.Width}x{row.Height}"),
        });

    private async Task<bool> IsInLog(SnapshotRow row, CancellationToken cancel) =>
        (await trail.ForSession(row.SessionId, cancel)).Any(line =>
            line is { Action: AuditActions.SnapshotKept, Outcome: AuditOutcome.Success }
            && line.Values.GetValueOrDefault("snapshot") == row.Id.ToString()
            && line.Values.GetValueOrDefault("sha256") == row.Sha256);

    private bool MayDelete => http.HttpContext?.User.IsInRole(Roles.Administrator) is true;

    private void RequireReader()
    {
        if (!Technicians.MayRead(http.HttpContext?.User))
        {
            throw new UnauthorizedAccessException("Pictures are for signed-in technicians and auditors.");
        }
    }

    private string RequireTechnician() => Technicians.Require(http, "Snapshots");

    private sealed class TooManyException() : Exception("The case has as many snapshots as it may.");
}
