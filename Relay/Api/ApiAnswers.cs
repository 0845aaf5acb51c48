using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Hosting;

namespace RemoteAssist.Relay.Api;

/// <summary>What programs get when something is not as it should be: problem details (RFC 9457) that say what to do.</summary>
internal static partial class ApiAnswers
{
    /// <summary>Where the API is.</summary>
    public const string Path = "/api/v1";

    private const string BadBody = "The request is not what is asked for here; see " + Path + "/openapi.json.";

    /// <summary>Whether a request is for the API.</summary>
    public static bool Concern(HttpRequest request) => request.Path.StartsWithSegments(Path, StringComparison.OrdinalIgnoreCase);

    /// <summary>Answers with a problem.</summary>
    public static Task Write(HttpContext http, int status, string detail, params ReadOnlySpan<(string Key, object? Value)> more) =>
        Problem(status, detail, more).ExecuteAsync(http);

    /// <summary>A problem as a result.</summary>
    public static ProblemHttpResult Problem(int status, string detail, params ReadOnlySpan<(string Key, object? Value)> more)
    {
        var extensions = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (key, value) in more)
        {
            extensions[key] = value;
        }

        return TypedResults.Problem(detail, statusCode: status, extensions: extensions);
    }

    /// <summary>There is nothing with this id or at this address.</summary>
    public static ProblemHttpResult Nothing(string detail) => Problem(StatusCodes.Status404NotFound, detail);

    /// <summary>Fields are wrong; each is named with what it takes.</summary>
    public static ProblemHttpResult Wrong(IDictionary<string, string[]> fields) => TypedResults.Problem(new HttpValidationProblemDetails(fields)
    {
        Status = StatusCodes.Status400BadRequest,
        Detail = "Some fields are not as they must be: see errors.",
    });

    /// <summary>Keeps the pages for people away from programs, and makes a problem of whatever breaks on the way.</summary>
    public static void UseApiAnswers(this WebApplication app)
    {
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ApiAnswers));
        app.UseWhen(http => Concern(http.Request), api => api.Use(async (http, next) =>
        {
            if (http.Features.Get<IStatusCodePagesFeature>() is { } pages)
            {
                pages.Enabled = false;
            }

            try
            {
                await next(http);
            }
            catch (Exception failure) when (!http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested)
            {
                await Explain(http, failure, log);
            }
        }));
    }

    /// <summary>
    /// What is under the API's path and no endpoint, a wrong method or a wrong type of body included, asks for a key as well, and
    /// for nothing else: whoever has none learns nothing of what is there.
    /// </summary>
    public static void UseApiDoor(this WebApplication app) => app.Use(async (http, next) =>
    {
        var endpoint = http.GetEndpoint();
        if (!Concern(http.Request) || endpoint?.Metadata.GetMetadata<IAuthorizeData>() is not null)
        {
            await next(http);
            return;
        }

        if (await http.AuthenticateAsync(ApiScopes.Scheme) is { Succeeded: false })
        {
            await http.ChallengeAsync(ApiScopes.Scheme);
            return;
        }

        http.Response.StatusCode = StatusCodes.Status404NotFound;
        if (endpoint?.RequestDelegate is { } refuse)
        {
            await refuse(http); // routing's own: sets the status, and which methods there are
        }

        var status = http.Response.StatusCode;
        await http.RequestServices.GetRequiredService<ApiUses>().Note(http, status);
        await Write(http, status, status switch
        {
            StatusCodes.Status405MethodNotAllowed => $"This address takes {http.Response.Headers.Allow}, not {http.Request.Method}.",
            StatusCodes.Status415UnsupportedMediaType => "This takes JSON: send it with the header \"Content-Type: application/json\".",
            _ => $"There is nothing at this address; see {Path}/openapi.json.",
        });
    });

    private static async Task Explain(HttpContext http, Exception failure, ILogger log)
    {
        var status = failure switch
        {
            BadHttpRequestException bad => bad.StatusCode,
            _ when Unsaved.Is(failure) => StatusCodes.Status503ServiceUnavailable,
            _ => StatusCodes.Status500InternalServerError,
        };
        if (status >= StatusCodes.Status500InternalServerError)
        {
            Broke(log, failure);
        }

        try
        {
            await http.RequestServices.GetRequiredService<ApiUses>().Note(http, status);
        }
        catch (AuditUnavailableException)
        {
            status = StatusCodes.Status503ServiceUnavailable;
        }

        http.Response.Clear();
        await Write(http, status, status switch
        {
            StatusCodes.Status503ServiceUnavailable => "The log cannot be written, and nothing is done without it. Try again later.",
            >= StatusCodes.Status500InternalServerError => "Something broke here; the log of the program says what. Try again later.",
            _ when failure.InnerException is JsonException { Path: { } place } => $"{BadBody} It is about {place}.",
            _ => BadBody,
        });
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A request of a program came to nothing.")]
    private static partial void Broke(ILogger log, Exception failure);
}
