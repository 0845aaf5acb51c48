using System.Data.Common;
using System.Text;
using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Sessions;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Receipts;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Receipts;

/// <summary>
/// The customers' receipts. <c>1 it says what the grant says   2 its hash is in the grant's entry, it in the same transaction
/// 3 the Relay signs that it is   4 the Agent gets it back</c>. Called while the session's gate is held.
/// </summary>
internal sealed class ReceiptBook(
    IDbContextFactory<RelayDb> databases, IAuditTrail trail, SessionLog log, UseLog uses, RelayKey key, ILogger<ReceiptBook> logger)
{
    // Those that an Agent can have missed while it was away; each is said when it is made.
    private const int MostAgain = 8;

    // Whoever is refused has broken something, or tries something: the log needs no more of it.
    private const int MostRefused = 20;

    /// <summary>The receipt that comes with a grant, if it is the right one; where it is not, the log has why.</summary>
    /// <param name="session">The session.</param>
    /// <param name="report">With the grant.</param>
    /// <param name="grant">It.</param>
    public async Task<SignedReceipt?> Take(ActiveSession session, AgentReport report, ConsentGrant grant)
    {
        ReceiptFault? fault = ReceiptFault.Missing;
        var receipt = report.Receipt is { } json ? SignedReceipt.Read(json, out fault) : null;
        if (receipt is not null)
        {
            var controller = session.Offer.Controller ?? Controller.Unknown;
            fault = ReceiptCheck.AgainstGrant(receipt, grant, report.Colleague, session.Offer.CaseNumber, controller, session.Offer.Auditors?.Named)
                ?? await OfAgent(session, receipt.Receipt)
                ?? ReceiptCheck.Follows(receipt.Receipt, await Last(session));
        }

        if (fault is not { } wrong)
        {
            return receipt;
        }

        logger.LogWarning("Session {Session}: the receipt of {Event} is not right: {Fault}", session.Facts.Id, report.Event, wrong);
        if (++session.ReceiptsRefused <= MostRefused)
        {
            await log.Note(session, SessionEntries.ReceiptRefused(session.Facts, report.Event, wrong));
        }

        return null;
    }

    /// <summary>Whether its receipt is the last that is in the log: said again, it is not written twice.</summary>
    public async Task<bool> Has(ActiveSession session, AgentReport report) =>
        report.Receipt is { } receipt && await Last(session) is { } last
        && last.Receipt.IsConsent == report.Event is SessionEvent.Allow && receipt.AsSpan().SequenceEqual(last.ToJson());

    /// <summary>Keeps it, in the same transaction as its entry.</summary>
    public static async Task Keep(RelayDb db, Guid session, SignedReceipt receipt)
    {
        db.Receipts.Add(new ReceiptRow
        {
            SessionId = session,
            Number = receipt.Receipt.Number,
            Sha256 = receipt.Hash,
            Signed = Encoding.UTF8.GetString(receipt.ToJson()),
        });
        await db.SaveChangesAsync();
    }

    /// <summary>It is in the log: the Relay signs that, and the Agent hears of it.</summary>
    public async Task Kept(ActiveSession session, SignedReceipt receipt)
    {
        // A crash here: in the log, and signed for the next who asks.
        session.LastReceipt = receipt;
        session.LastReceiptIsRead = true;
        await Say(session, rows => rows.Where(row => row.Number == receipt.Receipt.Number));
    }

    /// <summary>An Agent has come back: it may have missed some.</summary>
    public Task SayAgain(ActiveSession session) => Say(session, rows => rows.OrderByDescending(row => row.Number).Take(MostAgain));

    /// <summary>All receipts of a session in their order, with the Relay's signature where it could be made.</summary>
    public async Task<IReadOnlyList<SignedReceipt>> Of(Guid session, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var rows = await db.Receipts.AsNoTracking().Where(row => row.SessionId == session).OrderBy(row => row.Number).ToListAsync(cancel);
        var all = new List<SignedReceipt>();
        foreach (var row in rows)
        {
            all.Add(await Countersigned(db, row));
        }

        return all;
    }

    private async Task Say(ActiveSession session, Func<IQueryable<ReceiptRow>, IQueryable<ReceiptRow>> which)
    {
        try
        {
            await using var db = await databases.CreateDbContextAsync(CancellationToken.None);
            var rows = await which(db.Receipts.AsNoTracking().Where(row => row.SessionId == session.Facts.Id)).ToListAsync();
            foreach (var row in rows.OrderBy(row => row.Number))
            {
                var json = (await Countersigned(db, row)).ToJson();
                session.Room.Agent?.Outbox.Post(agent => agent.Receipted(json), json.Length);
            }
        }
        catch (Exception failure) when (failure is DbException or DbUpdateException or StorageException or InvalidDataException or IOException)
        {
            // What was allowed is in the log; only the Relay's word of it comes later.
            logger.LogError(failure, "Session {Session}: a receipt could not be countersigned yet", session.Facts.Id);
        }
    }

    private async Task<SignedReceipt> Countersigned(RelayDb db, ReceiptRow row)
    {
        var receipt = Read(row.Countersigned ?? row.Signed);
        if (row.Countersigned is not null)
        {
            return receipt;
        }

        if (!receipt.Receipt.RelayKey.AsSpan().SequenceEqual(key.PublicKey))
        {
            logger.LogWarning("Session {Session}: receipt {Number} names a key that this Relay had before; it is not countersigned", row.SessionId, row.Number);
            return receipt;
        }

        var entry = (await trail.ForSession(row.SessionId, CancellationToken.None)).FirstOrDefault(line =>
            line.Outcome is AuditOutcome.Success && line.Values.GetValueOrDefault("receipt") == row.Sha256);
        if (entry is null)
        {
            logger.LogError("Session {Session}: receipt {Number} is not in the log; it is not countersigned", row.SessionId, row.Number);
            return receipt;
        }

        var signed = receipt.Countersign(entry.Sequence, entry.Time, key.Sign);
        var json = Encoding.UTF8.GetString(signed.ToJson());
        await db.Receipts.Where(one => one.SessionId == row.SessionId && one.Number == row.Number && one.Countersigned == null)
            .ExecuteUpdateAsync(set => set.SetProperty(one => one.Countersigned, json));
        return signed;
    }

    private async Task<ReceiptFault?> OfAgent(ActiveSession session, Receipt receipt)
    {
        if (!key.All().Any(one => one.AsSpan().SequenceEqual(receipt.RelayKey)))
        {
            return ReceiptFault.OtherRelay;
        }

        return await uses.BookOf(session) is not { } book || !book.IsOf(receipt.AgentKey) ? ReceiptFault.OtherAgent
            : !book.IsIn(receipt.Exchange) ? ReceiptFault.OtherExchange
            : null;
    }

    private async Task<SignedReceipt?> Last(ActiveSession session)
    {
        if (!session.LastReceiptIsRead)
        {
            await using var db = await databases.CreateDbContextAsync(CancellationToken.None);
            var row = await db.Receipts.AsNoTracking().Where(row => row.SessionId == session.Facts.Id)
                .OrderByDescending(row => row.Number).FirstOrDefaultAsync();
            session.LastReceipt = row is null ? null : Read(row.Signed);
            session.LastReceiptIsRead = true;
        }

        return session.LastReceipt;
    }

    private static SignedReceipt Read(string json) => SignedReceipt.Read(Encoding.UTF8.GetBytes(json), out _)
        ?? throw new InvalidDataException("A receipt in the database was damaged.");
}
