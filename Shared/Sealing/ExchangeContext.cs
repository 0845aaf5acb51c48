using System.Buffers.Binary;
using System.Text;

namespace RemoteAssist.Shared.Sealing;

/// <summary>
/// What both ends must know alike before they exchange anything. None of it is secret, all of it is bound into the
/// keys: where the two differ in anything, they do not agree.
/// </summary>
/// <param name="ProtocolVersion">The version that this end speaks.</param>
/// <param name="Session">The session.</param>
/// <param name="Viewer">The number that the Relay gave the Viewer, from 1.</param>
public sealed record ExchangeContext(ushort ProtocolVersion, Guid Session, uint Viewer)
{
    /// <summary>How long an exchange may take, from the first message to the last.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    /// <summary>The session's 16 bytes, in the order of its written form.</summary>
    public byte[] SessionBytes => Session.ToByteArray(bigEndian: true);

    /// <summary>CPace's channel identifier: who speaks first, who second, where.</summary>
    internal byte[] Channel(string nameplate) => LengthValue.Cat(
        "RemoteAssist code"u8.ToArray(), "agent"u8.ToArray(), "viewer"u8.ToArray(), ViewerBytes, Encoding.ASCII.GetBytes(nameplate));

    /// <summary>A label for one key: nothing else in the product derives a key under the same bytes.</summary>
    internal byte[] Label(string purpose)
    {
        var version = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(version, ProtocolVersion);
        return LengthValue.Cat(
            "RemoteAssist"u8.ToArray(), Encoding.ASCII.GetBytes(purpose), version, SessionBytes, ViewerBytes);
    }

    internal byte[] ViewerBytes
    {
        get
        {
            var viewer = new byte[4];
            BinaryPrimitives.WriteUInt32LittleEndian(viewer, Viewer);
            return viewer;
        }
    }
}
