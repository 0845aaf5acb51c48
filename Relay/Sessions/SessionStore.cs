using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Accounts;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Sessions;

/// <summary>Sessions, their cases and technicians in the database.</summary>
internal sealed class SessionStore(IDbContextFactory<RelayDb> databases)
{
    /// <summary>A change of a session's row, to be made in the same transaction as its entry.</summary>
    public static Task Change(RelayDb db, Guid session, Standing standing) => db.Sessions
        .Where(row => row.Id == session)
        .ExecuteUpdateAsync(set => set
            .SetProperty(row => row.State, standing.State)
            .SetProperty(row => row.EndReason, standing.EndReason)
            .SetProperty(row => row.Live, standing.Live)
            .SetProperty(row => row.Until, standing.Until)
            .SetProperty(row => row.Ended, standing.Ended)
            .SetProperty(row => row.Joined, standing.Joined)
            .SetProperty(row => row.SeatHash, standing.SeatHash));

    /// <summary>A session that is over is reviewed, to be noted in the same transaction as its entry.</summary>
    /// <exception cref="ReviewedMeanwhileException">It does not stand any more as it was read.</exception>
    public static async Task Review(RelayDb db, Guid session, SessionState before, SessionState next)
    {
        if (await db.Sessions.Where(row => row.Id == session && row.State == before)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.State, next)) == 0)
        {
            throw new ReviewedMeanwhileException();
        }
    }

    /// <summary>A viewer's number is used up, to be noted in the same transaction as its entry.</summary>
    public static Task Number(RelayDb db, Guid session, int viewer) => db.Sessions
        .Where(row => row.Id == session)
        .ExecuteUpdateAsync(set => set.SetProperty(row => row.LastViewer, viewer));

    /// <summary>How a colleague stands, to be kept in the same transaction as its entry.</summary>
    public static async Task Keep(RelayDb db, Guid session, Colleague colleague)
    {
        await Forget(db, session, colleague.Account);
        db.Colleagues.Add(new ColleagueRow
        {
            SessionId = session,
            Account = colleague.Account,
            Name = colleague.Name,
            Organisation = colleague.Organisation,
            InvitedBy = colleague.InvitedBy,
            Reason = colleague.Reason,
            State = colleague.State,
            Until = colleague.Until,
        });
        await db.SaveChangesAsync();
    }

    /// <summary>The session is another technician's, to be noted in the same transaction as its entry.</summary>
    public static async Task HandOver(RelayDb db, SessionFacts facts, Colleague former)
    {
        await db.Sessions.Where(row => row.Id == facts.Id).ExecuteUpdateAsync(set => set
            .SetProperty(row => row.TechnicianId, facts.TechnicianId)
            .SetProperty(row => row.Technician, facts.Technician)
            .SetProperty(row => row.Organisation, facts.Organisation));
        await Forget(db, facts.Id, facts.TechnicianId);
        await Keep(db, facts.Id, former);
    }

    /// <summary>A new session's row, to be made in the same transaction as its entry.</summary>
    public static async Task Add(RelayDb db, SessionFacts facts, SessionOffer offer)
    {
        db.Sessions.Add(new SessionRow
        {
            Id = facts.Id,
            CaseId = facts.CaseId,
            TechnicianId = facts.TechnicianId,
            Technician = facts.Technician,
            Organisation = facts.Organisation,
            Reason = facts.Reason,
            State = SessionState.Requested,
            Requested = facts.Requested,
            Scopes = string.Join(',', offer.Scopes),
            Minutes = offer.Minutes,
        });
        await db.SaveChangesAsync();
    }

    /// <summary>A session asks for these scopes.</summary>
    public async Task Ask(Guid session, IReadOnlyList<Scope> scopes)
    {
        var written = string.Join(',', scopes);
        await using var db = await databases.CreateDbContextAsync();
        await db.Sessions.Where(row => row.Id == session).ExecuteUpdateAsync(set => set.SetProperty(row => row.Scopes, written));
    }

    public async Task<CaseRow?> FindCase(Guid id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Cases.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancel);
    }

    public async Task<Account?> FindAccount(string id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Users.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancel);
    }

    public async Task<(SessionRow Session, CaseRow Case)?> FindSession(Guid id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var found = await db.Sessions.AsNoTracking()
            .Where(row => row.Id == id)
            .Join(db.Cases, row => row.CaseId, row => row.Id, (session, itsCase) => new { session, itsCase })
            .SingleOrDefaultAsync(cancel);
        return found is null ? null : (found.session, found.itsCase);
    }

    /// <summary>Everybody who works with sessions, by name.</summary>
    public async Task<IReadOnlyList<Account>> Technicians(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Users.AsNoTracking()
            .Where(account => db.UserClaims.Any(claim =>
                claim.UserId == account.Id && claim.ClaimType == ClaimTypes.Role && claim.ClaimValue == Roles.Technician))
            .OrderBy(account => account.Name)
            .ToListAsync(cancel);
    }

    /// <summary>Who was ever invited to a session.</summary>
    public async Task<IReadOnlyList<Colleague>> Colleagues(Guid session, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Colleagues.AsNoTracking()
            .Where(row => row.SessionId == session)
            .Select(row => new Colleague(row.Account, row.Name, row.Organisation, row.InvitedBy, row.Reason, row.State, row.Until))
            .ToListAsync(cancel);
    }

    /// <summary>Sessions that a Relay before this one did not end.</summary>
    public async Task<IReadOnlyList<(SessionRow Session, CaseRow Case)>> LeftOpen(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var found = await db.Sessions.AsNoTracking()
            .Where(row => row.State != SessionState.Ended && row.State != SessionState.Reviewed)
            .OrderBy(row => row.Requested)
            .Join(db.Cases, row => row.CaseId, row => row.Id, (session, itsCase) => new { session, itsCase })
            .ToListAsync(cancel);
        return [.. found.Select(pair => (pair.session, pair.itsCase))];
    }

    private static Task<int> Forget(RelayDb db, Guid session, string account) =>
        db.Colleagues.Where(row => row.SessionId == session && row.Account == account).ExecuteDeleteAsync();
}

/// <summary>Somebody else reviewed the session at the same time.</summary>
internal sealed class ReviewedMeanwhileException() : Exception("Somebody else has reviewed this session.");
