using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.Options;
using RemoteAssist.Relay.Api;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Hosting;

/// <summary>
/// Bounds how often one address, and everybody together, may knock: at the doors where something can be guessed, at the
/// Agents' door, at that of programs, and at all others. Whoever knocks too often is told when to come again. Wrong codes are counted apart
/// (<see cref="Sessions.JoinLimits"/>), and so is what comes over an open connection (<see cref="Hubs.HubPace"/>).
/// </summary>
internal static class RateLimits
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private enum Door
    {
        None,
        Try,
        Agent,
        Program,
        Other,
    }

    /// <summary>Adds them; <see cref="RateLimitOptions"/> says how many.</summary>
    public static IServiceCollection AddRateLimits(this IServiceCollection services, IConfiguration settings)
    {
        services.AddOptions<RateLimitOptions>()
            .Bind(settings.GetSection(RateLimitOptions.Accounts))
            .Bind(settings.GetSection(RateLimitOptions.Section))
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<RateLimitOptions>, RateLimitOptionsCheck>();
        services.AddOptions<Microsoft.AspNetCore.RateLimiting.RateLimiterOptions>().Configure<IOptions<RateLimitOptions>>((limiter, options) =>
        {
            // An address first: whoever is over their own bound takes nothing from what everybody has.
            limiter.GlobalLimiter = PartitionedRateLimiter.CreateChained(
                Limiter(http => AddressKey.Of(http.Connection.RemoteIpAddress), door => PerAddress(options.Value, door)),
                Limiter(static _ => "", door => InAll(options.Value, door)));
            limiter.OnRejected = (rejected, _) => new ValueTask(Refuse(
                rejected.HttpContext, rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : Window));
        });
        return services.AddRateLimiter(_ => { });
    }

    /// <summary>Says no, for how long, and why: in one sentence to programs, on a page to people.</summary>
    public static Task Refuse(HttpContext http, TimeSpan retryAfter)
    {
        var seconds = Math.Max(1, (int)Math.Ceiling(retryAfter.TotalSeconds));
        http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        if (ApiAnswers.Concern(http.Request))
        {
            return ApiAnswers.Write(http, StatusCodes.Status429TooManyRequests, $"Too many requests from this address. Try again in {seconds} s.");
        }

        return http.Request.GetTypedHeaders().Accept.Any(type => type.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase))
            ? Task.CompletedTask // the page for it is made nearer to the pages
            : http.Response.WriteAsync($"Too many requests. Try again in {seconds} s.\n");
    }

    private static PartitionedRateLimiter<HttpContext> Limiter(Func<HttpContext, string> who, Func<Door, int> permits) =>
        PartitionedRateLimiter.Create<HttpContext, (Door Door, string Who)>(http => DoorOf(http) is not Door.None and var door
            ? RateLimitPartition.GetFixedWindowLimiter((Door: door, Who: who(http)), key => new FixedWindowRateLimiterOptions
            {
                PermitLimit = permits(key.Door),
                Window = Window,
            })
            : RateLimitPartition.GetNoLimiter((Door: Door.None, Who: "")));

    private static int PerAddress(RateLimitOptions options, Door door) => door switch
    {
        Door.Try => options.TriesPerMinute,
        Door.Agent => options.AgentsPerMinute,
        Door.Program => options.ProgramsPerMinute,
        _ => options.RequestsPerMinute,
    };

    private static int InAll(RateLimitOptions options, Door door) => door switch
    {
        Door.Try => options.TriesPerMinuteInAll ?? 15 * options.TriesPerMinute,
        Door.Agent => options.AgentsPerMinuteInAll ?? 20 * options.AgentsPerMinute,
        Door.Program => options.ProgramsPerMinuteInAll ?? 4 * options.ProgramsPerMinute,
        _ => options.RequestsPerMinuteInAll ?? 20 * options.RequestsPerMinute,
    };

    private static Door DoorOf(HttpContext http)
    {
        var request = http.Request;
        if (http.Features.Get<IStatusCodeReExecuteFeature>() is not null)
        {
            return Door.None; // the page that says so is part of the answer
        }

        // The hub's own comparison: below it there is the Viewers' door, which asks for sign-in.
        return IsATry(request) ? Door.Try
            : request.Path.Equals(HubContract.Path, StringComparison.OrdinalIgnoreCase)
                || request.Path.Equals(HubContract.Path + "/", StringComparison.OrdinalIgnoreCase) ? Door.Agent
            : ApiAnswers.Concern(request) ? Door.Program
            : Door.Other;
    }

    private static bool IsATry(HttpRequest request) =>
        request.Path.StartsWithSegments("/setup", StringComparison.OrdinalIgnoreCase)
        || request.Path.StartsWithSegments(SingleSignOn.SingleSignOnSetup.DonePath, StringComparison.OrdinalIgnoreCase)
        || request.Path.StartsWithSegments("/invitation", StringComparison.OrdinalIgnoreCase)
        || (HttpMethods.IsPost(request.Method) && (request.Path.StartsWithSegments("/sign-in", StringComparison.OrdinalIgnoreCase)
            || request.Path.StartsWithSegments("/account", StringComparison.OrdinalIgnoreCase)));
}
