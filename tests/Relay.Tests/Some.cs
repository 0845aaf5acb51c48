using System.Security.Claims;
using RemoteAssist.Relay.Accounts;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Tests;

/// <summary>Arbitrary values.</summary>
internal static class Some
{
    public const string Password = "mauve tractor 71 drift";

    public static readonly FirstAccount Account = new("Hanna Weiss", "Nordlicht IT", "hanna@nordlicht.example", Password);

    public static PendingEntry Entry(string action = AuditActions.SessionRequested, Guid? session = null) => new(
        action,
        ActorKind.Technician,
        "someone",
        AuditOutcome.Success,
        Session: session,
        Detail: new Dictionary<string, string> { ["minutes"] = "60" },
        Personal: new Dictionary<string, string> { ["reason"] = "look at the printer together" });

    public static NewCase Case(string number = "20931") =>
        new(number, "李雷", "+49 30 1234567", "Printer prints blank pages");

    public static CaseRow CaseRow(string number = "20931") => new()
    {
        Id = Guid.NewGuid(),
        Number = number,
        Customer = "李雷",
        Callback = "+49 30 1234567",
        Problem = "Printer prints blank pages",
        Opened = new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero),
    };

    public static SessionRow SessionRow(Guid caseId, SessionState state, DateTimeOffset requested) => new()
    {
        Id = Guid.NewGuid(),
        CaseId = caseId,
        TechnicianId = "someone",
        Technician = "Hanna Weiss",
        Organisation = "Nordlicht IT",
        Reason = "look at the printer together",
        State = state,
        Requested = requested,
        Scopes = "View",
        Minutes = 60,
    };

    /// <summary>A row of a key that nobody has.</summary>
    public static ApiKeyRow ApiKeyRow(string scopes = "cases.read") => new()
    {
        Id = Guid.NewGuid(),
        Mark = "0badcafe",
        Hash = new string('0', 64),
        Name = "Ticket desk",
        Scopes = scopes,
        MadeById = "someone",
        MadeBy = "Hanna Weiss",
        Made = DateTimeOffset.UtcNow,
        Expires = DateTimeOffset.UtcNow.AddDays(90),
    };

    /// <summary>A row of a webhook with a secret that nobody can read.</summary>
    public static WebhookRow WebhookRow() => new()
    {
        Id = Guid.NewGuid(),
        Url = "https://help.example/hook",
        Inside = false,
        Steps = "session.end",
        Secret = "",
        MadeById = "someone",
        MadeBy = "Hanna Weiss",
        Made = DateTimeOffset.UtcNow,
    };

    public static ClaimsPrincipal Administrator(string id = "someone") => new(new ClaimsIdentity(
        [new Claim(ClaimTypes.NameIdentifier, id), new Claim(ClaimTypes.Role, Roles.Administrator), new Claim(AccountClaims.Name, "Hanna Weiss")], "test"));

    public static ClaimsPrincipal Technician(string id = "someone") => new(new ClaimsIdentity(
        [new Claim(ClaimTypes.NameIdentifier, id), new Claim(ClaimTypes.Role, Roles.Technician)], "test"));
}
