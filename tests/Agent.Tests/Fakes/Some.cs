using RemoteAssist.Agent.Consent;
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
            [new(began.AddMinutes(1), 1, "Lin Wei", "is it on?", true), new(began.AddMinutes(2), 2, null, "yes", true)]);
    }
}
