using Microsoft.Extensions.Options;
using RemoteAssist.Relay.Rooms;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Sessions;

/// <summary>
/// Gives sessions their codes and takes them away, together with the try that may be under way. Called while the
/// session's gate is held; the caller shows the viewers how the session stands then.
/// </summary>
internal sealed class SessionCodes(
    Nameplates nameplates, DeadNameplates dead, SessionLog log, IOptions<SessionOptions> options, TimeProvider clock)
{
    /// <summary>A code for this session, whose secret this viewer makes.</summary>
    /// <returns>Null where no nameplate is free just now.</returns>
    public LiveCode? Draw(ActiveSession session, ViewerSeat holder) => nameplates.Allot(session) is { } nameplate
        ? new LiveCode(nameplate, clock.GetUtcNow() + options.Value.CodeLifetime, options.Value.Tries, holder.Number)
        : null;

    /// <summary>A code that was drawn and not given out.</summary>
    public void PutBack(LiveCode code) => nameplates.Free(code.Nameplate);

    /// <summary>A code's time is over.</summary>
    public void Expire(ActiveSession session, LiveCode code)
    {
        Kill(session, JoinRefusal.ExpiredCode);
        session.Codeless = new Codeless(code.Expires, CodeEnd.Expired);
    }

    /// <summary>A code is no longer good; whoever types its nameplate from now on hears why.</summary>
    public void Kill(ActiveSession session, JoinRefusal why)
    {
        if (session.Code is { } code)
        {
            dead.Bury(code.Nameplate, why, session.Facts);
            nameplates.Free(code.Nameplate);
            session.Code = null;
        }
    }

    /// <summary>Ends the try that is under way, if there is one; a code that has had its tries dies with it.</summary>
    public async Task EndTry(ActiveSession session, TryEnd how)
    {
        if (session.Room.Candidate is not { } candidate)
        {
            return;
        }

        await log.Note(
            session, SessionEntries.TryEnded(session.Facts, how, session.Code?.TriesLeft ?? 0, candidate.Address));
        SendAway(session, candidate);
    }

    /// <summary>Closes the connection of somebody who tried; a code that has had its tries dies with it.</summary>
    public void SendAway(ActiveSession session, CandidateSeat candidate)
    {
        session.Room.Leave(candidate);
        if (session.Code is { TriesLeft: 0 })
        {
            Kill(session, JoinRefusal.TooManyTries);
            session.Codeless = new Codeless(clock.GetUtcNow(), CodeEnd.TooManyTries);
        }
    }
}
