using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Viewer.Tests;

/// <summary>Passkeys in memory: what is asked for is remembered, what comes of it is set by the test.</summary>
internal sealed class FakePasskeys : IPasskeyDesk, IPasskeySignIn
{
    public const string Options = """{"challenge":"AwQ","note":"\"><script>alert(1)</script>"}""";

    /// <summary>Null where the address has no name.</summary>
    public string? Asked { get; set; }

    public PasskeyAnswer Answer { get; set; }

    public SignInResult SignInAnswer { get; set; }

    public List<string> Done { get; } = [];

    Task<string?> IPasskeyDesk.Ask(CancellationToken cancel) => Task.FromResult(Asked);

    Task<string?> IPasskeySignIn.Ask(CancellationToken cancel) => Task.FromResult(Asked);

    public Task<PasskeyAnswer> Add(string password, string name, string credential, CancellationToken cancel) => Did($"add {name} {credential} with {password}");

    public Task<MyPasskey?> Find(Guid id, CancellationToken cancel) =>
        Task.FromResult(id == Some.Id ? new MyPasskey(id, "Laptop", Some.Now, null) : null);

    public Task<PasskeyAnswer> Remove(string password, Guid id, CancellationToken cancel) => Did($"remove {id} with {password}");

    public Task<PasskeyAnswer> RemoveApp(string password, CancellationToken cancel) => Did($"remove app with {password}");

    public Task<SignInResult> SignIn(string credential, CancellationToken cancel)
    {
        Done.Add("sign in " + credential);
        return Task.FromResult(SignInAnswer);
    }

    private Task<PasskeyAnswer> Did(string what)
    {
        Done.Add(what);
        return Task.FromResult(Answer);
    }
}
