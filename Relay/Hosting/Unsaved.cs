using Microsoft.Data.Sqlite;
using RemoteAssist.Relay.Audit;

namespace RemoteAssist.Relay.Hosting;

/// <summary>What people and programs get where nothing can be saved: 503, and that it may be tried again. Nothing of it has happened.</summary>
internal static class Unsaved
{
    /// <summary>Whether this came of a log that cannot be written, or of a disk that failed or is full.</summary>
    public static bool Is(Exception failure) => failure is AuditUnavailableException
        || (failure as SqliteException ?? failure.InnerException as SqliteException)?.SqliteErrorCode
            is SQLitePCL.raw.SQLITE_IOERR or SQLitePCL.raw.SQLITE_FULL or SQLitePCL.raw.SQLITE_READONLY or SQLitePCL.raw.SQLITE_CANTOPEN;

    /// <summary>Answers with the status alone; pages for people are made of it nearer to the door.</summary>
    public static void UseUnsaved(this WebApplication app)
    {
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(Unsaved));
        app.Use(async (http, next) =>
        {
            try
            {
                await next(http);
            }
            catch (Exception failure) when (Is(failure) && !http.Response.HasStarted)
            {
                log.LogError(failure, "A request came to nothing: nothing can be saved");
                http.Response.Clear();
                http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            }
        });
    }
}
