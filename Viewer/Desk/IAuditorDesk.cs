namespace RemoteAssist.Viewer.Desk;

/// <summary>
/// For whom sessions may be recorded: the organisation's root key and the auditors whom it certifies. Both private keys stay in
/// browsers and files; only what is public comes here. For administrators.
/// </summary>
public interface IAuditorDesk
{
    /// <summary>How it stands.</summary>
    Task<AuditorsShown> Read(CancellationToken cancel);

    /// <summary>Sets the root key, once; another one takes a command on the Relay's console.</summary>
    /// <param name="publicKey">SubjectPublicKeyInfo, P-256.</param>
    /// <param name="cancel">Before the commit.</param>
    Task<AuditorAnswer> SetRoot(byte[] publicKey, CancellationToken cancel);

    /// <summary>Takes what the root key signed of an auditor; the signature is checked.</summary>
    Task<AuditorAnswer> Certify(SignedAuditor signed, CancellationToken cancel);

    /// <summary>From now on nothing is recorded for this key. What was recorded stays readable with it.</summary>
    Task<AuditorAnswer> Withdraw(string id, CancellationToken cancel);
}

/// <summary>One's own key, for an auditor.</summary>
public interface IOwnAuditorKeyDesk
{
    /// <summary>The key that is not withdrawn; null where there is none.</summary>
    Task<AuditorKeyShown?> Read(CancellationToken cancel);

    /// <summary>Takes the public half of a key that the browser made; one before it is withdrawn.</summary>
    /// <param name="publicKey">SubjectPublicKeyInfo, P-256.</param>
    /// <param name="cancel">Before the commit.</param>
    Task<AuditorAnswer> Add(byte[] publicKey, CancellationToken cancel);
}

/// <summary>What the organisation's page shows.</summary>
/// <param name="RootKey">SubjectPublicKeyInfo; null where none is set.</param>
/// <param name="RootFingerprint">For people to compare; null where none is set.</param>
/// <param name="Keys">Those that are not withdrawn, by name.</param>
/// <param name="WithoutKey">Names of auditors who have not made a key.</param>
public sealed record AuditorsShown(byte[]? RootKey, string? RootFingerprint, IReadOnlyList<AuditorKeyShown> Keys, IReadOnlyList<string> WithoutKey);

/// <summary>An auditor's key.</summary>
/// <param name="Id">32 hexadecimal digits.</param>
/// <param name="Name">Whose it is: as it was signed, or would be.</param>
/// <param name="Email">Of the account; null where it has none.</param>
/// <param name="PublicKey">SubjectPublicKeyInfo.</param>
/// <param name="Fingerprint">For people to compare.</param>
/// <param name="Added">When it came, UTC.</param>
/// <param name="Until">Until when its certificate is good; null where it has none that is.</param>
/// <param name="MayAudit">Whether the account is an auditor's and may sign in; else nothing is recorded for it.</param>
public sealed record AuditorKeyShown(
    string Id, string Name, string? Email, byte[] PublicKey, string Fingerprint, DateTimeOffset Added, DateTimeOffset? Until, bool MayAudit);

/// <summary>What a root key signed of an auditor's key.</summary>
/// <param name="Id">32 hexadecimal digits.</param>
/// <param name="Name">The name that was signed.</param>
/// <param name="Made">When, to the millisecond.</param>
/// <param name="Until">Until when it is good.</param>
/// <param name="Signature">64 bytes.</param>
public sealed record SignedAuditor(string Id, string Name, DateTimeOffset Made, DateTimeOffset Until, byte[] Signature);

/// <summary>What came of a step about auditors' keys.</summary>
public enum AuditorAnswer
{
    /// <summary>It is done.</summary>
    Done,

    /// <summary>What came is no key of P-256.</summary>
    NoKey,

    /// <summary>There is a root key already.</summary>
    RootIsSet,

    /// <summary>There is no root key yet.</summary>
    NoRoot,

    /// <summary>The key is somebody's already.</summary>
    Taken,

    /// <summary>There is no such key, or it is withdrawn.</summary>
    Gone,

    /// <summary>The root key that is set has not signed this, or it is not good now.</summary>
    NotSigned,
}
