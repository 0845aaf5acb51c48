using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Uplink;

/// <summary>
/// Every number and epoch that leaves the Agent is counted here and nowhere else, so that sealing wraps one class.
/// Not thread-safe.
/// </summary>
internal sealed class EnvelopeWriter
{
    private const uint EveryViewer = 0;

    private readonly Dictionary<uint, ulong> control = [];
    private ulong frames;
    private uint epoch;

    /// <summary>A part of a frame, for every Viewer.</summary>
    /// <param name="part">The body.</param>
    /// <param name="startsKeyFrame">The first part of a key frame: a new epoch begins.</param>
    public byte[] Frame(ReadOnlySpan<byte> part, bool startsKeyFrame)
    {
        if (startsKeyFrame)
        {
            epoch++;
        }

        var marks = startsKeyFrame ? EnvelopeMarks.KeyFrame : EnvelopeMarks.None;
        return new EnvelopeHeader(EnvelopeChannel.Frames, marks, EveryViewer, ++frames, epoch).Wrap(part);
    }

    /// <summary>A control message for one Viewer.</summary>
    public byte[] Control(int viewer, ControlMessage message)
    {
        var number = control.GetValueOrDefault((uint)viewer) + 1;
        control[(uint)viewer] = number;
        return new EnvelopeHeader(EnvelopeChannel.Control, EnvelopeMarks.None, (uint)viewer, number, 0).Wrap(message.ToBytes());
    }
}
