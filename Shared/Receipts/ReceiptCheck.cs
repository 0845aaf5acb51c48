using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Shared.Receipts;

/// <summary>Whether receipts are what they say they are. Every check gives null, or the name of what is wrong.</summary>
public static class ReceiptCheck
{
    /// <summary>One receipt: both signatures, and whether it says what it must.</summary>
    /// <param name="bytes">Its JSON.</param>
    /// <param name="trusted">Fingerprints of Relays' keys (<see cref="AskingStatement.Fingerprint"/>); null where the Relay is not known.</param>
    public static ReceiptFault? Of(ReadOnlySpan<byte> bytes, IReadOnlyCollection<string>? trusted = null) =>
        SignedReceipt.Read(bytes, out var fault) is { } read ? Of(read, trusted) : fault;

    /// <inheritdoc cref="Of(ReadOnlySpan{byte}, IReadOnlyCollection{string})"/>
    public static ReceiptFault? Of(SignedReceipt receipt, IReadOnlyCollection<string>? trusted = null)
    {
        ArgumentNullException.ThrowIfNull(receipt);
        if (Words(receipt) is { } fault)
        {
            return fault;
        }

        if (receipt.Countersignature is null)
        {
            return ReceiptFault.NotCountersigned;
        }

        return !receipt.IsSignedByRelay ? ReceiptFault.BadCountersignature
            : trusted?.Contains(AskingStatement.Fingerprint(receipt.Receipt.RelayKey)) == false ? ReceiptFault.OtherRelay
            : null;
    }

    /// <summary>All receipts of one session, in their order: each by itself, and that none in between is left out.</summary>
    /// <returns>The fault and the number of the first receipt that has it, from 1; null where there is none.</returns>
    public static (ReceiptFault Fault, int Number)? Of(IReadOnlyList<SignedReceipt> receipts, IReadOnlyCollection<string>? trusted = null)
    {
        ArgumentNullException.ThrowIfNull(receipts);
        if (receipts.Count == 0)
        {
            return (ReceiptFault.Missing, 1);
        }

        SignedReceipt? before = null;
        for (var at = 0; at < receipts.Count; at++)
        {
            if ((Of(receipts[at], trusted) ?? Follows(receipts[at].Receipt, before)) is { } fault)
            {
                return (fault, at + 1);
            }

            before = receipts[at];
        }

        return null;
    }

    /// <summary>Whether a receipt comes right behind another one of the same Agent.</summary>
    /// <param name="receipt">The one.</param>
    /// <param name="before">The other; null where it is the first.</param>
    public static ReceiptFault? Follows(Receipt receipt, SignedReceipt? before)
    {
        ArgumentNullException.ThrowIfNull(receipt);
        if (before is not null && before.Receipt.Session != receipt.Session)
        {
            return ReceiptFault.OtherSession;
        }

        if (before is not null && !before.Receipt.Exchange.AsSpan().SequenceEqual(receipt.Exchange))
        {
            return ReceiptFault.OtherExchange;
        }

        if (before is not null && !before.Receipt.AgentKey.AsSpan().SequenceEqual(receipt.AgentKey))
        {
            return ReceiptFault.OtherAgent;
        }

        return receipt.Number == (before?.Receipt.Number ?? 0) + 1
            && string.Equals(receipt.Previous, before?.Hash ?? Receipt.NoPrevious, StringComparison.Ordinal)
            ? null
            : ReceiptFault.OutOfOrder;
    }

    /// <summary>Whether the receipt says what the grant says that it comes with.</summary>
    /// <param name="receipt">As it came from the Agent, without the Relay's signature.</param>
    /// <param name="grant">What was allowed.</param>
    /// <param name="colleague">To a colleague.</param>
    /// <param name="caseNumber">Of which case.</param>
    /// <param name="controller">Who answers for the data.</param>
    /// <param name="auditors">For whom it may be recorded; null where that is not known, and then whom it names is not looked at.</param>
    public static ReceiptFault? AgainstGrant(
        SignedReceipt receipt, ConsentGrant grant, bool colleague, string caseNumber, Controller controller, IReadOnlyList<ReceiptAuditor>? auditors = null)
    {
        ArgumentNullException.ThrowIfNull(receipt);
        ArgumentNullException.ThrowIfNull(grant);
        var said = receipt.Receipt;
        if (receipt.Countersignature is not null)
        {
            return ReceiptFault.Malformed;
        }

        if (said.Session != grant.Session)
        {
            return ReceiptFault.OtherSession;
        }

        if (said.Technician != grant.Technician || said.Organisation != grant.Organisation || said.OfColleague != colleague)
        {
            return ReceiptFault.OtherTechnician;
        }

        if (said.CaseNumber != caseNumber)
        {
            return ReceiptFault.OtherCase;
        }

        if (said.Controller != controller)
        {
            return ReceiptFault.OtherController;
        }

        if (!said.Scopes.SequenceEqual(grant.Scopes.Order()))
        {
            return ReceiptFault.OtherScopes;
        }

        if (auditors is not null && !said.Auditors.SequenceEqual(said.IsRecorded ? auditors : []))
        {
            return ReceiptFault.OtherAuditors;
        }

        return Milliseconds(said.Granted) != Milliseconds(grant.GrantedAt) || Milliseconds(said.Until) != Milliseconds(grant.Until)
            ? ReceiptFault.OtherTime
            : Words(receipt);
    }

    // The consent must have been asked for, by a text that names who asks and for what; a change may come without a question.
    private static ReceiptFault? Words(SignedReceipt receipt)
    {
        var said = receipt.Receipt;
        if (!receipt.IsSignedByAgent)
        {
            return ReceiptFault.NotSigned;
        }

        return said.IsConsent && !new[] { said.Technician, said.Organisation, said.CaseNumber }.All(word => said.Shown.Any(text => text.Contains(word, StringComparison.Ordinal)))
            ? ReceiptFault.NotShown
            : null;
    }

    private static long Milliseconds(DateTimeOffset moment) => moment.ToUnixTimeMilliseconds();
}
