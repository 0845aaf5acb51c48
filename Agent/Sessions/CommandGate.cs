using RemoteAssist.Agent.Uplink;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Sessions;

/// <summary>
/// Whether a viewer's command may be done now. Every one passes here, and its single steps again; the default is no.
/// Called under the session's lock.
/// </summary>
internal sealed class CommandGate(SessionStanding standing, TimeProvider clock)
{
    /// <summary>Why it may not be done; null where it may.</summary>
    /// <param name="viewer">Who says it; its keys have opened the envelope.</param>
    /// <param name="command">What it says; null where that made no sense.</param>
    public CommandRefusal? Refuse(KnownViewer viewer, ViewerCommand? command)
    {
        if (command is null)
        {
            return CommandRefusal.Malformed;
        }

        if (standing.IsOver)
        {
            return CommandRefusal.NotGranted;
        }

        // Some things are the session's technician's alone, whatever else a colleague is allowed.
        if (viewer.Colleague is not null
            && command is (ViewerCommand.Introduce or ViewerCommand.Extend or ViewerCommand.HandOver or ViewerCommand.Snapshot))
        {
            return CommandRefusal.NotGranted;
        }

        return command switch
        {
            // Somebody who is introduced while the customer reads the first question waits for its answer.
            ViewerCommand.Introduce when standing is { Grant: null, State: SessionState.Joined } => null,

            // Who may not look any more must be able to ask for that, and for nothing else.
            ViewerCommand.Ask { Scope: Scope.View } when viewer.Colleague is null => Over(),
            ViewerCommand.Introduce or ViewerCommand.Ask or ViewerCommand.Extend or ViewerCommand.Chat or ViewerCommand.Quality
                or ViewerCommand.HandOver => Needs(viewer, Scope.View),
            ViewerCommand.Snapshot => Needs(viewer, Scope.View) ?? NotNow(viewer),
            ViewerCommand.Input => Needs(viewer, Scope.Control) ?? NotNow(viewer) ?? QuestionOpen(),
            ViewerCommand.Draw or ViewerCommand.Erase => Needs(viewer, Scope.Drawing) ?? NotNow(viewer),
            ViewerCommand.Diagnose => Needs(viewer, Scope.Diagnostics) ?? NotNow(viewer),
            ViewerCommand.SendFile or ViewerCommand.AskFile or ViewerCommand.FetchFile => Needs(viewer, Scope.Files) ?? NotNow(viewer),

            // While the customer has paused it is kept, and done when they go on.
            ViewerCommand.FinishFile => Needs(viewer, Scope.Files),
            ViewerCommand.SetClipboard => Needs(viewer, Scope.Clipboard) ?? NotNow(viewer),

            // Less is always allowed.
            ViewerCommand.CancelTransfer or ViewerCommand.SendAway => null,
            _ => CommandRefusal.NotGranted,
        };
    }

    /// <summary>Whether anything may be done at present, whoever wants it.</summary>
    public bool IsNow => standing is { State: SessionState.Live, IsUnlogged: false, IsInterrupted: false };

    /// <summary>Whether bytes of a file or a clipboard may pass now, in whichever direction.</summary>
    /// <param name="viewer">From whom or to whom.</param>
    /// <param name="scope">What they need.</param>
    public bool MayCarry(KnownViewer viewer, Scope scope) => !standing.IsOver && Needs(viewer, scope) is null && NotNow(viewer) is null;

    private CommandRefusal? Over() =>
        standing.Grant is not { } given ? CommandRefusal.NotGranted
        : clock.GetUtcNow() >= given.Until ? CommandRefusal.Expired
        : null;

    private CommandRefusal? Needs(KnownViewer viewer, Scope scope) =>
        Over() ?? (standing.Allows(viewer.Colleague, scope, clock.GetUtcNow()) ? null : CommandRefusal.NotGranted);

    private CommandRefusal? NotNow(KnownViewer viewer) =>
        IsNow && viewer.IsReady ? null : standing.IsUnlogged ? CommandRefusal.NotLogged : CommandRefusal.Paused;

    private CommandRefusal? QuestionOpen() => standing.QuestionOpen ? CommandRefusal.QuestionOpen : null;
}
