using System.Text;
using Microsoft.AspNetCore.Identity;
using RemoteAssist.Relay.Accounts;
using RemoteAssist.Viewer.Desk;
using RemoteAssist.Viewer.Words;

namespace RemoteAssist.Relay.Audit.Desk;

/// <summary>What the auditor's desk gives to programs and to its own page's script, under <c>/audit</c>; its pages are the Viewer's.</summary>
internal static class AuditDeskEndpoints
{
    /// <summary>Maps them.</summary>
    public static void MapAuditDesk(this IEndpointRouteBuilder routes)
    {
        var desk = routes.MapGroup("/audit").RequireAuthorization(policy => policy
            .AddAuthenticationSchemes(IdentityConstants.ApplicationScheme).RequireRole(Roles.Auditor, Roles.Administrator));
        desk.MapGet("/sessions/{id:guid}/evidence", Evidence);
        desk.MapGet("/export.csv", (HttpContext http, LogExport export, ScreenText text) => Export(http, export, text, ExportForm.Csv));
        desk.MapGet("/export.jsonl", (HttpContext http, LogExport export, ScreenText text) => Export(http, export, text, ExportForm.Jsonl));
    }

    private static async Task<IResult> Evidence(Guid id, EvidenceRoom room, HttpContext http) =>
        await room.Of(id, http.RequestAborted) is { } evidence ? Results.Json(evidence) : Results.NotFound();

    private static async Task<IResult> Export(HttpContext http, LogExport export, ScreenText text, ExportForm form)
    {
        var search = SearchQuery.Read(name => http.Request.Query[name], out var wrong);
        if (wrong.Count > 0)
        {
            return Says(text["Audit.Export.Unclear"]);
        }

        if (await export.Begin(search, form, http.RequestAborted) is not { } lines)
        {
            return Says(text["Audit.Export.TooMany", LogExport.MostSessions]);
        }

        var type = form is ExportForm.Csv ? "text/csv; charset=utf-8" : "application/jsonl; charset=utf-8";
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"log.{Shared.Wire.EnumName.Of(form)}\"";
        return Results.Stream(body => Write(lines, body, http.RequestAborted), type);
    }

    private static async Task Write(IAsyncEnumerable<string> lines, Stream body, CancellationToken cancel)
    {
        await using var writer = new StreamWriter(body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 16 * 1024, leaveOpen: true);
        await foreach (var line in lines.WithCancellation(cancel))
        {
            await writer.WriteAsync(line.AsMemory(), cancel);
        }
    }

    private static IResult Says(string sentence) => Results.Text(sentence + "\n", "text/plain; charset=utf-8", Encoding.UTF8, StatusCodes.Status400BadRequest);
}
