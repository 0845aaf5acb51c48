namespace RemoteAssist.Relay.Recordings;
/// <summary>Keeps what the Agent sends, sealed as it came, while recording is granted.</summary>
public interface IRecorder
{
    /// <summary>Recording was granted: from now on what comes is kept. The Agent's next content key begins it.</summary>
    void Begin(Guid session);
    /// <summary>A content key, wrapped for each auditor: before any frame under it.</summary>
    void Keys(Guid session, ReadOnlyMemory<byte> wrapped);
    /// <summary>An envelope of the frame channel, as it is forwarded.</summary>
    void Frame(Guid session, ReadOnlyMemory<byte> envelope);
    /// <summary>Recording ends: taken back, or the session is over.</summary>
    Task End(Guid session, string reason);
}
