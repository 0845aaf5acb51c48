using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Viewer.Tests;

/// <summary>People and one's own account in memory: what is asked for is remembered, what comes of it is set by the test.</summary>
internal sealed class FakePeople : IPeopleDesk, IMyAccountDesk
{
    public List<Person> Everybody { get; } =
    [
        new($"{Some.Id}", "Mei Lin", "Help Desk North", "mei@example.com", [PersonRole.Technician, PersonRole.Administrator], AccountState.Active, Some.Now, true),
        new("5f8a1c52-9a0e-4a57-8a5b-0c8f5b2b7a12", "Ada Okafor", "Help Desk North", "ada@example.com", [PersonRole.Auditor], AccountState.Invited, null, false),
        new("5f8a1c52-9a0e-4a57-8a5b-0c8f5b2b7a13", "王秀英", "Northwind IT", "wang@example.com", [PersonRole.Technician], AccountState.Disabled, Some.Now.AddDays(-3), false),
    ];

    public List<string> Asked { get; } = [];

    public PeopleProblem? Problem { get; set; }

    public SetUpProblem? AcceptAnswer { get; set; }

    public MyAnswer Answer { get; set; }

    public bool HasPassword { get; set; } = true;

    public string? LinkedWith { get; set; }

    public Task<IReadOnlyList<Person>> List(CancellationToken cancel) => Task.FromResult<IReadOnlyList<Person>>(Everybody);

    public Task<Person?> Find(string id, CancellationToken cancel) => Task.FromResult(Everybody.Find(person => person.Id == id));

    public Task<InviteAnswer> Invite(NewPerson form, CancellationToken cancel) =>
        Invited($"invite {form.Name}, {form.Organisation}, {form.Email}: {string.Join('+', form.Roles)}");

    public Task<InviteAnswer> InviteAgain(string id, CancellationToken cancel) => Invited($"again {id[^2..]}");

    public Task<PeopleProblem?> ChangeRoles(string id, IReadOnlyList<PersonRole> roles, CancellationToken cancel) => Done($"roles {id[^2..]}: {string.Join('+', roles)}");

    public Task<PeopleProblem?> Disable(string id, CancellationToken cancel) => Done($"disable {id[^2..]}");

    public Task<PeopleProblem?> Enable(string id, CancellationToken cancel) => Done($"enable {id[^2..]}");

    public Task<Invited?> Invitation(string token, CancellationToken cancel) =>
        Task.FromResult(token == "good" ? new Invited("Ada Okafor", "ada@example.com") : null);

    public Task<SetUpProblem?> Accept(string token, string password, CancellationToken cancel)
    {
        Asked.Add($"accept {token} {password}");
        return Task.FromResult(AcceptAnswer);
    }

    public Task<MyAccount> Read(CancellationToken cancel) => Task.FromResult(new MyAccount(
        "Mei Lin", "Help Desk North", "mei@example.com", Some.Now.AddDays(-9), 8,
        [
            new(Some.Id, Some.Now.AddMinutes(-12), Some.Now, "192.0.2.7", "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0", true),
            new(Guid.Parse("5f8a1c52-9a0e-4a57-8a5b-0c8f5b2b7a99"), Some.Now.AddHours(-3), Some.Now.AddHours(-2), "198.51.100.4", "<script>alert(1)</script>", false),
        ],
        [new(Some.Id, "<script>key</script>", Some.Now.AddDays(-2), Some.Now.AddHours(-1))],
        HasPassword, LinkedWith));

    public Task<MyAnswer> ChangePassword(string password, string next, CancellationToken cancel)
    {
        Asked.Add($"password {password} to {next}");
        return Task.FromResult(Answer);
    }

    public Task<FactorOffer> OfferFactor(string? again, CancellationToken cancel) => Task.FromResult(FakeFactors.Offered);

    public Task<(MyAnswer Answer, IReadOnlyList<string> RecoveryCodes)> ChangeFactor(string password, string offer, string code, CancellationToken cancel) =>
        Codes($"factor {offer} {code} with {password}");

    public Task<(MyAnswer Answer, IReadOnlyList<string> RecoveryCodes)> NewRecoveryCodes(string password, CancellationToken cancel) =>
        Codes($"recovery with {password}");

    public Task EndSignIn(Guid id, CancellationToken cancel)
    {
        Asked.Add($"end {id}");
        return Task.CompletedTask;
    }

    private Task<InviteAnswer> Invited(string what)
    {
        Asked.Add(what);
        return Task.FromResult(Problem is { } problem ? new InviteAnswer(problem) : new InviteAnswer(null, "a-long-token", Some.Now.AddHours(72)));
    }

    private Task<PeopleProblem?> Done(string what)
    {
        Asked.Add(what);
        return Task.FromResult(Problem);
    }

    private Task<(MyAnswer, IReadOnlyList<string>)> Codes(string what)
    {
        Asked.Add(what);
        return Task.FromResult<(MyAnswer, IReadOnlyList<string>)>((Answer, Answer is MyAnswer.Done ? ["7K2M-QX9T-0HVC-4NRE"] : []));
    }
}
