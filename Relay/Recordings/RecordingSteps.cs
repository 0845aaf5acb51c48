using Microsoft.Extensions.Options;
using RemoteAssist.Relay.Rooms;
using RemoteAssist.Relay.Sessions;
using RemoteAssist.Shared.Recordings;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Relay.Recordings;

/// <summary>
/// When a session is offered to be recorded, and when it is. The customer's grant begins and ends it; the Agent's wrapped content
/// keys say under what. Everything but <see cref="Offer"/> is called within the session's gate.
/// </summary>
/// <param name="recorders">What keeps recordings; where there is none, nothing is offered.</param>
/// <param name="book">For whom.</param>
/// <param name="options">Whether at all.</param>
internal sealed class RecordingSteps(IEnumerable<IRecorder> recorders, AuditorBook book, IOptions<RecordingOptions> options)
{
    private const string TakenBack = "takenBack";

    private readonly IRecorder? recorder = recorders.LastOrDefault();

    /// <summary>For whom the next session may be recorded; null where none may.</summary>
    public async Task<AuditorList?> Offer(CancellationToken cancel) =>
        recorder is not null && options.Value.Offer is RecordingOffer.Always ? await book.Offer(cancel) : null;

    /// <summary>What is allowed has changed, and it is in the log.</summary>
    public async Task Follow(ActiveSession session)
    {
        if (session.Allowed?.Contains(Scope.Recording) == true)
        {
            Begin(session);
        }
        else if (session.EndRecording is { } end)
        {
            session.EndRecording = null;
            await end(TakenBack);
        }
    }

    /// <summary>A content key of the Agent's, wrapped for the auditors.</summary>
    /// <returns>False where nothing is recorded, or it is not what the Agent may send.</returns>
    public bool Keys(AgentSeat seat, byte[]? wrapped)
    {
        var session = seat.Session;

        // After a restart this Relay does not know what was allowed until that changes; the Agent does.
        var isAllowed = session.Allowed?.Contains(Scope.Recording) ?? session is { TakenUp: not null, Standing.Until: not null };
        if (recorder is null || !isAllowed || session.Room.Agent != seat || session.IsOver || WrappedKey.ReadAll(wrapped) is null)
        {
            return false;
        }

        Begin(session);
        recorder.Keys(session.Facts.Id, wrapped);
        return true;
    }

    private void Begin(ActiveSession session)
    {
        if (recorder is null || session.EndRecording is not null)
        {
            return;
        }

        recorder.Begin(session.Facts.Id);
        session.EndRecording = reason => recorder.End(session.Facts.Id, reason);
    }
}
