using System.Text;
using Microsoft.Extensions.Logging;
using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Inject;
using RemoteAssist.Agent.Uplink;
using RemoteAssist.Shared.Frames;
using RemoteAssist.Shared.Input;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Sessions;

/// <summary>
/// Pointer and keyboard. One viewer has them at a time: who pressed last. What it holds down goes up as soon as anything
/// ends its turn. Everything is called under the session's lock.
/// </summary>
/// <param name="gate">Asked again before each single event: time goes on, and the customer may be waiting for the lock.</param>
/// <param name="open">Opens the desktop's own; called at the first input that may be done. Null where there is none.</param>
/// <param name="shown">The part of the picture that the customer shows; null for all of it.</param>
/// <param name="use">Counts it; nothing is done before its beginning is in the log.</param>
/// <param name="say">Tells a viewer, where its answer comes later.</param>
/// <param name="feed">Where it is told.</param>
/// <param name="timers">For a holder who falls silent.</param>
/// <param name="clock">The clock.</param>
/// <param name="log">For what cannot be done.</param>
internal sealed class ControlDesk(
    CommandGate gate,
    Func<IInputSink?>? open,
    Func<ScreenRect?> shown,
    UseDesk use,
    Action<KnownViewer, ControlMessage> say,
    FeedDesk feed,
    SessionTimers timers,
    TimeProvider clock,
    ILogger log)
    : IDisposable
{
    // Long texts are typed in pieces, so that a word of the customer's comes through in between.
    private const int RunesAtOnce = 16;

    // While an interval of use is being opened: as long as that takes, a hand does not say more.
    private const int MostWaiting = 256;

    private readonly Queue<(KnownViewer Viewer, uint Sequence, ViewerCommand.Input Input, long Since)> waiting = new();
    private readonly HashSet<InputEvent> held = [];
    private readonly Looking watching = new(timers, SessionTimes.HoldLook);
    private Func<IInputSink?>? opening = open;
    private IInputSink? sink;
    private KnownViewer? holder;
    private bool astray;
    private long heard;

    /// <summary>Whether this computer can be controlled at all.</summary>
    public bool IsAble => sink is not null || opening is not null;

    /// <summary>
    /// Does what a viewer does, in order, up to the first event that cannot be done; behind that it only lets go. The first
    /// after a rest waits until the log has that it comes, and what is refused of it then is told to the viewer.
    /// </summary>
    public CommandRefusal? Do(KnownViewer viewer, uint sequence, ViewerCommand.Input input)
    {
        if (Sink() is not { } to)
        {
            return CommandRefusal.Unable;
        }

        if (waiting.Count == 0 && input.Events.All(LetsGo))
        {
            return Do(to, viewer, input);
        }

        use.Open();
        if (use.IsOpen)
        {
            return Do(to, viewer, input);
        }

        if (!use.IsOpening)
        {
            return CommandRefusal.NotLogged;
        }

        if (waiting.Count == MostWaiting)
        {
            return CommandRefusal.TooMuch;
        }

        waiting.Enqueue((viewer, sequence, input, clock.GetTimestamp()));
        return null;
    }

    /// <summary>An interval of use is open now, or does not get into the log.</summary>
    public void UseChanged()
    {
        while (waiting.TryDequeue(out var next))
        {
            var isTimely = clock.GetElapsedTime(next.Since) < SessionTimes.OpenWithin;
            var why = use.IsOpen && isTimely && sink is { } to ? Do(to, next.Viewer, next.Input) : CommandRefusal.NotLogged;
            if (why is { } refusal)
            {
                say(next.Viewer, new ControlMessage.Refused(next.Sequence, refusal));
            }
        }

        if (!use.IsOpen)
        {
            Rest();
        }
    }

    /// <summary>Everything that is held down goes up, what waits is let fall, and the interval of use is over.</summary>
    public void Stop()
    {
        waiting.Clear();
        Rest();
        use.Close();
    }

    /// <summary>Everything that is held down goes up.</summary>
    public void Rest()
    {
        held.Clear();
        holder = null;
        astray = false;
        sink?.ReleaseAll();
    }

    /// <summary>A word of this viewer has come, whatever it was.</summary>
    public void Heard(KnownViewer viewer)
    {
        if (viewer == holder)
        {
            heard = clock.GetTimestamp();
        }
    }

    /// <summary>A viewer has gone, or its connection.</summary>
    public void Left(KnownViewer viewer)
    {
        if (holder == viewer)
        {
            Rest();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        opening = null;
        sink?.Dispose();
        sink = null;
    }

    private CommandRefusal? Do(IInputSink to, KnownViewer viewer, ViewerCommand.Input input)
    {
        CommandRefusal? refused = null;
        var before = to.Counted;
        foreach (var happened in input.Events.SelectMany(Pieces))
        {
            if (refused is not null && !LetsGo(happened))
            {
                continue;
            }

            var why = gate.Refuse(viewer, input) ?? Do(to, viewer, happened);
            if (why is null && DoneBy(happened) is { } doing)
            {
                feed.Controlled(doing, viewer.Name);
            }

            refused ??= why;
        }

        use.Count(to.Counted - before);
        return refused;
    }

    private CommandRefusal? Do(IInputSink to, KnownViewer viewer, InputEvent happened)
    {
        if (happened is InputEvent.Release)
        {
            Left(viewer);
            return null;
        }

        if (LetsGo(happened))
        {
            // What nobody holds, or another one does, is not this viewer's to let go.
            return holder == viewer && held.Remove(Down(happened)) ? to.Do(happened) : null;
        }

        if (holder != viewer && held.Count > 0)
        {
            if (!IsPress(happened))
            {
                // In the middle of what another one drags.
                return CommandRefusal.TooMuch;
            }

            Rest();
        }

        if (astray && happened is InputEvent.Button or InputEvent.Wheel)
        {
            // The pointer is not where this was meant to be.
            return CommandRefusal.OutOfRange;
        }

        // Where nothing is seen nothing is clicked.
        var why = happened is InputEvent.Move move && shown() is { } part && part.Intersect(new ScreenRect(move.X, move.Y, 1, 1)).IsEmpty
            ? CommandRefusal.OutOfRange
            : to.Do(happened);
        if (happened is InputEvent.Move)
        {
            astray = why is not null;
        }

        if (why is null && IsPress(happened))
        {
            holder = viewer;
            held.Add(Down(happened));
            Watch();
        }

        return why;
    }

    // A line may be dead long before anybody notices, and a held key would repeat all the while.
    private void Watch()
    {
        heard = clock.GetTimestamp();
        watching.Begin(() =>
        {
            if (held.Count > 0 && clock.GetElapsedTime(heard) >= SessionTimes.HoldSilence)
            {
                log.LogWarning("Nothing is heard of who holds keys or buttons down: they go up.");
                Rest();
            }

            return held.Count > 0;
        });
    }

    private IInputSink? Sink()
    {
        if (sink is null && opening is { } first)
        {
            opening = null;
            sink = first();
            if (sink is null)
            {
                log.LogError("This computer's pointer and keyboard cannot be controlled.");
            }
        }

        return sink;
    }

    private static IEnumerable<InputEvent> Pieces(InputEvent happened) => happened is InputEvent.Text text
        ? text.Written.EnumerateRunes().Chunk(RunesAtOnce).Select(piece => new InputEvent.Text(string.Concat<Rune>(piece)))
        : [happened];

    private static bool IsPress(InputEvent happened) => happened is InputEvent.Button { Down: true } or InputEvent.Key { Down: true } or InputEvent.Stroke;

    private static bool LetsGo(InputEvent happened) =>
        happened is InputEvent.Button { Down: false } or InputEvent.Key { Down: false } or InputEvent.Release;

    // As what it is remembered: by its button, or by its place on the technician's keyboard.
    private static InputEvent Down(InputEvent either) => either switch
    {
        InputEvent.Button button => button with { Down = true },
        InputEvent.Key key => key with { Down = true },
        InputEvent.Stroke stroke => new InputEvent.Key(stroke.Usage, true),
        _ => either,
    };

    private static Doing? DoneBy(InputEvent happened) => happened switch
    {
        InputEvent.Release => null,
        InputEvent.Key or InputEvent.Stroke or InputEvent.Text => Doing.Typing,
        _ => Doing.MovingPointer,
    };
}
