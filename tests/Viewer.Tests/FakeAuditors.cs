using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Viewer.Tests;

/// <summary>Auditors' keys in memory: what is asked for is remembered, what comes of it is set by the test.</summary>
internal sealed class FakeAuditors : IAuditorDesk, IOwnAuditorKeyDesk
{
    public static readonly byte[] Root = [1, 2, 3];

    public byte[]? RootKey { get; set; }

    public List<AuditorKeyShown> Keys { get; } =
    [
        Key(new string('a', 32), "Ada Okafor", null),
        Key(new string('b', 32), "<script>alert(1)</script>", Some.Now.AddDays(300)),
        Key(new string('c', 32), "王秀英", null) with { MayAudit = false },
    ];

    public AuditorKeyShown? Own { get; set; }

    public List<string> Asked { get; } = [];

    public AuditorAnswer Answer { get; set; }

    public Task<AuditorsShown> Read(CancellationToken cancel) =>
        Task.FromResult(new AuditorsShown(RootKey, RootKey is null ? null : "0123 4567", RootKey is null ? [] : Keys, ["Ben Ruiz"]));

    public Task<AuditorAnswer> SetRoot(byte[] publicKey, CancellationToken cancel) => Done($"root {Convert.ToHexString(publicKey)}");

    public Task<AuditorAnswer> Certify(SignedAuditor signed, CancellationToken cancel) =>
        Done($"certify {signed.Id} {signed.Name} {signed.Made.ToUnixTimeMilliseconds()} {signed.Until.ToUnixTimeMilliseconds()} {Convert.ToHexString(signed.Signature)}");

    public Task<AuditorAnswer> Withdraw(string id, CancellationToken cancel) => Done($"withdraw {id}");

    public Task<AuditorAnswer> Add(byte[] publicKey, CancellationToken cancel) => Done($"own {Convert.ToHexString(publicKey)}");

    Task<AuditorKeyShown?> IOwnAuditorKeyDesk.Read(CancellationToken cancel) => Task.FromResult(Own);

    public static AuditorKeyShown Key(string id, string name, DateTimeOffset? until) =>
        new(id, name, "ada@example.com", [4, 5], $"{id[..4]} 1234", Some.Now.AddDays(-1), until, true);

    private Task<AuditorAnswer> Done(string what)
    {
        Asked.Add(what);
        return Task.FromResult(Answer);
    }
}
