using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Rooms;

/// <summary>Keeps what passes through a room. Called while the room's gate is held: nothing here waits or takes time.</summary>
internal interface IRoomTape
{
    /// <summary>A part of a frame, as it is forwarded. The array is never changed afterwards.</summary>
    void Frame(in EnvelopeHeader head, byte[] envelope);

    /// <summary>A piece of a seek point, which nobody else gets.</summary>
    void SeekPoint(in EnvelopeHeader head, byte[] envelope);

    /// <summary>Frames may pass from now on, or not any more.</summary>
    void Passing(bool frames);

    /// <summary>So many viewers are there from now on.</summary>
    void Watched(int viewers);
}
