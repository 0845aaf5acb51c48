using System.Globalization;
using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Relay.Audit;

/// <summary>What is to be erased: everything of a case, or of one session of it.</summary>
/// <param name="Case">The case.</param>
/// <param name="Number">Its number, which stays.</param>
/// <param name="Session">The one session; null for the whole case.</param>
internal sealed record ErasureOf(Guid Case, string Number, Guid? Session);

/// <summary>What there is to erase.</summary>
/// <param name="Values">Personal values beside entries of the log: how many of each kind.</param>
/// <param name="Others">What lies in the case's and its sessions' own rows: how many of each kind.</param>
internal sealed record Erasable(IReadOnlyDictionary<string, int> Values, IReadOnlyDictionary<string, int> Others)
{
    public bool IsNothing => Values.Count == 0 && Others.Count == 0;
}

/// <summary>
/// Takes names, numbers, addresses, free text and pictures of a case out of the database. Entries stay as they are, with the
/// salted hashes of what was erased, and so do numbers, times, and who worked on it.
/// </summary>
internal static class Erasure
{
    /// <summary>What stands in the place of a text that is erased.</summary>
    public const string Gone = "—";

    // Not the reasons of erasures before: without them nobody could say why something is missing.
    private const string Subject =
        """
        sequence IN (
          SELECT sequence FROM entries
          WHERE (session = {0} OR session IN (SELECT id FROM sessions WHERE case_id = {1}) OR json_extract(json, '$.case') = {1})
            AND json_extract(json, '$.action') <> {2})
        """;

    private const string KindsOfValues = $"SELECT key AS Value FROM personal_values WHERE {Subject}";
    private const string DeleteValues = $"DELETE FROM personal_values WHERE {Subject}";

    /// <summary>Finds a case, none of whose sessions goes on.</summary>
    /// <exception cref="StorageException">There is none, or one does.</exception>
    public static async Task<ErasureOf> OfCase(RelayDb db, string number)
    {
        var found = await db.Cases.AsNoTracking().FirstOrDefaultAsync(row => row.Number == number)
            ?? throw new StorageException($"There is no case {number}.");
        return await Over(db, new ErasureOf(found.Id, found.Number, null));
    }

    /// <summary>Finds a session that is over.</summary>
    /// <exception cref="StorageException">There is none, or it is not.</exception>
    public static async Task<ErasureOf> OfSession(RelayDb db, Guid session)
    {
        var found = await db.Sessions.AsNoTracking().Where(row => row.Id == session)
            .Join(db.Cases, row => row.CaseId, itsCase => itsCase.Id, (row, itsCase) => itsCase)
            .FirstOrDefaultAsync()
            ?? throw new StorageException($"There is no session {session}.");
        return await Over(db, new ErasureOf(found.Id, found.Number, session));
    }

    /// <summary>Counts what there is.</summary>
    public static async Task<Erasable> Count(RelayDb db, ErasureOf what)
    {
        var values = await db.Database.SqlQueryRaw<string>(KindsOfValues, Place(what)).ToListAsync();
        var others = new Dictionary<string, int>(StringComparer.Ordinal)
        {
            ["caseFields"] = what.Session is null ? await db.Cases.CountAsync(row => row.Id == what.Case && row.Customer != Gone) : 0,
            ["sessionTexts"] = await Sessions(db, what).CountAsync(row => row.Reason != Gone || row.Sentence != null),
            ["invitations"] = await Colleagues(db, what).CountAsync(row => row.Reason != Gone),
            ["wrapUps"] = await WrapUps(db, what).CountAsync(row => row.Words != Gone),
            ["snapshots"] = await Snapshots(db, what).CountAsync(),
            ["papers"] = await Papers(db, what).CountAsync(),
            ["preparations"] = await Preparations(db, what).CountAsync(),
        };
        return new Erasable(
            values.CountBy(key => key, StringComparer.Ordinal).OrderBy(kind => kind.Key, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal),
            others.Where(kind => kind.Value > 0).ToDictionary(StringComparer.Ordinal));
    }

