using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Accounts;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Recordings;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Recordings;

/// <summary>An auditor's own key: its public half. A new one takes the place of the one before, and waits for its certificate.</summary>
internal sealed class OwnAuditorKeyDesk(
    IDbContextFactory<RelayDb> databases, IAuditLog audit, AccountEntries entries, IHttpContextAccessor requests, TimeProvider clock)
    : IOwnAuditorKeyDesk
{
    public async Task<AuditorKeyShown?> Read(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var mine = await Mine(db, cancel);
        return await AuditorBook.Keys(db).Where(row => row.AccountId == mine.Id).OrderByDescending(row => row.Added).FirstOrDefaultAsync(cancel) is { } row
            ? AuditorDesk.Shown(row, mine, await AuditorBook.Root(db, cancel), clock.GetUtcNow(), mayAudit: true)
            : null;
    }

    public async Task<AuditorAnswer> Add(byte[] publicKey, CancellationToken cancel)
    {
        await using var read = await databases.CreateDbContextAsync(cancel);
        var mine = await Mine(read, cancel);
        if (!P256Key.IsOne(publicKey))
        {
            return AuditorAnswer.NoKey;
        }

        var id = Convert.ToHexStringLower(AuditorCertificate.IdOf(publicKey));
        var now = clock.GetUtcNow();
        try
        {
            await audit.Append(
                entries.Of(AuditActions.AuditorKeyAdded, ActorKind.Technician, mine, AuditOutcome.Success, detail: new Dictionary<string, string> { ["key"] = id }),
                async db =>
                {
                    if (await db.AuditorKeys.AnyAsync(row => row.Id == id, cancel))
                    {
                        throw new AuditorRefusedException(AuditorAnswer.Taken);
                    }

                    await db.AuditorKeys.Where(row => row.AccountId == mine.Id && row.Withdrawn == null)
                        .ExecuteUpdateAsync(set => set.SetProperty(row => row.Withdrawn, now), cancel);
                    db.AuditorKeys.Add(new AuditorKeyRow { Id = id, AccountId = mine.Id, PublicKey = publicKey, Added = now });
                },
                cancel);
            return AuditorAnswer.Done;
        }
        catch (AuditorRefusedException refused)
        {
            return refused.Answer;
        }
    }

    private Task<Account> Mine(RelayDb db, CancellationToken cancel) =>
        requests.HttpContext?.User is { } user && user.IsInRole(Roles.Auditor) && user.AccountId() is { } id
            ? db.Users.AsNoTracking().SingleAsync(row => row.Id == id, cancel)
            : throw new UnauthorizedAccessException("Only an auditor has such a key.");
}
