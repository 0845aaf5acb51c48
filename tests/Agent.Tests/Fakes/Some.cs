using System.Security.Cryptography;
using RemoteAssist.Agent.Consent;
using RemoteAssist.Shared.Receipts;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Tests.Fakes;

/// <summary>Arbitrary values.</summary>
internal static class Some
{
    public static readonly SessionCode Code = new("4829", "130675");

    public static readonly Guid Session = Guid.Parse("6f6b1c86-6d7c-4d0c-9a2b-0d6a4d9f9c11");

    public static readonly byte[] Seat = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    public static SessionOffer Offer(params Scope[] scopes) => new(
        Session,
        "Lin Wei",
        "Northwind IT",
        "20931",
        "Printer prints blank pages",
        "look at the printer settings together",
        scopes.Length == 0 ? [Scope.View] : scopes,
        Minutes: 60,
        AnswerWithinSeconds: 120);

    /// <summary>What the customer of <see cref="Offer"/> allowed, as the Agent and the Relay signed it.</summary>
    public static SignedReceipt Receipt()
    {
        using var agent = new SessionKey();
        using var relay = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var began = new DateTimeOffset(2026, 5, 18, 9, 2, 0, TimeSpan.Zero);
        var grant = new ConsentGrant(Session, [Scope.View, Scope.Control], "Lin Wei", "Northwind IT", began, began.AddHours(1));
        var receipts = new SomeReceipts(agent, new byte[32], relay.ExportSubjectPublicKeyInfo());
        return receipts.Sign(receipts.Next(grant, colleague: false, Offer()))
            .Countersign(17, began, statement => relay.SignData(statement, HashAlgorithmName.SHA256));
    }

    /// <summary>A session of half an hour in which some of what was allowed was used.</summary>
    public static SessionSummary Summary()
    {
        var began = new DateTimeOffset(2026, 5, 18, 9, 2, 0, TimeSpan.Zero);
        return new SessionSummary(
            Session,
            "Lin Wei",
            "Northwind IT",
            "20931",
            "Printer prints blank pages",
            began,
            began.AddMinutes(28.5),
            [Scope.View, Scope.Control, Scope.Drawing],
            [Scope.View, Scope.Control],
            [
                new(began, FeedKind.Allowed),
                new(began.AddMinutes(1), FeedKind.Controlled, Times: 41),
                new(began.AddMinutes(2), FeedKind.Controlled, Times: 2),
                new(began.AddMinutes(3), FeedKind.Paused),
            ],
            [new(began.AddMinutes(1), 1, "Lin Wei", "is it on?", true), new(began.AddMinutes(2), 2, null, "yes", true)],
            [Receipt()]);
    }
}
