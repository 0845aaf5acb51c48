using RemoteAssist.Agent.Capture;
using RemoteAssist.Shared.Frames;
using RemoteAssist.Simulation.Tests.Engine;

namespace RemoteAssist.Simulation.Tests.Cast;

/// <summary>
/// A small screen. The capture thread that looks at it runs only while the simulation lets it: each sleep hands the turn
/// back, so that one thread runs at a time and its order is always the same.
/// </summary>
internal sealed class SteppedScreen : IScreenSource
{
    private const int Side = 64;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60); // of real time

    private readonly Timeline timeline;
    private readonly SynchronizationContext context;
    private readonly Dice dice;
    private readonly Action fetched;
    private readonly SemaphoreSlim turn = new(0);
    private readonly SemaphoreSlim handedBack = new(0);
    private readonly Frame picture = new(Side, Side);

    private DateTimeOffset nextChange;
    private Planned? wakeUp;
    private (TimeSpan? AtMost, bool UntilChange)? wish;
    private int changes;
    private bool hasTurn;
    private bool waits;
    private bool looksAtOnce;
    private bool woken;
    private bool over;
    private bool lost;
    private bool killed;

    public SteppedScreen(Timeline timeline, SynchronizationContext context, Dice dice, Action fetched)
    {
        this.timeline = timeline;
        this.context = context;
        this.dice = dice;
        this.fetched = fetched;
        nextChange = timeline.Now;
    }

    /// <summary>The capture thread has given it back.</summary>
    public bool IsOver => over;

    /// <summary>The screen cannot be fetched any more.</summary>
    public void Lose()
    {
        lost = true;
        Wake();
    }

    /// <summary>The process is gone, and this thread with it.</summary>
    public void Kill()
    {
        killed = true;
        Wake();
    }

    public void Sleep(TimeSpan? atMost, bool untilChange)
    {
        if (hasTurn && woken && !killed)
        {
            woken = false;
            return;
        }

        HandBack((atMost, untilChange));
    }

    public void Wake()
    {
        woken = true;
        if (waits)
        {
            Plan(timeline.Now);
        }
    }

    public ScreenChange Fetch()
    {
        if (!hasTurn)
        {
            // It has just been started and asked whether it may look; nothing comes between that and the look.
            looksAtOnce = true;
            HandBack((null, false));
        }

        fetched();
        if (lost)
        {
            throw new ScreenLostException("lost");
        }

        var changed = timeline.Now >= nextChange;
        if (changed)
        {
            changes++;
            picture.Pixels[changes * 4 % picture.Pixels.Length] ^= 0x55;
            nextChange = timeline.Now + (dice.Chance(0.7) ? dice.Between(0.02, 0.3) : dice.Between(1, 8));
        }

        ScreenRect[] damage = changed ? [new ScreenRect(0, 0, Side, Side)] : [];
        return new ScreenChange(picture, damage, [], default, null, changed ? Side : 0);
    }

    public void Dispose()
    {
        over = true;
        handedBack.Release();
    }

    /// <summary>Waits until the capture thread sleeps or is gone. On the simulation's thread.</summary>
    public void Await()
    {
        if (waits || over)
        {
            return;
        }

        if (!handedBack.Wait(Patience))
        {
            throw new InvalidOperationException("The capture thread does not come to rest.");
        }

        if (looksAtOnce)
        {
            looksAtOnce = false;
            turn.Release();
            Await();
            return;
        }

        waits = !over;
        if (!waits)
        {
            wakeUp?.CallOff();
            return;
        }

        var (atMost, untilChange) = wish!.Value;
        if (woken || killed)
        {
            Plan(timeline.Now);
        }
        else if (untilChange)
        {
            // Nothing that a fetch could find comes before the next change; a busy system may let a thread sleep so long.
            Plan(nextChange);
        }
        else if (atMost is { } time)
        {
            Plan(timeline.Now + time);
        }
    }

    private void Plan(DateTimeOffset at)
    {
        wakeUp?.CallOff();
        wakeUp = timeline.At(at, () =>
        {
            if (waits)
            {
                waits = false;
                woken = false;
                turn.Release();
                Await();
            }
        });
    }

    // On the capture thread.
    private void HandBack((TimeSpan? AtMost, bool UntilChange) until)
    {
        SynchronizationContext.SetSynchronizationContext(context);
        wish = until;
        hasTurn = false;
        handedBack.Release();
        turn.Wait();
        hasTurn = true;
        if (killed)
        {
            throw new ScreenLostException("killed");
        }
    }
}
