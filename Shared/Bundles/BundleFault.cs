namespace RemoteAssist.Shared.Bundles;

/// <summary>What can be wrong with a bundle. The names, in camel case, are the same in every verifier.</summary>
public enum BundleDamage
{
    /// <summary>The file is no bundle.</summary>
    NotABundle,

    /// <summary>What stands in the file before a part is not as it must be, or the file was cut off there.</summary>
    Header,

    /// <summary>The list of parts at the end of the file is not theirs, or something follows it.</summary>
    Directory,

    /// <summary>A part is not there.</summary>
    MissingPart,

    /// <summary>A part is there that does not belong there.</summary>
    StrayPart,

    /// <summary>A part is not as it was exported.</summary>
    ChangedPart,

    /// <summary>The manifest is none, or of a newer version.</summary>
    ManifestUnreadable,

    /// <summary>The manifest has no signature.</summary>
    NotSigned,

    /// <summary>Manifest and signature do not fit each other.</summary>
    WrongSignature,

    /// <summary>The keys are not as they must be, or an older key did not sign for the next.</summary>
    KeysUnreadable,

    /// <summary>The checkpoint is none.</summary>
    CheckpointUnreadable,

    /// <summary>The checkpoint is of another log, or of another size than the manifest says.</summary>
    OtherCheckpoint,

    /// <summary>The checkpoint was not signed by the Relay.</summary>
    CheckpointNotSigned,

    /// <summary>A cosignature is not that of the witness whose name it bears.</summary>
    WrongCosignature,

    /// <summary>A line is no entry.</summary>
    EntryUnreadable,

    /// <summary>An entry that the manifest lists is not there.</summary>
    MissingEntry,

    /// <summary>There is an entry more than the manifest lists.</summary>
    StrayEntry,

    /// <summary>In the place of an entry stands another, or one of another session or case.</summary>
    WrongEntry,

    /// <summary>An entry is not in the log that was signed.</summary>
    NotIncluded,

    /// <summary>An entry does not follow the one before it in the log.</summary>
    WrongPrevious,

    /// <summary>A personal value does not fit its entry.</summary>
    WrongValue,

    /// <summary>The recording is of another session, or a chunk of it is not as the entries have it, not as it was written, or missing.</summary>
    WrongRecording,

    /// <summary>As <see cref="Audit.LinkFault.NotLinked"/>.</summary>
    NotLinked,

    /// <summary>As <see cref="Audit.LinkFault.LinkUnreadable"/>.</summary>
    LinkUnreadable,

    /// <summary>As <see cref="Audit.LinkFault.LinkOutOfTurn"/>.</summary>
    LinkOutOfTurn,

    /// <summary>As <see cref="Audit.LinkFault.LinkWrongPrevious"/>.</summary>
    LinkWrongPrevious,

    /// <summary>As <see cref="Audit.LinkFault.LinkOtherKey"/>.</summary>
    LinkOtherKey,

    /// <summary>As <see cref="Audit.LinkFault.LinkNotSigned"/>.</summary>
    LinkNotSigned,

    /// <summary>None of the trusted keys of Relays signed.</summary>
    OtherSigner,

    /// <summary>None of the trusted witnesses cosigned.</summary>
    NotWitnessed,

    /// <summary>The log is not the one of which a checkpoint was kept, or was rolled back behind it.</summary>
    RolledBack,
}

/// <summary>The first thing that is wrong.</summary>
/// <param name="Damage">What kind.</param>
/// <param name="Part">In which part; <see cref="File"/> and <see cref="List"/> for what is none.</param>
/// <param name="Entry">Which entry, where it is in one.</param>
public sealed record BundleFault(BundleDamage Damage, string Part, long? Entry = null)
{
    /// <summary>The file itself.</summary>
    public const string File = "file";

    /// <summary>The list of parts at the end of the file.</summary>
    public const string List = "directory";
}

/// <summary>A witness's word about the checkpoint.</summary>
/// <param name="Witness">The name of its key.</param>
/// <param name="Time">When, as it says.</param>
/// <param name="IsTrusted">Whether the verifier brought its key along; else the key is from the bundle.</param>
public sealed record BundleCosignature(string Witness, DateTimeOffset Time, bool IsTrusted);

/// <summary>What a check found.</summary>
/// <param name="Fault">What is wrong first; null where everything holds.</param>
/// <param name="Manifest">What the bundle says of itself; null where that is not signed as it says.</param>
/// <param name="Entries">How many entries are good, from the first.</param>
/// <param name="Erased">How many personal values of those are gone, which is allowed.</param>
/// <param name="HasEnd">Whether the end of the session is among them.</param>
/// <param name="WasRecorded">Whether one of them says that the session was recorded.</param>
/// <param name="Links">How many statements of the Agent there are without a gap, from its first; null where its version kept no chain.</param>
/// <param name="SignerKnown">Whether a trusted key of a Relay signed.</param>
/// <param name="Cosignatures">Those that hold.</param>
/// <param name="Recording">The recording of the session; null where it is not in the bundle.</param>
public sealed record BundleReport(
    BundleFault? Fault,
    BundleManifest? Manifest,
    long Entries,
    long Erased,
    bool HasEnd,
    bool WasRecorded,
    long? Links,
    bool SignerKnown,
    IReadOnlyList<BundleCosignature> Cosignatures,
    BundleRecording? Recording = null)
{
    /// <summary>Whether nothing is wrong. Where the signer is not known it is only consistent in itself.</summary>
    public bool IsGood => Fault is null;
}
