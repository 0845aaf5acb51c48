using System.Buffers;

namespace RemoteAssist.Shared.Wire;

/// <summary>
/// A writer that can send bytes from where they lie. Frames are large and only pass through the Relay: copying each once
/// more into what is sent would cost as much as all the rest of forwarding.
/// </summary>
public interface IReferringWriter : IBufferWriter<byte>
{
    /// <summary>Bytes shorter than this are cheaper to copy than to send on their own.</summary>
    int LeastReferred { get; }

    /// <summary>Writes bytes without copying them. They must stay as they are until they have been sent.</summary>
    void Refer(ReadOnlyMemory<byte> bytes);
}
