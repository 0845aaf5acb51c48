using System.Threading.RateLimiting;
using Microsoft.AspNetCore.SignalR;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Hubs;

/// <summary>
/// How fast one connection may call. A call that comes too soon waits for its turn; as the calls of a connection are done
/// in their order, those behind it wait too, and in the end the sender's own network does. Nothing is lost by it and nobody
/// is cut off who was only quick.
/// </summary>
internal sealed class HubPace : IHubFilter, IDisposable
{
    /// <summary>Sealed envelopes a second: 1,000 of a pointer that reports as fast as mice do, and 3,000 parts of a file (96 MiB/s).</summary>
    public const int EnvelopesPerSecond = 4_000;

    /// <summary>Steps a second, each of which may write to the log. People and their Agents make a few.</summary>
    public const int StepsPerSecond = 50;

    /// <summary>Steps that may come at once, such as all reports of what went on while the line was away.</summary>
    public const int StepsAtOnce = 200;

    private const int Slices = 10; // a second is given out in tenths

    private readonly PartitionedRateLimiter<HubInvocationContext> turns =
        PartitionedRateLimiter.Create<HubInvocationContext, (string, bool)>(call =>
            RateLimitPartition.GetTokenBucketLimiter((call.Context.ConnectionId, IsEnvelope(call)), key => Bucket(key.Item2)));

    public async ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        using var turn = await turns.AcquireAsync(invocationContext, cancellationToken: invocationContext.Context.ConnectionAborted);
        return turn.IsAcquired ? await next(invocationContext) : throw HubRefusal.As(HubRefusal.NotNow);
    }

    public void Dispose() => turns.Dispose();

    private static bool IsEnvelope(HubInvocationContext call) =>
        string.Equals(call.HubMethodName, HubContract.Send, StringComparison.Ordinal);

    private static TokenBucketRateLimiterOptions Bucket(bool envelopes) => new()
    {
        TokenLimit = envelopes ? EnvelopesPerSecond : StepsAtOnce,
        TokensPerPeriod = (envelopes ? EnvelopesPerSecond : StepsPerSecond) / Slices,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1.0 / Slices),
        QueueLimit = 16, // calls of one connection are one after the other; streams stand beside them
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    };
}
