using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;

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
                ? RateLimitPartition.GetFixedWindowLimiter(Sender(http.Connection.RemoteIpAddress), _ => new FixedWindowRateLimiterOptions
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

    // A network that owns IPv6 addresses owns at least a /64 of them: that counts as one sender.
    private static string Sender(IPAddress? address)
    {
        if (address is null)
        {
            return "unknown";
        }

        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8))
            : address.ToString();
    }
}
