using RemoteAssist.Shared.Receipts;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Tests.Support;

/// <summary>The receipts of one Agent's session: each grant gets the one that a real Agent would make, one behind the other.</summary>
/// <param name="key">The Agent's session key.</param>
/// <param name="exchange">32 bytes that name the code exchange.</param>
/// <param name="relayKey">The Relay's key.</param>
public sealed class SomeReceipts(SessionKey key, byte[] exchange, byte[] relayKey)
{
    private SignedReceipt? made;
    private SessionEvent of;
    private SessionEvent lastOf;

    /// <summary>The last that counts.</summary>
    public SignedReceipt? Last { get; private set; }

    /// <summary>The report with its receipt; what was said before has the one that it had.</summary>
    public AgentReport With(AgentReport report, SessionOffer offer)
    {
        if (report.Grant is not { Scopes: not null } grant || !grant.Scopes.All(Enum.IsDefined))
        {
            return report;
        }

        of = report.Event;
        made = lastOf == of && Last is { } last && IsOf(last.Receipt, grant, report.Colleague) ? last : Sign(Next(grant, report.Colleague, offer));
        return report with { Receipt = made.ToJson() };
    }

    /// <summary>What was made last is in the log.</summary>
    public void Taken() => (Last, lastOf) = (made, of);

    /// <summary>Signs with the Agent's key.</summary>
    public SignedReceipt Sign(Receipt receipt) => SignedReceipt.Sign(receipt, key);

    /// <summary>What a real Agent would sign next.</summary>
    public Receipt Next(ConsentGrant grant, bool colleague, SessionOffer offer) => new(
        Guid.NewGuid(),
        (Last?.Receipt.Number ?? 0) + 1,
        Last?.Hash ?? Receipt.NoPrevious,
        colleague,
        grant.Session,
        exchange,
        key.PublicKey,
        relayKey,
        offer.CaseNumber,
        grant.Technician,
        grant.Organisation,
        offer.Controller ?? Controller.Unknown,
        [.. grant.Scopes.Order()],
        grant.GrantedAt,
        grant.Until,
        0,
        "en",
        [$"{grant.Technician} · {grant.Organisation}", $"Case {offer.CaseNumber} — “{offer.Problem}”", "Decline", "Allow"],
        grant.Scopes.Contains(Scope.Recording) && offer.Auditors is { } auditors ? auditors.Named : []);

    private static bool IsOf(Receipt receipt, ConsentGrant grant, bool colleague) =>
        receipt.Session == grant.Session && receipt.Technician == grant.Technician && receipt.Organisation == grant.Organisation
        && receipt.OfColleague == colleague && receipt.Scopes.SequenceEqual(grant.Scopes.Order())
        && receipt.Granted == grant.GrantedAt && receipt.Until == grant.Until;
}
