using System.Security.Cryptography;
using RemoteAssist.Shared.Receipts;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;
using RemoteAssist.Tests.Support;

namespace RemoteAssist.Shared.Tests.Receipts;

/// <summary>Receipts of one session, as a real Agent and a real Relay make them.</summary>
internal sealed class Some : IDisposable
{
    public static readonly Guid Session = Guid.Parse("3cfe05ea-0f2b-4d0c-9d7e-6a1a2f0e8b11");

    public static readonly DateTimeOffset Moment = new(2026, 11, 21, 8, 9, 10, 123, TimeSpan.Zero);

    public static readonly SessionOffer Offer = new(
        Session, "李雷", "Helpful <b>&</b> Ltd", "20931", "Printer prints blank pages", "look at it together", [Scope.View, Scope.Control], 60, 120,
        new Controller("DE", "Data desk", "1 Main Street", "privacy@example.com", "+49 30 555", "https://example.com/privacy"));

    private readonly SessionKey agent = new();
    private readonly ECDsa relay = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public Some()
    {
        RelayKey = relay.ExportSubjectPublicKeyInfo();
        Receipts = new SomeReceipts(agent, [.. Enumerable.Range(1, 32).Select(i => (byte)i)], RelayKey);
    }

    public byte[] RelayKey { get; }

    public byte[] AgentKey => agent.PublicKey;

    public string Trusted => AskingStatement.Fingerprint(RelayKey);

    public SomeReceipts Receipts { get; }

    public static ConsentGrant Grant(params Scope[] scopes) =>
        new(Session, scopes, Offer.Technician, Offer.Organisation, Moment, Moment.AddHours(1));

    /// <summary>The next of the session, in the log.</summary>
    public SignedReceipt Next(params Scope[] scopes)
    {
        Receipts.With(new AgentReport(SessionEvent.Change, Grant: Grant(scopes)), Offer);
        Receipts.Taken();
        return Countersign(Receipts.Last!);
    }

    /// <summary>As above, after it was changed and before it is signed.</summary>
    public SignedReceipt With(Func<Receipt, Receipt> change) =>
        Countersign(Receipts.Sign(change(Receipts.Next(Grant(Scope.View, Scope.Control), colleague: false, Offer))));

    public SignedReceipt Countersign(SignedReceipt receipt) =>
        receipt.Countersign(17, Moment.AddMilliseconds(40), statement => relay.SignData(statement, HashAlgorithmName.SHA256));

    public void Dispose()
    {
        agent.Dispose();
        relay.Dispose();
    }
}
