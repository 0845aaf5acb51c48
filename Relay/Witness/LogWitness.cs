using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sealing;

namespace RemoteAssist.Relay.Witness;

/// <summary>What came of a look at a Relay's log.</summary>
internal enum WitnessOutcome
{
    /// <summary>A larger tree was checked, cosigned and handed over.</summary>
    Cosigned,

    /// <summary>It is the tree that was cosigned last, and the Relay has the cosignature.</summary>
    NothingNew,

    /// <summary>There was no answer, no checkpoint yet, or the Relay does not take the cosignature.</summary>
    NoWord,

    /// <summary>What the Relay shows must not be cosigned. An alarm.</summary>
    Refused,
}

/// <summary>What came of it.</summary>
/// <param name="Outcome">The kind.</param>
/// <param name="Says">One sentence for people.</param>
internal sealed record WitnessWord(WitnessOutcome Outcome, string Says);

/// <summary>
/// Looks at a Relay's log from outside and cosigns each checkpoint that continues the one it cosigned before. It never cosigns a
/// smaller tree, another of the same size, one that does not continue, another log, or what another key signed; each of these
/// is an alarm, with both checkpoints in a file as the proof.
/// </summary>
/// <param name="relay">Whom to ask.</param>
/// <param name="memory">What was cosigned.</param>
/// <param name="key">With what.</param>
/// <param name="fingerprint">The Relay's key that is expected at the first contact; null takes the one that is shown then.</param>
/// <param name="folder">Where the latest checkpoint and alarms are written.</param>
/// <param name="clock">When.</param>
internal sealed class LogWitness(WatchedRelay relay, WitnessMemory memory, WitnessKey key, string? fingerprint, string folder, TimeProvider clock)
{
    private const int HandedAtOnce = 100;
    private const int MostAlarms = 100;

    /// <summary>Looks once.</summary>
    /// <exception cref="StorageException">What must be remembered cannot be written; nothing was cosigned.</exception>
    public async Task<WitnessWord> Look(CancellationToken cancel)
    {
        try
        {
            return await Judge(cancel);
        }
        catch (UnreachableException silence)
        {
            return new WitnessWord(WitnessOutcome.NoWord, silence.Message);
        }
    }

    // 1 what it shows   2 whose key   3 the same log, not smaller   4 it continues   5 remember, then cosign   6 hand over
    private async Task<WitnessWord> Judge(CancellationToken cancel)
    {
        if (await relay.Checkpoint(cancel) is not { } shown)
        {
            return new WitnessWord(WitnessOutcome.NoWord, "The Relay has no checkpoint.");
        }

        if (SignedNote.Read(shown) is not { } note)
        {
            return new WitnessWord(WitnessOutcome.NoWord, "What is at this address is no checkpoint.");
        }

        if (await Signer(note, cancel) is not var (checkpoint, relayKey))
        {
            return Alarm("The checkpoint is not signed by the key that this witness follows, nor by one that it led to.", note);
        }

        var grown = memory.Last is null;
        if (memory.Last is { } last)
        {
            var before = Checkpoint.Read(last.Body)!;
            if (await Objection(before, checkpoint, cancel) is { } objection)
            {
                return Alarm(objection, note);
            }

            grown = checkpoint.Size > before.Size;
        }

        if (grown)
        {
            // A crash before this: nothing was signed. After it: the signature is in the memory, and the next look hands it over.
            var signed = new SignedNote(note.Body, [.. note.Signatures.Take(1), key.Cosign(note.Body, clock.GetUtcNow())]);
            memory.Keep(checkpoint, signed, relayKey);
            Show("checkpoint.txt", signed.Write());
        }

        var says = string.Create(CultureInfo.InvariantCulture, $"{checkpoint.Size} entries, root {Convert.ToHexStringLower(checkpoint.Root)[..16]}…");
        return await HandOver(cancel) ? new WitnessWord(grown ? WitnessOutcome.Cosigned : WitnessOutcome.NothingNew, says)
            : Alarm("The Relay does not have a checkpoint any more that it has signed.", note);
    }

    private async Task<(Checkpoint Checkpoint, byte[] Key)?> Signer(SignedNote note, CancellationToken cancel)
    {
        if (memory.RelayKey is { } known && CheckpointSignature.Open(Own(note), [known]) is { } signed)
        {
            return (signed, known);
        }

        // Another key: one to which the known one leads, or at the first contact the one that was said.
        var (shown, history) = await relay.Keys(cancel);
        var trusted = memory.RelayKey is { } followed ? AskingStatement.Fingerprint(followed) : fingerprint ?? AskingStatement.Fingerprint(shown);
        return KeySuccession.Leads(trusted, history, shown) && CheckpointSignature.Open(Own(note), [shown]) is { } next ? (next, shown) : null;
    }

    // The log's own signature comes first; what else stands there is not looked at.
    private static SignedNote Own(SignedNote note) => note with { Signatures = [note.Signatures[0]] };

    private async Task<string?> Objection(Checkpoint before, Checkpoint now, CancellationToken cancel)
    {
        if (!string.Equals(before.Origin, now.Origin, StringComparison.Ordinal))
        {
            return "It is of another log than the one that this witness follows.";
        }

        if (now.Size < before.Size)
        {
            return string.Create(CultureInfo.InvariantCulture, $"The log has {now.Size} entries and had {before.Size}: it was rolled back.");
        }

        if (now.Size == before.Size)
        {
            return now.IsSameAs(before) ? null : "Two checkpoints of the same size have different entries: the log was forked.";
        }

        var proof = await relay.Consistency(before.Size, now.Size, cancel);
        return proof is not null && MerkleCheck.Consistency(before.Size, now.Size, before.Root, now.Root, proof)
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"The tree of {now.Size} entries does not continue the one of {before.Size}: entries were changed, left out or put in between.");
    }

    private async Task<bool> HandOver(CancellationToken cancel)
    {
        foreach (var (size, note) in memory.Owed(HandedAtOnce))
        {
            if (!await relay.HandOver(note, cancel))
            {
                return false;
            }

            memory.Handed(size);
        }

        return true;
    }

    // The same contradiction is written once, however often it is shown and signed; and nobody fills the disk with others.
    private WitnessWord Alarm(string says, SignedNote shown)
    {
        var name = $"ALARM-{Convert.ToHexStringLower(SHA256.HashData([.. Encoding.UTF8.GetBytes(says), .. memory.Last?.Body ?? [], .. shown.Body]))[..16]}.txt";
        if (!File.Exists(Path.Combine(folder, name)) && Directory.GetFiles(folder, "ALARM-*.txt").Length < MostAlarms)
        {
            Show(name, $"{says}\n\nCosigned last:\n\n{memory.Last?.Write() ?? "nothing\n"}\nShown now:\n\n{shown.Write()}");
        }

        return new WitnessWord(WitnessOutcome.Refused, $"{says} Nothing was cosigned; the proof is in {name}.");
    }

    private void Show(string name, string text)
    {
        try
        {
            PrivateFile.Write(Path.Combine(folder, name), Encoding.UTF8.GetBytes(text), overwrite: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"{Path.Combine(folder, name)} cannot be written: {failure.Message}", failure);
        }
    }
}
