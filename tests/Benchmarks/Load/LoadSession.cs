using System.Diagnostics;
using RemoteAssist.Tests.Support;

namespace RemoteAssist.Benchmarks.Load;

/// <summary>How a session behaves.</summary>
/// <param name="Beat">Between two parts.</param>
/// <param name="PartBytes">Of each.</param>
internal sealed record Manner(TimeSpan Beat, int PartBytes)
{
    /// <summary>A screen on which little happens: a small change every five seconds.</summary>
    public static readonly Manner Idle = new(TimeSpan.FromSeconds(5), 300);

    /// <summary>A screen at work: ten changes of 20 KB a second.</summary>
    public static readonly Manner Busy = new(TimeSpan.FromSeconds(0.1), 20_000);

    /// <summary>Two of ten are busy.</summary>
    public static Manner Of(int session) => session % 5 == 0 ? Busy : Idle;
}

/// <summary>
/// Both ends of one session, joined by a code as people's are: a case and its session by the pages' own forms, the exchange, consent,
/// and from then on sealed parts of a synthetic picture.
/// </summary>
internal sealed class LoadSession : IAsyncDisposable
{
    private const int PictureBytes = 60_000;

    private readonly Seat seat;
    private readonly SyntheticAgent agent;
    private readonly Arrivals arrivals;
    private readonly CancellationTokenSource leaving = new();
    private readonly Manner manner;
    private Task sending = Task.CompletedTask;
    private int needsPicture = 1;
    private int lost;

    private LoadSession(Seat seat, SyntheticAgent agent, Arrivals arrivals, Manner manner)
    {
        (this.seat, this.agent, this.arrivals, this.manner) = (seat, agent, arrivals, manner);
        agent.KeyFrameNeeded = () => Interlocked.Exchange(ref needsPicture, 1);
        agent.Lost = () => Interlocked.Exchange(ref lost, 1);
    }

    /// <summary>Whether an end of it has gone, or something on the way was not as it should be.</summary>
    public bool IsLost => Volatile.Read(ref lost) == 1 || seat.Failed.IsFaulted || sending.IsFaulted;

    /// <summary>Opens one up to its first picture.</summary>
    public static async Task<LoadSession> Open(RelayProcess relay, Technician technician, int number, Arrivals arrivals)
    {
        var session = await technician.StartSession(FormattableString.Invariant($"load {number}"));
        var seat = await Seat.Take(relay.Address, technician, session, [1], (_, part, _) => arrivals.Take(part.Span), TimeProvider.System);
        try
        {
            var agent = await SyntheticAgent.Join(relay.Address, await seat.Code);
            await agent.Allow();
            await agent.Show();
            var opened = new LoadSession(seat, agent, arrivals, Manner.Of(number));
            opened.sending = opened.Send(number);
            return opened;
        }
        catch
        {
            await seat.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await leaving.CancelAsync();
        await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await agent.DisposeAsync();
        await seat.DisposeAsync();
        leaving.Dispose();
    }

    // Each begins at another moment of the beat, so that they do not all speak at once.
    private async Task Send(int number)
    {
        await agent.Send(isKeyFrame: true, Arrivals.Stamp(PictureBytes));
        Interlocked.Exchange(ref needsPicture, 0);
        await Task.Delay(manner.Beat * ((number * 0.618) % 1), leaving.Token);
        using var timer = new PeriodicTimer(manner.Beat);
        var began = Stopwatch.GetTimestamp();
        for (var beat = 1; await timer.WaitForNextTickAsync(leaving.Token); beat++)
        {
            arrivals.Note((Stopwatch.GetElapsedTime(began) - (beat * manner.Beat)).TotalMilliseconds);
            var isPicture = Interlocked.Exchange(ref needsPicture, 0) == 1;
            await agent.Send(isPicture, Arrivals.Stamp(isPicture ? PictureBytes : manner.PartBytes));
            began += Stopwatch.GetElapsedTime(began) > (beat + 1) * manner.Beat ? (long)(manner.Beat.TotalSeconds * Stopwatch.Frequency) : 0;
        }
    }
}
