using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Cases;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Api;

/// <summary>
/// Sessions for programs: how they stand, and what the next one is to ask for. Nothing here asks for a session, makes a
/// code or moves one on: that is for signed-in technicians, on their pages.
/// </summary>
internal static class SessionEndpoints
{
    private const string NoSuchSession = "There is no session with this id. Find a case's sessions at GET " + ApiAnswers.Path + "/cases/{id}/sessions.";

    private const string NothingPrepared = "Nothing is prepared for the next session of this case.";

    public static void Map(RouteGroupBuilder root)
    {
        var api = root.MapGroup("").WithTags("Sessions");
        api.MapGet("/cases/{id:guid}/sessions", OfCase).Needs(ApiScope.SessionsRead).WithName("listSessions")
            .WithSummary("The sessions of a case, the newest first.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/sessions/{id:guid}", Find).Needs(ApiScope.SessionsRead).WithName("readSession")
            .WithSummary("How a session stands, and what came of it.").ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/cases/{id:guid}/prepared-session", Prepared).Needs(ApiScope.SessionsRead).WithName("readPreparedSession")
            .WithSummary("What is prepared for the next session of a case.").ProducesProblem(StatusCodes.Status404NotFound);
        api.MapPut("/cases/{id:guid}/prepared-session", Prepare).Needs(ApiScope.SessionsPrepare).WithName("prepareSession")
            .WithSummary("Fills in the form for the next session of a case. No session and no code come of it: a signed-in technician checks the form and starts.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        api.MapDelete("/cases/{id:guid}/prepared-session", Drop).Needs(ApiScope.SessionsPrepare).WithName("dropPreparedSession")
            .WithSummary("Takes back what was prepared.").ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<Page<SessionShown>>, ProblemHttpResult>> OfCase(
        Guid id, [AsParameters] PageAsked page, HttpContext http, CaseDesk cases, IDbContextFactory<RelayDb> databases, CancellationToken cancel)
    {
        var check = new FieldCheck();
        var after = page.Read(check, SessionPlace.Read);
        if (check.Wrong.Count > 0)
        {
            return ApiAnswers.Wrong(check.Wrong);
        }

        if (await CaseEndpoints.About(http, id, cases, cancel) is null)
        {
            return CaseEndpoints.Nothing();
        }

        var found = await Read(databases, rows => SessionPlace.After(rows.Where(session => session.CaseId == id), after).Take(page.Size + 1), cancel);
        return TypedResults.Ok(page.Of(found, session => new SessionPlace(session.Requested, session.Id).Write()));
    }

    private static async Task<Results<Ok<SessionShown>, ProblemHttpResult>> Find(
        Guid id, HttpContext http, IDbContextFactory<RelayDb> databases, CancellationToken cancel)
    {
        if (await Read(databases, row => row.Where(session => session.Id == id), cancel) is not [var found])
        {
            return ApiAnswers.Nothing(NoSuchSession);
        }

        (ApiUse.Of(http).Case, ApiUse.Of(http).Session) = (found.Case, found.Id);
        return TypedResults.Ok(found);
    }

    private static async Task<Results<Ok<PreparationShown>, ProblemHttpResult>> Prepared(
        Guid id, HttpContext http, CaseDesk cases, PreparedSessions prepared, CancellationToken cancel)
    {
        if (await CaseEndpoints.About(http, id, cases, cancel) is null)
        {
            return CaseEndpoints.Nothing();
        }

        return await prepared.Find(id, cancel) is { } found ? TypedResults.Ok(Shown(found)) : ApiAnswers.Nothing(NothingPrepared);
    }

    private static async Task<Results<Ok<PreparationShown>, ProblemHttpResult>> Prepare(
        Guid id, PreparationForm form, HttpContext http, CaseDesk cases, PreparedSessions prepared, ISessionDesk sessions, CancellationToken cancel)
    {
        var check = new FieldCheck();
        if (check.Read(form, sessions.LongestMinutes) is not { } wish)
        {
            return ApiAnswers.Wrong(check.Wrong);
        }

        if (await CaseEndpoints.About(http, id, cases, cancel) is null)
        {
            return CaseEndpoints.Nothing();
        }

        await prepared.Prepare(id, wish, cancel);
        return await prepared.Find(id, cancel) is { } found ? TypedResults.Ok(Shown(found)) : ApiAnswers.Nothing(NothingPrepared);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Drop(
        Guid id, HttpContext http, CaseDesk cases, PreparedSessions prepared, CancellationToken cancel)
    {
        if (await CaseEndpoints.About(http, id, cases, cancel) is null)
        {
            return CaseEndpoints.Nothing();
        }

        if (await prepared.Find(id, cancel) is null)
        {
            return ApiAnswers.Nothing(NothingPrepared);
        }

        await prepared.Drop(id, cancel);
        return TypedResults.NoContent();
    }

    private static async Task<List<SessionShown>> Read(
        IDbContextFactory<RelayDb> databases, Func<IQueryable<SessionRow>, IQueryable<SessionRow>> which, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var rows = await which(db.Sessions.AsNoTracking().OrderByDescending(row => row.Requested).ThenByDescending(row => row.Id))
            .Select(row => new { row, wrapUp = db.WrapUps.FirstOrDefault(wrapUp => wrapUp.SessionId == row.Id) })
            .ToListAsync(cancel);
        return rows.ConvertAll(one => Shown(one.row, one.wrapUp));
    }

    private static SessionShown Shown(SessionRow row, WrapUpRow? wrapUp) => new(
        row.Id, row.CaseId, row.State, row.EndReason, row.Technician, row.Reason, EnumColumn.Read<Scope>(row.Scopes), row.Minutes,
        row.Requested, row.Live, row.Ended,
        row.Rated is null ? null : new RatingShown(row.Solved, row.Ease, row.Sentence),
        wrapUp is null ? null : new WrapUpShown(EnumColumn.Read<Topic>(wrapUp.Topics), wrapUp.Solved, wrapUp.Done, wrapUp.Next, wrapUp.Words));

    private static PreparationShown Shown(PreparedSession one) => new(one.Wish.Reason, one.Wish.Scopes, one.Wish.Minutes, one.By, one.At);
}
