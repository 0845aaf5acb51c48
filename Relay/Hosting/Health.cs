using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Storage;

namespace RemoteAssist.Relay.Hosting;

/// <summary>For whoever watches over the Relay: it answers, its database does, and its log can be written.</summary>
internal static class Health
{
    public const string Path = "/healthz";

    public static void MapHealth(this IEndpointRouteBuilder routes) => routes.MapGet(Path, Check).AllowAnonymous();

    private static async Task<IResult> Check(IDbContextFactory<RelayDb> databases, LogHealth log, CancellationToken cancel)
    {
        if (log.IsFailing)
        {
            return Results.Json(new { status = "logUnavailable" }, statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        try
        {
            await using var db = await databases.CreateDbContextAsync(cancel);
            await db.Entries.AnyAsync(cancel);
            return Results.Json(new { status = "ok" });
        }
        catch (Exception failure) when (failure is DbException or StorageException)
        {
            return Results.Json(new { status = "databaseUnavailable" }, statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}
