using RemoteAssist.Relay.Rooms;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Sessions;

/// <summary>
/// One session that is not over, in memory. Everything settable here is read and written only while
/// <see cref="Gate"/> is held, and <see cref="Standing"/> is written by the session directory alone.
/// </summary>
internal sealed class ActiveSession(SessionFacts facts, SessionOffer offer)
{
    /// <summary>One step at a time.</summary>
    public SemaphoreSlim Gate { get; } = new(1, 1);

    public SessionFacts Facts { get; } = facts;

    public SessionOffer Offer { get; } = offer;

    public Room Room { get; } = new();

    public Standing Standing { get; private set; } = new(SessionState.Requested);

    /// <summary>What may still be typed; null once it is used, expired or destroyed.</summary>
    public LiveCode? Code { get; set; }

    /// <summary>Why and when the last code died, while the session waits for another.</summary>
    public (DateTimeOffset At, EndReason ThenEnd)? Codeless { get; set; }

    public DateTimeOffset? Joined { get; set; }

    /// <summary>Since when a joined session has had no Viewer.</summary>
    public DateTimeOffset? Unwatched { get; set; }

    /// <summary>Set while the log cannot be written.</summary>
    public LogTrouble? Trouble { get; set; }

    /// <summary>When what is due may be done again, after it broke.</summary>
    public DateTimeOffset NotBefore { get; set; }

    public ITimer? Timer { get; set; }

    public bool IsOver => SessionLifecycle.IsOver(Standing.State);

    /// <summary>Only the session directory calls this, after the entry is on disk.</summary>
    public void Become(Standing standing) => Standing = standing;

    /// <summary>What the viewers are shown.</summary>
    public SessionStatus Status(DateTimeOffset now) => new(
        Facts.Id,
        Standing.State,
        Standing.EndReason,
        Code is { } code ? code.Digits.Nameplate + code.Digits.Secret : null,
        Code?.Expires,
        Code?.TriesLeft ?? 0,
        Room.Agent is not null,
        Room.Viewers.Length,
        Standing.Live,
        Standing.Until,
        now);
}
