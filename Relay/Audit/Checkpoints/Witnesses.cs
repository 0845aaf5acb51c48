using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Relay.Audit.Checkpoints;

/// <summary>The keys of witnesses that this Relay knows.</summary>
internal sealed class Witnesses(IReadOnlyList<NoteKey> keys)
{
    /// <summary>All of them.</summary>
    public IReadOnlyList<NoteKey> All => keys;

    /// <summary>Those that may be meant by this id: almost always one or none.</summary>
    public IEnumerable<NoteKey> Called(uint keyId) => keys.Where(key => key.KeyId == keyId);
}
