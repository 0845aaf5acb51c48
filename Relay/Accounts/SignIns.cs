using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Wire;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Accounts;

/// <summary>
/// The sign-ins that are good. Each has a row, the cookie has its id, and every request looks the row up: whoever ends
/// a row ends the cookie with it, at once and wherever it has been copied to.
/// </summary>
public sealed class SignIns(
    SignInManager<Account> cookies,
    AccountEntries entries,
    IAuditLog audit,
    IHttpContextAccessor requests,
    TimeProvider clock)
{
    /// <summary>How long a sign-in lasts without a request: a working day.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(10);

    // Often enough to tell people when a sign-in was last used, and seldom enough to cost nothing.
    private static readonly TimeSpan Notice = TimeSpan.FromMinutes(5);

    private const int MaxBrowser = 200;

    /// <summary>Signs in: the entry and the row, then the cookie.</summary>
    /// <param name="account">Who.</param>
    /// <param name="how">Which second factor it was, such as <c>authenticatorApp</c>.</param>
    /// <param name="alongside">What belongs to the same step, such as a code that is used up by it.</param>
    /// <param name="cancel">Before the commit.</param>
    /// <param name="facts">What else the log has of it.</param>
    /// <exception cref="CodeIsDeadException">The account was disabled or got another password meanwhile.</exception>
    public async Task Open(Account account, string how, Func<RelayDb, Task>? alongside, CancellationToken cancel, IReadOnlyDictionary<string, string>? facts = null)
    {
        var http = requests.HttpContext ?? throw new InvalidOperationException("Only requests sign in.");
        var now = clock.GetUtcNow();
        var row = new SignInRow
        {
            Id = Guid.NewGuid(),
            AccountId = account.Id,
            Began = now,
            Seen = now,
            Address = http.Connection.RemoteIpAddress?.ToString() ?? "",
            Browser = Browser(http.Request),
        };
        await audit.Append(
            entries.Of(AuditActions.SignIn, ActorKind.Technician, account, AuditOutcome.Success, detail: new Dictionary<string, string>(facts ?? new Dictionary<string, string>()) { ["factor"] = how }),
            async db =>
            {
                // Disabled or reset while the code was on its way: whoever did that comes first.
                if (!await db.Users.AnyAsync(
                    user => user.Id == account.Id && user.Disabled == null && user.SecurityStamp == account.SecurityStamp, cancel))
                {
                    throw new CodeIsDeadException();
                }

                if (alongside is not null)
                {
                    await alongside(db);
                }

                db.SignIns.Add(row);
                await db.Users.Where(user => user.Id == account.Id)
                    .ExecuteUpdateAsync(user => user.SetProperty(one => one.AccessFailedCount, 0), cancel);
            },
            cancel);

        // A crash here: recorded, and nobody has the cookie.
        await cookies.SignInWithClaimsAsync(account, isPersistent: false, [new Claim(AccountClaims.SignIn, row.Id.ToString())]);
    }

    /// <summary>Says in the log that a sign-in was refused. The id says which account was tried; who tried is not known.</summary>
    public Task Refuse(Account? account, string email, AuditOutcome outcome, string reason, CancellationToken cancel)
    {
        var detail = new Dictionary<string, string> { ["reason"] = reason };
        if (account is not null)
        {
            detail["account"] = account.Id;
        }

        return audit.Append(entries.Of(AuditActions.SignIn, ActorKind.Visitor, null, outcome, email, detail), cancel: cancel);
    }

    /// <summary>Whether somebody's sign-in is good now.</summary>
    public static async Task<bool> IsGood(RelayDb db, ClaimsPrincipal? person, DateTimeOffset now, CancellationToken cancel)
    {
        var oldest = now - Lifetime;
        return person?.SignInId() is { } id && person.AccountId() is { } account
            && await db.SignIns.AnyAsync(row => row.Id == id && row.AccountId == account && row.Ended == null && row.Seen > oldest, cancel);
    }

    /// <summary>Ends sign-ins in the transaction of the step that ends them.</summary>
    internal static Task End(IQueryable<SignInRow> which, SignInEnd why, DateTimeOffset now, CancellationToken cancel) =>
        which.Where(row => row.Ended == null).ExecuteUpdateAsync(
            row => row.SetProperty(one => one.Ended, now).SetProperty(one => one.Why, why), cancel);

    /// <summary>The cookie's own check, at every request.</summary>
    internal static async Task Validate(CookieValidatePrincipalContext context)
    {
        var services = context.HttpContext.RequestServices;
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var cancel = context.HttpContext.RequestAborted;
        var id = context.Principal?.SignInId();
        await using var db = await services.GetRequiredService<IDbContextFactory<RelayDb>>().CreateDbContextAsync(cancel);
        if (!await IsGood(db, context.Principal, now, cancel))
        {
            // The cookie stays in the browser until another takes its place: so each page that it opens can say why it is dead.
            context.RejectPrincipal();
            context.HttpContext.Items[typeof(SignInEnd)] = await db.SignIns
                .Where(row => row.Id == id).Select(row => row.Why).FirstOrDefaultAsync(cancel);
            return;
        }

        var before = now - Notice;
        await db.SignIns.Where(row => row.Id == id && row.Seen < before)
            .ExecuteUpdateAsync(row => row.SetProperty(one => one.Seen, now), cancel);
    }

    private static string Browser(HttpRequest request)
    {
        var said = PlainText.Clean(request.Headers.UserAgent.ToString());
        return said.Length <= MaxBrowser ? said : said[..MaxBrowser];
    }
}
