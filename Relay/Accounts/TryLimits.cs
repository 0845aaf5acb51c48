using System.Threading.RateLimiting;
using RemoteAssist.Relay.Hosting;

namespace RemoteAssist.Relay.Accounts;

/// <summary>Bounds how often one address may try to sign in or to set up.</summary>
internal static class TryLimits
{
    /// <summary>Tries a minute; the setting <c>Accounts:TriesPerMinute</c> changes it.</summary>
    public const int TriesPerMinute = 20;

    public static IServiceCollection AddTryLimits(this IServiceCollection services, IConfiguration settings)
    {
        var permits = settings.GetValue("Accounts:TriesPerMinute", TriesPerMinute);
        return services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.OnRejected = (rejected, _) =>
            {
                rejected.HttpContext.Response.Headers.RetryAfter = "60";
                return ValueTask.CompletedTask;
            };
            options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http => IsATry(http.Request)
                ? RateLimitPartition.GetFixedWindowLimiter(AddressKey.Of(http.Connection.RemoteIpAddress), _ => new FixedWindowRateLimiterOptions
                {
                    PermitLimit = permits,
                    Window = TimeSpan.FromMinutes(1),
                })
                : RateLimitPartition.GetNoLimiter(""));
        });
    }

    private static bool IsATry(HttpRequest request) =>
        request.Path.StartsWithSegments("/setup", StringComparison.OrdinalIgnoreCase)
        || (HttpMethods.IsPost(request.Method) && request.Path.StartsWithSegments("/sign-in", StringComparison.OrdinalIgnoreCase));
}