    /// <summary>The entry that says so.</summary>
    /// <param name="what">Of what.</param>
    /// <param name="found">What there is to erase.</param>
    /// <param name="reason">Why; it stays.</param>
    /// <param name="user">Who was signed in at the console.</param>
    public static PendingEntry Entry(ErasureOf what, Erasable found, string reason, string user) => new(
        AuditActions.PersonalErased,
        ActorKind.Relay,
        null,
        AuditOutcome.Success,
        what.Case,
        what.Session,
        new Dictionary<string, string>
        {
            ["by"] = "console",
            ["values"] = found.Values.Values.Sum().ToString(CultureInfo.InvariantCulture),
            ["kinds"] = Say(found.Values),
            ["others"] = Say(found.Others),
        },
        new Dictionary<string, string> { ["reason"] = reason, ["user"] = user });

    /// <summary>Such as <c>callback 1, customer 2</c>.</summary>
    public static string Say(IReadOnlyDictionary<string, int> counts) =>
        string.Join(", ", counts.Select(kind => string.Create(CultureInfo.InvariantCulture, $"{kind.Key} {kind.Value}")));

    /// <summary>Erases it, within the transaction of that entry.</summary>
    public static async Task Do(RelayDb db, ErasureOf what)
    {
        // What is deleted is also overwritten where it lies.
        await db.Database.ExecuteSqlRawAsync("PRAGMA secure_delete = ON");
        await db.Database.ExecuteSqlRawAsync(DeleteValues, Place(what));
        if (what.Session is null)
        {
            await db.Cases.Where(row => row.Id == what.Case).ExecuteUpdateAsync(row => row
                .SetProperty(one => one.Customer, Gone).SetProperty(one => one.Callback, Gone).SetProperty(one => one.Problem, Gone));
        }

        await Sessions(db, what).ExecuteUpdateAsync(row => row
            .SetProperty(one => one.Reason, Gone).SetProperty(one => one.Sentence, (string?)null));
        await Colleagues(db, what).ExecuteUpdateAsync(row => row.SetProperty(one => one.Reason, Gone));
        await WrapUps(db, what).ExecuteUpdateAsync(row => row.SetProperty(one => one.Done, Gone).SetProperty(one => one.Words, Gone));
        await db.SnapshotPictures.Where(picture => Snapshots(db, what).Any(row => row.Id == picture.Id)).ExecuteDeleteAsync();
        await Snapshots(db, what).ExecuteDeleteAsync();
        await Papers(db, what).ExecuteDeleteAsync();
        await Preparations(db, what).ExecuteDeleteAsync();
    }

    private static async Task<ErasureOf> Over(RelayDb db, ErasureOf what) =>
        await Sessions(db, what).AnyAsync(row => row.State != SessionState.Ended && row.State != SessionState.Reviewed)
            ? throw new StorageException("A session that it is about is not over: start the Relay, end the session, and stop the Relay again.")
            : what;

    // A session's entries have its id in a column; those of a case that are of no session have the case's in their text only.
    private static object[] Place(ErasureOf what) =>
        [what.Session?.ToString() ?? "", what.Session is null ? what.Case.ToString() : "", AuditActions.PersonalErased];

    private static IQueryable<SessionRow> Sessions(RelayDb db, ErasureOf what) =>
        db.Sessions.Where(row => row.CaseId == what.Case && (what.Session == null || row.Id == what.Session));

    private static IQueryable<ColleagueRow> Colleagues(RelayDb db, ErasureOf what) =>
        db.Colleagues.Where(row => Sessions(db, what).Any(session => session.Id == row.SessionId));

    private static IQueryable<WrapUpRow> WrapUps(RelayDb db, ErasureOf what) =>
        db.WrapUps.Where(row => Sessions(db, what).Any(session => session.Id == row.SessionId));

    private static IQueryable<SnapshotRow> Snapshots(RelayDb db, ErasureOf what) =>
        db.Snapshots.Where(row => row.CaseId == what.Case && (what.Session == null || row.SessionId == what.Session));

    private static IQueryable<PaperRow> Papers(RelayDb db, ErasureOf what)
    {
        var owner = what.Case.ToString();
        return db.Papers.Where(row => what.Session == null && row.Owner == owner);
    }

    private static IQueryable<PreparedSessionRow> Preparations(RelayDb db, ErasureOf what) =>
        db.PreparedSessions.Where(row => what.Session == null && row.CaseId == what.Case);
}
