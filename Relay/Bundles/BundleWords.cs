using System.Globalization;
using RemoteAssist.Shared.Bundles;

namespace RemoteAssist.Relay.Bundles;

/// <summary>What is wrong with a bundle, in a sentence for people.</summary>
internal static class BundleWords
{
    /// <summary>Says it: where, what, and what to do.</summary>
    public static string Say(BundleFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        var where = fault.Entry is { } entry ? string.Create(CultureInfo.InvariantCulture, $"{fault.Part}, entry {entry}") : fault.Part;
        return $"{where}: {What(fault.Damage)}";
    }

    private static string What(BundleDamage damage) => damage switch
    {
        BundleDamage.NotABundle => "this is no bundle of RemoteAssist, or nothing is left of it. Ask for the file again.",
        BundleDamage.Header => "what stands before it in the file is not as it was written, or the file was cut off there. Ask for the file again.",
        BundleDamage.Directory => "the list of parts at the end of the file is not theirs, or something was put behind it. Ask for the file again.",
        BundleDamage.MissingPart => "it is missing. Ask for the file again.",
        BundleDamage.StrayPart => "it does not belong in its place. Somebody put it there.",
        BundleDamage.ChangedPart => "it is not as it was exported. Ask for the file again.",
        BundleDamage.ManifestUnreadable => "it is not a manifest as this version knows them. A newer version may have made it.",
        BundleDamage.NotSigned => "there is no signature, so nobody vouches for anything in this file.",
        BundleDamage.WrongSignature => "it does not sign the manifest: one of the two was changed.",
        BundleDamage.KeysUnreadable => "the keys are not as they are written, or an older key did not sign for the next.",
        BundleDamage.CheckpointUnreadable => "it is no checkpoint.",
        BundleDamage.OtherCheckpoint => "it is of another log, or of another state of the log than the manifest says.",
        BundleDamage.CheckpointNotSigned => "the Relay that signed the manifest did not sign it.",
        BundleDamage.WrongCosignature => "a cosignature is not by the witness whose name it bears.",
        BundleDamage.EntryUnreadable => "the line is no entry.",
        BundleDamage.MissingEntry => "the manifest lists it, and it is not there.",
        BundleDamage.StrayEntry => "there are more entries than the manifest lists.",
        BundleDamage.WrongEntry => "in its place stands another entry, or one of another session or case.",
        BundleDamage.NotIncluded => "it is not in the log that was signed.",
        BundleDamage.WrongPrevious => "it does not follow the entry before it in the log.",
        BundleDamage.WrongValue => "a name or text beside it is not the one that was recorded.",
        BundleDamage.WrongRecording => "it is not the recording of which the entries have the hashes: a chunk was changed, is missing, or is of another session.",
        BundleDamage.NotLinked => "only the customer's program could have stated it, and it is not in that program's own sequence.",
        BundleDamage.LinkUnreadable => "its place in the sequence of the customer's program is not written as it must be.",
        BundleDamage.LinkOutOfTurn => "it is not the next in the sequence of the customer's program: a statement is missing before it, doubled, or in another's place.",
        BundleDamage.LinkWrongPrevious => "it follows another statement of the customer's program than the one before it here.",
        BundleDamage.LinkOtherKey => "its signer is not the program that the code let in.",
        BundleDamage.LinkNotSigned => "the customer's program did not sign what it says.",
        BundleDamage.OtherSigner => "it is not signed by any Relay of your keys. Somebody else made this file, or the key is another log's.",
        BundleDamage.NotWitnessed => "none of the witnesses of your keys cosigned this state of the log. Without their line in your keys the rest can be checked.",
        BundleDamage.RolledBack => "the log is not the one of which you kept a checkpoint, or this is from before it. Ask for a new export.",
        _ => throw new ArgumentOutOfRangeException(nameof(damage)),
    };
}
