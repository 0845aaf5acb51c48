using RemoteAssist.Shared.Sessions;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Viewer.Tests;

/// <summary>Keys and what programs prepared, in memory.</summary>
internal sealed class FakeKeys : IApiKeyDesk, IPreparationDesk
{
    public const string Key = "ra_0badcafe_7V3r1qkJbW0mXn8cZ2yT5uHsE9oLpQdRfGhIjKlMnOp";

    public List<ApiKey> All { get; } =
    [
        new(Guid.Parse("5f8a1c52-9a0e-4a57-8a5b-0c8f5b2b7a21"), "0badcafe", "Ticket desk", [ApiScope.CasesRead, ApiScope.SessionsPrepare],
            "Mei Lin", Some.Now.AddDays(-3), Some.Now.AddDays(87), Some.Now.AddMinutes(-5), ApiKeyState.Active),
        new(Guid.Parse("5f8a1c52-9a0e-4a57-8a5b-0c8f5b2b7a22"), "deadbeef", "<script>alert(1)</script>", [ApiScope.SessionsRead],
            "Mei Lin", Some.Now.AddDays(-400), Some.Now.AddDays(-35), null, ApiKeyState.Expired),
        new(Guid.Parse("5f8a1c52-9a0e-4a57-8a5b-0c8f5b2b7a23"), "12345678", "报表", [ApiScope.CasesWrite],
            "王秀英", Some.Now.AddDays(-2), Some.Now.AddDays(28), null, ApiKeyState.Revoked),
        new(Guid.Parse("5f8a1c52-9a0e-4a57-8a5b-0c8f5b2b7a24"), "600dcafe", "Wall board", [ApiScope.Webhooks],
            "Ben Ruiz", Some.Now.AddDays(-9), Some.Now.AddDays(21), Some.Now.AddDays(-1), ApiKeyState.Suspended),
    ];

    public List<string> Asked { get; } = [];

    public Dictionary<Guid, PreparedSession> Prepared { get; } = [];

    public Task<IReadOnlyList<ApiKey>> List(CancellationToken cancel) => Task.FromResult<IReadOnlyList<ApiKey>>(All);

    public Task<NewApiKey> Make(ApiKeyForm form, CancellationToken cancel)
    {
        Asked.Add($"make {form.Name}: {string.Join('+', form.Scopes)} for {form.Days}");
        return Task.FromResult(new NewApiKey(Key, Some.Now.AddDays(form.Days)));
    }

    public Task<bool> Revoke(Guid id, CancellationToken cancel)
    {
        Asked.Add($"revoke {id}");
        return Task.FromResult(true);
    }

    public Task<PreparedSession?> Find(Guid caseId, CancellationToken cancel) => Task.FromResult(Prepared.GetValueOrDefault(caseId));

    public static PreparedSession Preparation() =>
        new(new SessionWish("Set up the new printer", [Scope.View, Scope.Control], 30), "Ticket desk", Some.Now.AddMinutes(-5));
}
