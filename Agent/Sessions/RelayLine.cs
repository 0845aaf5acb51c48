using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Uplink;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Sessions;

/// <summary>
/// What the session says to the Relay. A Relay that is gone, slow or silent is an answer here, never an exception:
/// no session waits for it longer than <see cref="SessionTimes"/> says.
/// </summary>
internal sealed class RelayLine(IRelayDialer dialer, TimeProvider clock, ILogger log) : IDisposable
{
    private readonly CancellationTokenSource over = new();
    private volatile IRelayLink? link;

    /// <summary>Connects and tries a code; the connection stays only where it opened a session.</summary>
    public async Task<(CodeTrouble? Trouble, CheckedOffer? Offer)> Join(SessionCode code, IRelayEvents events)
    {
        try
        {
            using var limit = new CancellationTokenSource(SessionTimes.JoinLimit, clock);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, over.Token);
            var dialled = await Dial(events, both.Token);
            link = dialled;
            var outcome = await dialled.Join(SessionTimes.Request(code), both.Token).WaitAsync(both.Token);
            if (outcome is { Refusal: null, Offer: { } offered } && CheckedOffer.From(offered) is { } readable)
            {
                return (null, readable);
            }

            // The Relay does not keep connections that have joined nothing; the next code dials again.
            await HangUp();
            return (outcome?.Refusal is { } refusal ? SessionTimes.TroubleOf(refusal) : CodeTrouble.UnclearOffer, null);
        }
        catch (Exception problem)
        {
            // Whatever it was, the customer must get the code window back.
            var expected = problem is RelayUnreachableException or OperationCanceledException;
            log.Log(expected ? LogLevel.Information : LogLevel.Error, problem, "The Relay did not answer.");
            await HangUp();
            return (CodeTrouble.RelayUnreachable, null);
        }
    }

    /// <summary>True once the step is in the log; false where it is not, or nobody can say.</summary>
    public async Task<bool> Report(AgentReport report, TimeSpan atMost)
    {
        if (link is not { } to)
        {
            return false;
        }

        try
        {
            using var limit = new CancellationTokenSource(atMost, clock);
            return await to.Report(report, limit.Token).WaitAsync(limit.Token);
        }
        catch (Exception problem) when (problem is RelayUnreachableException or OperationCanceledException)
        {
            log.LogInformation("The Relay did not confirm {Event}: {Why}", report.Event, problem.Message);
            return false;
        }
    }

    /// <summary>Sends a Viewer the Agent's hello.</summary>
    public async Task Greet(int viewer, byte[] hello)
    {
        try
        {
            if (link is { } to)
            {
                await to.Exchange(viewer, hello, over.Token);
            }
        }
        catch (Exception problem) when (problem is RelayUnreachableException or OperationCanceledException)
        {
            log.LogInformation("A viewer could not be greeted: {Why}", problem.Message);
        }
    }

    /// <summary>Sends envelopes until there are no more.</summary>
    /// <returns>False where the stream broke before.</returns>
    public async Task<bool> Upload(ChannelReader<byte[]> envelopes)
    {
        try
        {
            if (link is not { } to)
            {
                return false;
            }

            await to.Upload(envelopes, over.Token);
            return true;
        }
        catch (Exception problem) when (problem is RelayUnreachableException or OperationCanceledException)
        {
            log.LogInformation("The upload stream broke: {Why}", problem.Message);
            return false;
        }
    }

    /// <summary>Closes the connection; what is under way on it fails.</summary>
    public Task HangUp() => HangUp(SessionTimes.LastWord);

    /// <summary>As <see cref="HangUp()"/>, for good.</summary>
    /// <param name="atMost">How long what still waits may go on leaving; zero cuts the connection at once.</param>
    public async Task Close(TimeSpan atMost)
    {
        await over.CancelAsync();
        await HangUp(atMost);
    }

    /// <inheritdoc/>
    public void Dispose() => over.Dispose();

    private async Task<IRelayLink> Dial(IRelayEvents events, CancellationToken cancel)
    {
        var dialling = dialer.Dial(events, cancel);
        try
        {
            return await dialling.WaitAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            _ = Discard(dialling);
            throw;
        }
    }

    // A connection that comes too late belongs to nobody.
    private static async Task Discard(Task<IRelayLink> dialling)
    {
        try
        {
            var late = await dialling;
            late.Cut();
            await late.DisposeAsync();
        }
        catch (Exception problem) when (problem is RelayUnreachableException or OperationCanceledException)
        {
            // It never came.
        }
    }

    private async Task HangUp(TimeSpan atMost)
    {
        var old = Interlocked.Exchange(ref link, null);
        if (old is null)
        {
            return;
        }

        if (atMost == TimeSpan.Zero)
        {
            old.Cut();
        }

        var closing = old.DisposeAsync().AsTask();
        try
        {
            await closing.WaitAsync(atMost == TimeSpan.Zero ? SessionTimes.LastWord : atMost, clock);
        }
        catch (TimeoutException)
        {
            // What it still held is thrown away; the rest of it ends by itself.
            old.Cut();
            log.LogInformation("The connection did not close in time and was cut.");
        }
    }
}
