using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using RemoteAssist.Agent.Consent;
using RemoteAssist.Shared.Receipts;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Sessions;

/// <summary>
/// The customer's receipts: one for the consent, one more for each change of it, each naming the one before. They go to the Relay
/// with what they are of, and count once that is in the log; then the Relay's signature comes back.
/// </summary>
internal sealed class ReceiptDesk(SessionStanding standing, RelayLine line, ILogger log)
{
    private readonly List<SignedReceipt> receipts = [];
    private SignedReceipt? early; // the Relay's signature can overtake its answer
    private SessionKey? key;
    private byte[] exchange = [];
    private Controller controller = Controller.Unknown;

    /// <summary>All that count, in their order; with the Relay's signature where that has come. Under the session's lock.</summary>
    public ImmutableArray<SignedReceipt> All => [.. receipts];

    /// <summary>A code held: receipts are signed with this key, which somebody else disposes of. Under the session's lock.</summary>
    /// <param name="own">The Agent's session key.</param>
    /// <param name="transcriptHash">32 bytes that name the code exchange.</param>
    /// <param name="named">Who answers for the data, by the Relay's word; null where it does not say.</param>
    public void Begin(SessionKey own, byte[] transcriptHash, Controller? named) =>
        (key, exchange, controller) = (own, transcriptHash, named is { IsFit: true } ? named : Controller.Unknown);

    /// <summary>
    /// Says to the Relay what is allowed from now on, with a receipt of it. One after the other: whoever calls waits for the call
    /// before. Not under the session's lock.
    /// </summary>
    /// <param name="report">With the grant.</param>
    /// <param name="shown">The words to which the customer said yes; null where nothing was asked.</param>
    /// <returns>True once both are in the log.</returns>
    public async Task<bool> Report(AgentReport report, ShownText? shown)
    {
        SignedReceipt receipt;
        lock (standing.Gate)
        {
            if (key is null || standing.IsOver || standing.Offer is not { } offer || standing.Ticket is not { } ticket)
            {
                return false;
            }

            receipt = SignedReceipt.Sign(Make(report, offer, ticket, shown ?? ShownText.Nothing(Language)), key);
        }

        if (!await line.Report(report with { Receipt = receipt.ToJson() }))
        {
            return false;
        }

        lock (standing.Gate)
        {
            receipts.Add(early?.Hash == receipt.Hash ? early : receipt);
            return true;
        }
    }

    /// <summary>The Relay has signed one. Under the session's lock.</summary>
    public void Countersigned(byte[] json)
    {
        var signed = SignedReceipt.Read(json, out var fault);
        fault ??= ReceiptCheck.Of(signed!);
        if (fault is not null || standing.IsOver)
        {
            log.LogWarning("The Relay's signature under a receipt is not used: {Fault}", fault);
            return;
        }

        var at = receipts.FindIndex(one => one.Hash == signed!.Hash);
        if (at >= 0)
        {
            receipts[at] = signed!;
        }
        else
        {
            early = signed;
        }
    }

    private string Language => receipts.Count > 0 ? receipts[^1].Receipt.Language : "en";

    private Receipt Make(AgentReport report, CheckedOffer offer, JoinTicket ticket, ShownText shown)
    {
        var grant = report.Grant!;
        return new Receipt(
            Guid.NewGuid(),
            receipts.Count + 1,
            receipts.Count > 0 ? receipts[^1].Hash : Receipt.NoPrevious,
            report.Colleague,
            grant.Session,
            exchange,
            key!.PublicKey,
            ticket.RelayKey,
            offer.CaseNumber,
            grant.Technician,
            grant.Organisation,
            controller,
            [.. grant.Scopes.Order()],
            grant.GrantedAt,
            grant.Until,
            (int)TimeZoneInfo.Local.GetUtcOffset(grant.GrantedAt).TotalMinutes,
            shown.Language,
            shown.Paragraphs,
            grant.Scopes.Contains(Scope.Recording) && offer.Auditors is { } auditors ? auditors.Named : []);
    }
}
