using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Accounts;
using RemoteAssist.Relay.Sessions;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Papers;

/// <summary>Papers in the database. They are no evidence, so the log does not have them.</summary>
internal sealed class PaperDesk(IDbContextFactory<RelayDb> databases, IHttpContextAccessor http, TimeProvider clock) : IPaperDesk
{
    public async Task<Paper> Find(PaperKind kind, Guid? caseId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await Find(db, Owner(kind, caseId, toRead: true), kind, cancel);
    }

    public async Task<PaperAnswer> Save(PaperKind kind, Guid? caseId, int basedOn, string body, CancellationToken cancel)
    {
        var owner = Owner(kind, caseId);
        if (basedOn < 0 || PaperBody.Read(kind, body) is not { } kept)
        {
            return new PaperAnswer(PaperOutcome.Unfit);
        }

        await using var db = await databases.CreateDbContextAsync(cancel);
        if (caseId is { } id && !await db.Cases.AnyAsync(row => row.Id == id, cancel))
        {
            return new PaperAnswer(PaperOutcome.NoSuchCase);
        }

        var saved = new Paper(basedOn + 1, kept, Technicians.NameOf(http), clock.GetUtcNow());

        // A crash before this is done: the paper is as it was, and the page has heard of no save.
        var isSaved = basedOn == 0 ? await Begin(db, owner, kind, saved, cancel) : await Replace(db, owner, kind, saved, cancel);
        return isSaved
            ? new PaperAnswer(PaperOutcome.Saved, saved)
            : new PaperAnswer(PaperOutcome.Overtaken, await Find(db, owner, kind, cancel));
    }

    private static async Task<Paper> Find(RelayDb db, string owner, PaperKind kind, CancellationToken cancel) =>
        await db.Papers.AsNoTracking()
            .Where(row => row.Owner == owner && row.Kind == kind)
            .Select(row => new Paper(row.Version, row.Body, row.By, row.Saved))
            .FirstOrDefaultAsync(cancel)
        ?? Paper.Empty;

    private static async Task<bool> Begin(RelayDb db, string owner, PaperKind kind, Paper paper, CancellationToken cancel)
    {
        if (await db.Papers.AnyAsync(row => row.Owner == owner && row.Kind == kind, cancel))
        {
            return false;
        }

        db.Papers.Add(new PaperRow
        {
            Owner = owner, Kind = kind, Version = paper.Version, Body = paper.Body, By = paper.By!, Saved = paper.Saved!.Value,
        });
        try
        {
            await db.SaveChangesAsync(cancel);
            return true;
        }
        catch (DbUpdateException failure) when (failure.InnerException is Microsoft.Data.Sqlite.SqliteException { SqliteErrorCode: 19 })
        {
            // Another save was first by a moment.
            db.ChangeTracker.Clear();
            return false;
        }
    }

    private static async Task<bool> Replace(RelayDb db, string owner, PaperKind kind, Paper paper, CancellationToken cancel) =>
        await db.Papers
            .Where(row => row.Owner == owner && row.Kind == kind && row.Version == paper.Version - 1)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(row => row.Version, paper.Version)
                    .SetProperty(row => row.Body, paper.Body)
                    .SetProperty(row => row.By, paper.By)
                    .SetProperty(row => row.Saved, paper.Saved),
                cancel) == 1;

    private string Owner(PaperKind kind, Guid? caseId, bool toRead = false)
    {
        var account = toRead && caseId is not null && Technicians.MayRead(http.HttpContext?.User)
            ? http.HttpContext!.User.AccountId()!
            : Technicians.Require(http, "Papers");
        return (kind, caseId) switch
        {
            (PaperKind.Phrases, null) => account,
            (PaperKind.Notes or PaperKind.Checklist, { } id) => id.ToString(),
            _ => throw new ArgumentException("Phrases belong to an account, all else to a case.", nameof(caseId)),
        };
    }
}
