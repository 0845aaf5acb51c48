using Microsoft.Extensions.Logging;
using RemoteAssist.Agent.Uplink;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Sessions;

/// <summary>What Viewers say on their sealed channels. Everything is called under the session's lock.</summary>
internal sealed class CommandDesk(
    ViewerBook book,
    CommandGate gate,
    PictureFlow pictures,
    FurtherDesk further,
    HandOverDesk handOver,
    ScopeDesk scopes,
    ChatDesk chat,
    ControlDesk control,
    MarkDesk marks,
    DiagnoseDesk diagnose,
    FileDesk files,
    ClipboardDesk clipboard,
    FeedDesk feed,
    SessionEnding ending,
    ILogger log)
{
    private readonly Dictionary<CommandRefusal, long> refused = [];

    /// <summary>Messages that made no sense, and envelopes of Viewers that have no keys.</summary>
    public long Ignored { get; private set; }

    /// <summary>Commands that were not done, by why.</summary>
    public IReadOnlyDictionary<CommandRefusal, long> Refused => refused;

    /// <summary>A control envelope has come. One that a Viewer with keys cannot have sent ends the session by name.</summary>
    public void EnvelopeArrived(byte[] envelope)
    {
        var from = EnvelopeHeader.TryRead(envelope, out var head) ? book.At(unchecked((int)head.Viewer)) : book.Anyone;
        if (from?.Number is not { } number)
        {
            Ignored++;
            return;
        }

        if (from.Open(envelope, out var body) is { } fault)
        {
            log.LogError("An envelope of viewer {Viewer} does not open: {Fault}", number, fault);
            ending.End(EndReason.Altered, tell: true, fault);
            return;
        }

        control.Heard(from);
        switch (ControlMessage.Read(body))
        {
            case ControlMessage.Painted painted:
                pictures.Painted(number, painted);
                break;
            case ControlMessage.Ping ping:
                pictures.Pong(number, ping.Sent);
                break;
            case ControlMessage.KeyFrameRequest:
                pictures.KeyFrameNeeded(number);
                break;
            case ControlMessage.Differs differs:
                pictures.Heal(number, differs);
                break;
            case ControlMessage.Seen seen:
                chat.Seen(from, seen.Line);
                break;
            case ControlMessage.Chunk { FromAgent: false } chunk when files.Take(from, chunk) || clipboard.Take(from, chunk):
            case ControlMessage.Received { FromAgent: false } received when files.Take(from, received) || clipboard.Take(from, received):
                // Of one that is just over something may still be on its way; that is ignored.
                break;
            case ControlMessage.Command command:
                Hear(from, command);
                break;
            default:
                Ignored++;
                break;
        }
    }

    // Exactly once: what was done on another connection is only acknowledged again, and nothing is done out of turn.
    private void Hear(KnownViewer viewer, ControlMessage.Command command)
    {
        if (command.Sequence > viewer.LastCommand + 1)
        {
            Ignored++;
            return;
        }

        if (command.Sequence == viewer.LastCommand + 1)
        {
            viewer.LastCommand = command.Sequence;
            var read = ViewerCommand.Read(command.Body);
            if ((gate.Refuse(viewer, read) ?? Do(viewer, command.Sequence, read!)) is { } why)
            {
                Refuse(viewer, command.Sequence, read, why);
            }
        }

        pictures.Acknowledge(viewer);
    }

    private CommandRefusal? Do(KnownViewer viewer, uint sequence, ViewerCommand command) => command switch
    {
        ViewerCommand.Introduce introduce => further.Introduced(viewer, introduce),
        ViewerCommand.HandOver next => handOver.HandOver(viewer, sequence, next),
        ViewerCommand.SendAway gone => handOver.SendAway(viewer, gone),
        ViewerCommand.Ask ask => scopes.Ask(viewer, sequence, ask.Scope),
        ViewerCommand.Extend extend => scopes.Extend(viewer, sequence, extend.Minutes),
        ViewerCommand.Chat line => chat.Say(viewer, line.Text),
        ViewerCommand.Input input => control.Do(viewer, sequence, input),
        ViewerCommand.Draw draw => marks.Draw(viewer, draw.Mark),
        ViewerCommand.Erase erase => marks.Erase(viewer, erase.Mark),
        ViewerCommand.Diagnose => diagnose.Take(viewer, sequence),
        ViewerCommand.Quality quality => pictures.Prefer(viewer, quality.Wish),
        ViewerCommand.Snapshot => TellSnapshot(),
        ViewerCommand.SendFile send => files.Send(viewer, send),
        ViewerCommand.AskFile wanted => files.Ask(viewer, sequence, wanted.Transfer),
        ViewerCommand.FetchFile fetch => files.Fetch(viewer, fetch.Transfer),
        ViewerCommand.FinishFile finish => files.Finish(viewer, finish),
        ViewerCommand.CancelTransfer cancel => clipboard.Cancel(viewer, cancel.Transfer) ? null : files.Cancel(viewer, cancel.Transfer),
        ViewerCommand.SetClipboard set => clipboard.Set(viewer, set),
        _ => CommandRefusal.NotGranted,
    };

    private CommandRefusal? TellSnapshot()
    {
        feed.SnapshotKept();
        return null;
    }

    private void Refuse(KnownViewer viewer, uint sequence, ViewerCommand? command, CommandRefusal why)
    {
        refused[why] = refused.GetValueOrDefault(why) + 1;
        if (refused[why] == 1)
        {
            // Once of each: whoever sends a thousand of them must not fill the log.
            log.LogWarning("A command of viewer {Viewer} is refused: {Why}", viewer.Number, why);
        }

        pictures.Say(viewer, new ControlMessage.Refused(sequence, why));
        if (command is ViewerCommand.Introduce introduce)
        {
            // Whoever vouches waits for this answer.
            pictures.Say(viewer, new ControlMessage.Admitted(introduce.Viewer, false));
        }
    }
}
