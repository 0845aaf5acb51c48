using Microsoft.Extensions.Logging;
using RemoteAssist.Agent.Uplink;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Sessions;

/// <summary>What Viewers say on their sealed channels. Everything is called under the session's lock.</summary>
internal sealed class CommandDesk(
    ViewerBook book, PictureFlow pictures, FurtherDesk further, SessionEnding ending, ILogger log)
{
    /// <summary>Messages that made no sense, and envelopes of Viewers that have no keys.</summary>
    public long Ignored { get; private set; }

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
            case ControlMessage.Command command:
                Do(from, command);
                break;
            default:
                Ignored++;
                break;
        }
    }

    // Exactly once: what was done on another connection is only acknowledged again, and nothing is done out of turn.
    private void Do(KnownViewer viewer, ControlMessage.Command command)
    {
        if (command.Sequence > viewer.LastCommand + 1)
        {
            Ignored++;
            return;
        }

        if (command.Sequence == viewer.LastCommand + 1)
        {
            viewer.LastCommand = command.Sequence;
            if (ViewerCommand.Read(command.Body) is ViewerCommand.Introduce introduce)
            {
                further.Introduced(viewer, introduce);
            }
            else
            {
                Ignored++;
            }
        }

        pictures.Acknowledge(viewer);
    }
}
