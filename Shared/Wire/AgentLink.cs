namespace RemoteAssist.Shared.Wire;

/// <summary>
/// One link of an Agent's own chain: it comes with each statement that the Agent makes about its session, and stands in the entry
/// of that statement. Shared/Audit/FORMAT.md has its bytes.
/// </summary>
/// <param name="Number">From 0 without a gap.</param>
/// <param name="Previous">The hash of the link before, 32 bytes; zeros for the first.</param>
/// <param name="At">When it was stated, by the customer's clock; counts to the millisecond.</param>
/// <param name="Key">The Agent's session key, SubjectPublicKeyInfo.</param>
/// <param name="Signature">64 bytes, by <see cref="Sealing.LinkStatement"/>.</param>
public sealed record AgentLink(int Number, byte[] Previous, DateTimeOffset At, byte[] Key, byte[] Signature)
{
    /// <summary>Bytes in <see cref="Previous"/>.</summary>
    public const int HashBytes = 32;

    /// <summary>Bytes in <see cref="Signature"/>.</summary>
    public const int SignatureBytes = 64;

    /// <summary>What the first link names as the one before.</summary>
    public static byte[] NoPrevious => new byte[HashBytes];
}
