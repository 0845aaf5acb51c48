using Microsoft.AspNetCore.Antiforgery;
using RemoteAssist.Relay.Accounts;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Shared.Recordings;

namespace RemoteAssist.Relay.Recordings;

/// <summary>
/// Recordings over http: the sealed file and the hashes of its chunks, for auditors only; holding one, for auditors and
/// administrators; deleting one, for administrators. FORMAT.md describes the answers.
/// </summary>
internal static class RecordingEndpoints
{
    private const string Reason = "reason";

    public static void MapRecordings(this IEndpointRouteBuilder routes)
    {
        var recording = routes.MapGroup("/audit/recordings/{session:guid}");
        recording.MapGet("/file", File).RequireAuthorization(policy => policy.RequireRole(Roles.Auditor));
        recording.MapGet("/chunks", Chunks).RequireAuthorization(policy => policy.RequireRole(Roles.Auditor));
        recording.MapPost("/hold", Hold).RequireAuthorization(policy => policy.RequireRole(Roles.Auditor, Roles.Administrator));
        recording.MapPost("/release", Release).RequireAuthorization(policy => policy.RequireRole(Roles.Auditor, Roles.Administrator));
        recording.MapPost("/delete", Delete).RequireAuthorization(policy => policy.RequireRole(Roles.Administrator));
    }

    private static Task<IResult> File(Guid session, HttpContext http, RecordingDesk desk, RecordingFolder folder) => Opened(session, http, desk, _ =>
    {
        var file = folder.Read(session);
        return Task.FromResult(file is null
            ? Results.NotFound()
            : Results.File(file, "application/octet-stream", $"{session:N}.rarec", enableRangeProcessing: true));
    });

    private static Task<IResult> Chunks(Guid session, HttpContext http, RecordingDesk desk, RecordingFolder folder, RecordingBook book) =>
        Opened(session, http, desk, async version =>
        {
            // The log first: what is added to the file meanwhile is not logged yet, and says so.
            var logged = await book.Logged(session, http.RequestAborted);
            await using var file = folder.Read(session);
            var heads = file is null ? [] : RecordingCheck.Heads(file);
            var count = Math.Max(heads.Count, logged.Count == 0 ? 0 : logged.Keys.Max() + 1L);
            var chunks = new List<ChunkAnswer>();
            for (var number = 0u; number < count; number++)
            {
                var isLogged = logged.TryGetValue(number, out var hash);
                if (isLogged || number < heads.Count)
                {
                    chunks.Add(new ChunkAnswer(number, hash ?? heads[(int)number], isLogged));
                }
            }

            return Results.Json(new RecordingAnswer(session, version, chunks));
        });

    private static Task<IResult> Hold(Guid session, HttpContext http, RecordingDesk desk, IAntiforgery forgery) =>
        Posted(http, forgery, reason => desk.Hold(session, http.User, reason, http.RequestAborted));

    private static Task<IResult> Release(Guid session, HttpContext http, RecordingDesk desk, IAntiforgery forgery) =>
        Posted(http, forgery, reason => desk.Release(session, http.User, reason, http.RequestAborted));

    private static Task<IResult> Delete(Guid session, HttpContext http, RecordingDesk desk, IAntiforgery forgery) =>
        Posted(http, forgery, reason => desk.Delete(session, http.User, reason, http.RequestAborted));

    // 1 the entry   2 the bytes
    private static async Task<IResult> Opened(Guid session, HttpContext http, RecordingDesk desk, Func<int, Task<IResult>> show)
    {
        http.Response.Headers.CacheControl = "no-store";
        try
        {
            var (outcome, row) = await desk.Open(session, http.User, http.RequestAborted);
            return row is null ? Answer(outcome) : await show(row.ProtocolVersion);
        }
        catch (AuditUnavailableException)
        {
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }

    // 1 that a form of ours was posted   2 why   3 the entry and what it says   4 back to where the form was
    private static async Task<IResult> Posted(HttpContext http, IAntiforgery forgery, Func<string?, Task<RecordingOutcome>> act)
    {
        if (!http.Request.HasFormContentType || !await forgery.IsRequestValidAsync(http))
        {
            return Results.BadRequest();
        }

        try
        {
            var form = await http.Request.ReadFormAsync(http.RequestAborted);
            return Answer(await act(form[Reason]));
        }
        catch (AuditUnavailableException)
        {
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static IResult Answer(RecordingOutcome outcome) => Results.StatusCode(outcome switch
    {
        RecordingOutcome.Done => StatusCodes.Status204NoContent,
        RecordingOutcome.NotThere => StatusCodes.Status404NotFound,
        RecordingOutcome.Gone => StatusCodes.Status410Gone,
        RecordingOutcome.NotNow => StatusCodes.Status409Conflict,
        RecordingOutcome.NoReason => StatusCodes.Status400BadRequest,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    });

    private sealed record RecordingAnswer(Guid Session, int ProtocolVersion, IReadOnlyList<ChunkAnswer> Chunks);

    private sealed record ChunkAnswer(uint Number, string Hash, bool Logged);
}
