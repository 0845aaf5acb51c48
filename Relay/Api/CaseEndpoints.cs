using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using RemoteAssist.Relay.Cases;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Api;

/// <summary>Cases for programs.</summary>
internal static class CaseEndpoints
{
    private const string NoSuchCase = "There is no case with this id. Find it by its number at the help desk: GET " + ApiAnswers.Path + "/cases?number=…";

    public static void Map(RouteGroupBuilder root)
    {
        var api = root.MapGroup("").WithTags("Cases");
        api.MapGet("/cases", List).Needs(ApiScope.CasesRead).WithName("listCases")
            .WithSummary("Cases: those that wait longest for a session first, then the newest. With number: the one with this number at the help desk, or none.")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapPost("/cases", Open).Needs(ApiScope.CasesWrite).WithName("openCase")
            .WithSummary("Opens a case under its number at the help desk.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict);
        api.MapGet("/cases/{id:guid}", Find).Needs(ApiScope.CasesRead).WithName("readCase")
            .WithSummary("One case.").ProducesProblem(StatusCodes.Status404NotFound);
        api.MapPut("/cases/{id:guid}", Change).Needs(ApiScope.CasesWrite).WithName("updateCase")
            .WithSummary("Writes a case's facts anew, all of them; another number links it to another ticket of the help desk.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }

    /// <summary>The case, also noted as what the request is about; null where there is none.</summary>
    public static async Task<CaseDetails?> About(HttpContext http, Guid id, ICaseDesk cases, CancellationToken cancel)
    {
        var found = await cases.Find(id, cancel);
        ApiUse.Of(http).Case = found?.Id;
        return found;
    }

    /// <summary>What is said where there is no such case.</summary>
    public static ProblemHttpResult Nothing() => ApiAnswers.Nothing(NoSuchCase);

    private static async Task<Results<Ok<Page<CaseLine>>, ProblemHttpResult>> List(
        [Description("The number at the help desk.")] string? number, [AsParameters] PageAsked page, HttpContext http, CaseDesk cases, CancellationToken cancel)
    {
        var check = new FieldCheck();
        var after = page.Read(check, Place);
        if (check.Wrong.Count > 0)
        {
            return ApiAnswers.Wrong(check.Wrong);
        }

        if (number is null)
        {
            var found = page.Of(await cases.Page(after, page.Size + 1, cancel), Place);
            return TypedResults.Ok(new Page<CaseLine>(
                [.. found.Items.Select(line => new CaseLine(line.Id, line.Number, line.Customer, line.Problem, line.Opened, line.ActiveSession))], found.Next));
        }

        return await cases.Find(number, cancel) is { } id && await About(http, id, cases, cancel) is { } one
            ? TypedResults.Ok(new Page<CaseLine>([new CaseLine(one.Id, one.Number, one.Customer, one.Problem, one.Opened, one.Active?.Id)], null))
            : TypedResults.Ok(new Page<CaseLine>([], null));
    }

    private static async Task<Results<Ok<CaseShown>, ProblemHttpResult>> Find(Guid id, HttpContext http, CaseDesk cases, CancellationToken cancel) =>
        await About(http, id, cases, cancel) is { } found ? TypedResults.Ok(Shown(found)) : Nothing();

    private static async Task<Results<Created<CaseShown>, ProblemHttpResult>> Open(CaseForm form, HttpContext http, CaseDesk cases, CancellationToken cancel)
    {
        var check = new FieldCheck();
        if (check.Read(form) is not { } facts)
        {
            return ApiAnswers.Wrong(check.Wrong);
        }

        if (await cases.Open(facts, cancel) is not { } id || await About(http, id, cases, cancel) is not { } opened)
        {
            return await Taken(facts, http, cases, cancel);
        }

        return TypedResults.Created($"{ApiAnswers.Path}/cases/{id}", Shown(opened));
    }

    private static async Task<Results<Ok<CaseShown>, ProblemHttpResult>> Change(
        Guid id, CaseForm form, HttpContext http, CaseDesk cases, CancellationToken cancel)
    {
        var check = new FieldCheck();
        if (check.Read(form) is not { } facts)
        {
            return ApiAnswers.Wrong(check.Wrong);
        }

        if (await cases.Change(id, facts, cancel) is CaseChange.NumberTaken)
        {
            return await Taken(facts, http, cases, cancel);
        }

        return await About(http, id, cases, cancel) is { } changed ? TypedResults.Ok(Shown(changed)) : Nothing();
    }

    private static async Task<ProblemHttpResult> Taken(NewCase facts, HttpContext http, CaseDesk cases, CancellationToken cancel)
    {
        var other = await cases.Find(facts.Number, cancel);
        ApiUse.Of(http).Case = other;
        return ApiAnswers.Problem(
            StatusCodes.Status409Conflict, "Another case has this number: the one in \"case\". Read or update that one, or send another number.", ("case", other));
    }

    private static CasePlace? Place(string[] parts) =>
        parts is ["waits" or "had", var opened, var id] && PlaceInList.ReadMoment(opened) is { } moment && Guid.TryParse(id, out var last)
            ? new CasePlace(parts[0] == "had", moment, last)
            : null;

    private static string Place(CaseSummary line) => PlaceInList.Write(line.Sessions > 0 ? "had" : "waits", PlaceInList.Moment(line.Opened), $"{line.Id}");

    private static CaseShown Shown(CaseDetails one) =>
        new(one.Id, one.Number, one.Customer, one.Callback, one.Problem, one.Opened, one.Active?.Id, $"/cases/{one.Id}");
}
