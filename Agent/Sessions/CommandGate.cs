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

        return command switch
        {
            // Somebody who is introduced while the customer reads the first question waits for its answer.
            ViewerCommand.Introduce when standing is { Grant: null, State: SessionState.Joined } => null,

            // Who may not look any more must be able to ask for that, and for nothing else.
            ViewerCommand.Ask { Scope: Scope.View } => Over(),
            ViewerCommand.Introduce or ViewerCommand.Ask or ViewerCommand.Extend or ViewerCommand.Chat => Needs(Scope.View),
            ViewerCommand.Input => Needs(Scope.Control) ?? NotNow(viewer) ?? QuestionOpen(),
            ViewerCommand.Draw or ViewerCommand.Erase => Needs(Scope.Drawing) ?? NotNow(viewer),
            _ => CommandRefusal.NotGranted,
        };
    }

    private CommandRefusal? Over() =>
        standing.Grant is not { } given ? CommandRefusal.NotGranted
        : clock.GetUtcNow() >= given.Until ? CommandRefusal.Expired
        : null;

    private CommandRefusal? Needs(Scope scope) =>
        Over() ?? (standing.Allows(scope, clock.GetUtcNow()) ? null : CommandRefusal.NotGranted);

    private CommandRefusal? NotNow(KnownViewer viewer) =>
        standing.State == SessionState.Live && !standing.IsInterrupted && viewer.IsReady ? null : CommandRefusal.Paused;

    private CommandRefusal? QuestionOpen() => standing.QuestionOpen ? CommandRefusal.QuestionOpen : null;
}
