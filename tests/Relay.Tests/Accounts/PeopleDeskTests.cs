using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RemoteAssist.Relay.Accounts;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Tests.Audit;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Tests.Accounts;

public sealed class PeopleDeskTests : IAsyncLifetime
{
    private readonly FailingCommit disk = new();
    private TestRelay relay = null!;
    private Signing signing = null!;
    private string first = "";

    public async Task InitializeAsync()
    {
        relay = new TestRelay(disk);
        signing = Signing.Of(relay);
        var token = await relay.Get<SetUpLink>().Issue(CancellationToken.None);
        (await signing.SetUp(token!, Some.Account)).Problem.Should().BeNull();
        first = await Id(Some.Account.Email);
    }

    public async Task DisposeAsync() => await relay.DisposeAsync();

    [Fact]
    public async Task SomebodyInvitedSetsPasswordAndFactorAndSignsInWithTheRolesGiven()
    {
        var invited = await Invite("ada@nordlicht.example", PersonRole.Technician, PersonRole.Auditor);
        invited.Problem.Should().BeNull();
        invited.Until.Should().BeCloseTo(TimeProvider.System.GetUtcNow().AddHours(72), TimeSpan.FromMinutes(1));
        (await Person("ada@nordlicht.example")).Should().BeEquivalentTo(
            new { State = AccountState.Invited, Roles = new[] { PersonRole.Technician, PersonRole.Auditor }, LastSeen = (DateTimeOffset?)null, IsYou = false });
        (await signing.Password("ada@nordlicht.example", Some.Password)).Result.Should().Be(SignInResult.Wrong, "there is no password yet");

        (await Ask(desk => desk.Invitation(invited.Token, CancellationToken.None))).Should().Be(new Invited("Ada Okafor", "ada@nordlicht.example"));
        (await Accept(invited.Token, "ada@nordlicht.example")).Should().BeNull();
        (await Person("ada@nordlicht.example")).State.Should().Be(AccountState.Active);
        (await signing.SignIn("ada@nordlicht.example", Some.Password)).Result.Should().Be(SignInResult.SignedIn);
        (await relay.Log()).Select(entry => (entry.Action, entry.ActorId == first, entry.Outcome)).Should().ContainInOrder(
            (AuditActions.AccountInvited, true, AuditOutcome.Success),
            (AuditActions.InvitationAccepted, false, AuditOutcome.Success),
            (AuditActions.FactorSet, false, AuditOutcome.Success),
            (AuditActions.SignIn, false, AuditOutcome.Success));
        relay.Verify().Fault.Should().BeNull();
    }

    [Fact]
    public async Task AnInvitationWorksOnceAlsoWhereManyUseItAtOnce()
    {
        var token = (await Invite("ada@nordlicht.example", PersonRole.Technician)).Token;
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(() =>
            Ask(desk => desk.Accept(token, Some.Password, CancellationToken.None)))));
        outcomes.Count(problem => problem is null).Should().Be(1);
        outcomes.Count(problem => problem is SetUpProblem.LinkIsDead).Should().Be(11);
        (await Ask(desk => desk.Invitation(token, CancellationToken.None))).Should().BeNull();
    }

    [Fact]
    public async Task AnInvitationEndsAfterThreeDaysAndWithTheNextOne()
    {
        var old = (await Invite("ada@nordlicht.example", PersonRole.Technician)).Token;
        var next = (await Again("ada@nordlicht.example")).Token;
        (await Ask(desk => desk.Invitation(old, CancellationToken.None))).Should().BeNull();
        (await Ask(desk => desk.Invitation(next, CancellationToken.None))).Should().NotBeNull();

        var past = TimeProvider.System.GetUtcNow().AddSeconds(-1);
        await relay.Read(db => db.Invitations.ExecuteUpdateAsync(row => row.SetProperty(one => one.Until, past)));
        (await Ask(desk => desk.Invitation(next, CancellationToken.None))).Should().BeNull();
        (await Ask(desk => desk.Accept(next, Some.Password, CancellationToken.None))).Should().Be(SetUpProblem.LinkIsDead);
        (await Ask(desk => desk.Accept("", Some.Password, CancellationToken.None))).Should().Be(SetUpProblem.LinkIsDead);
        (await relay.Log())[^1].Should().Match<EntryFacts>(entry => entry.Action == AuditActions.InvitationAccepted && entry.Outcome == AuditOutcome.Refused);
    }

    [Fact]
    public async Task TheLinkItselfIsNotKept()
    {
        var token = (await Invite("ada@nordlicht.example", PersonRole.Technician)).Token;
        token.Should().HaveLength(43, "32 bytes are 43 characters of base64url");
        RemoteAssist.Relay.Storage.StorageSetup.Release(relay.Folder.Database);
        foreach (var file in Directory.GetFiles(relay.Folder.Path, "relay.db*"))
        {
            (await File.ReadAllBytesAsync(file)).AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(token)).Should().Be(-1);
        }
    }

    [Fact]
    public async Task WhatIsWrongWithAnInvitationIsSaid()
    {
        (await Invite("no address", PersonRole.Technician)).Problem.Should().Be(PeopleProblem.BadEmail);
        (await Invite("ada@nordlicht.example")).Problem.Should().Be(PeopleProblem.NoRole);
        (await Invite(Some.Account.Email.ToUpperInvariant(), PersonRole.Technician)).Problem.Should().Be(PeopleProblem.EmailTaken);
        (await relay.Read(db => db.Users.CountAsync())).Should().Be(1);
        var token = (await Invite("ada@nordlicht.example", PersonRole.Technician)).Token;
        (await Ask(desk => desk.Accept(token, "password1234", CancellationToken.None))).Should().Be(SetUpProblem.WeakPassword);
        (await Ask(desk => desk.Invitation(token, CancellationToken.None))).Should().NotBeNull("it was not used");
    }

    [Fact]
    public async Task TheLastAdministratorStays()
    {
        (await Ask(desk => desk.Disable(first, CancellationToken.None))).Should().Be(PeopleProblem.LastAdministrator);
        (await Ask(desk => desk.ChangeRoles(first, [PersonRole.Technician], CancellationToken.None))).Should().Be(PeopleProblem.LastAdministrator);
        (await Again(Some.Account.Email)).Problem.Should().Be(PeopleProblem.Yourself);

        // An administrator who has not come yet could not look after anybody.
        await Invite("ada@nordlicht.example", PersonRole.Administrator);
        (await Ask(desk => desk.Disable(first, CancellationToken.None))).Should().Be(PeopleProblem.LastAdministrator);
        (await Person(Some.Account.Email)).Should().BeEquivalentTo(new { State = AccountState.Active, Roles = new[] { PersonRole.Technician, PersonRole.Administrator } });
        (await relay.Log())[^1].Should().Match<EntryFacts>(entry =>
            entry.Action == AuditActions.AccountDisabled && entry.Outcome == AuditOutcome.Refused && entry.Detail["reason"] == "lastAdministrator");
    }

    [Fact]
    public async Task OfTwoAdministratorsWhoDisableEachOtherOneStays()
    {
        await Accept((await Invite("ada@nordlicht.example", PersonRole.Administrator)).Token, "ada@nordlicht.example");
        var other = await Id("ada@nordlicht.example");
        for (var round = 0; round < 5; round++)
        {
            var outcomes = await Task.WhenAll(new[] { first, other }.Select(id => Task.Run(() => Ask(desk => desk.Disable(id, CancellationToken.None)))));
            outcomes.Should().BeEquivalentTo(new PeopleProblem?[] { null, PeopleProblem.LastAdministrator });
            await Ask(desk => desk.Enable(first, CancellationToken.None));
            await Ask(desk => desk.Enable(other, CancellationToken.None));
        }
    }

    [Fact]
    public async Task SomebodyDisabledIsToldSoOnlyWithTheRightPasswordAndComesBackWhenEnabled()
    {
        await Accept((await Invite("ada@nordlicht.example", PersonRole.Technician)).Token, "ada@nordlicht.example");
        var id = await Id("ada@nordlicht.example");
        var (_, half) = await signing.Password("ada@nordlicht.example", Some.Password);
        (await Ask(desk => desk.Disable(id, CancellationToken.None))).Should().BeNull();
        (await signing.Code(half, await signing.Phones["ada@nordlicht.example"].Next())).Result.Should().Be(SignInResult.StartAgain, "half a sign-in ends, too");
        (await signing.Password("ada@nordlicht.example", Some.Password)).Should().Be((SignInResult.Disabled, ""));
        (await signing.Password("ada@nordlicht.example", "not the password")).Should().Be((SignInResult.Wrong, ""));
        (await Again("ada@nordlicht.example")).Problem.Should().Be(PeopleProblem.IsDisabled);
        (await relay.Read(db => db.SignIns.Where(row => row.AccountId == id).Select(row => row.Why).ToListAsync())).Should().Equal(SignInEnd.Disabled);

        (await Ask(desk => desk.Enable(id, CancellationToken.None))).Should().BeNull();
        (await signing.SignIn("ada@nordlicht.example", Some.Password)).Result.Should().Be(SignInResult.SignedIn);
    }

    [Fact]
    public async Task AResetTakesPasswordFactorAndRecoveryCodesAtOnce()
    {
        await Accept((await Invite("ada@nordlicht.example", PersonRole.Technician)).Token, "ada@nordlicht.example");
        var codes = signing.RecoveryCodes;
        var (_, half) = await signing.Password("ada@nordlicht.example", Some.Password);
        var again = await Again("ada@nordlicht.example");
        (await signing.Password("ada@nordlicht.example", Some.Password)).Result.Should().Be(SignInResult.Wrong);
        (await signing.RecoveryCode(half, codes[0])).Result.Should().Be(SignInResult.StartAgain);
        var id = await Id("ada@nordlicht.example");
        (await relay.Read(db => db.RecoveryCodes.CountAsync(row => row.AccountId == id))).Should().Be(0);
        (await relay.Read(db => db.Factors.CountAsync(row => row.AccountId == id))).Should().Be(0);

        await Accept(again.Token, "ada@nordlicht.example");
        (await signing.SignIn("ada@nordlicht.example", Some.Password)).Result.Should().Be(SignInResult.SignedIn);
    }

    [Fact]
    public async Task WithoutTheLogNothingHappensToAnybody()
    {
        await Accept((await Invite("ada@nordlicht.example", PersonRole.Technician)).Token, "ada@nordlicht.example");
        var id = await Id("ada@nordlicht.example");
        var before = await Person("ada@nordlicht.example");
        disk.Fails = CommitFault.Failed;
        foreach (var step in new Func<IPeopleDesk, Task>[]
        {
            desk => desk.Disable(id, CancellationToken.None), desk => desk.ChangeRoles(id, [PersonRole.Administrator], CancellationToken.None),
            desk => desk.InviteAgain(id, CancellationToken.None),
            desk => desk.Invite(new NewPerson("Tomas", "Nordlicht", "tomas@nordlicht.example", [PersonRole.Auditor]), CancellationToken.None),
        })
        {
            await FluentActions.Awaiting(() => Ask(async desk =>
            {
                await step(desk);
                return 0;
            })).Should().ThrowAsync<AuditUnavailableException>();
        }

        disk.Fails = CommitFault.None;
        (await Person("ada@nordlicht.example")).Should().BeEquivalentTo(before);
        (await relay.Read(db => db.SignIns.CountAsync(row => row.AccountId == id && row.Ended == null))).Should().Be(1);
        (await relay.Read(db => db.Users.CountAsync())).Should().Be(2);
    }

    private Task<InviteAnswer> Invite(string email, params PersonRole[] roles) =>
        Ask(desk => desk.Invite(new NewPerson("Ada Okafor", "Nordlicht IT", email, roles), CancellationToken.None));

    private async Task<InviteAnswer> Again(string email)
    {
        var id = await Id(email);
        return await Ask(desk => desk.InviteAgain(id, CancellationToken.None));
    }

    private async Task<SetUpProblem?> Accept(string token, string email)
    {
        var (problem, half) = await signing.Request("", one => one.GetRequiredService<IPeopleDesk>().Accept(token, Some.Password, CancellationToken.None));
        (await signing.TakeFactor(email, Signing.Pair(half))).Should().StartWith("remoteassist=");
        return problem;
    }

    private async Task<Person> Person(string email) =>
        (await Ask(desk => desk.List(CancellationToken.None))).Single(person => person.Email == email);

    private Task<string> Id(string email) => relay.Read(db => db.Users.Where(row => row.Email == email).Select(row => row.Id).SingleAsync());

    private async Task<T> Ask<T>(Func<IPeopleDesk, Task<T>> ask) => (await signing.Request(
        "",
        one => ask(one.GetRequiredService<IPeopleDesk>()),
        new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, first), new Claim(ClaimTypes.Role, Roles.Administrator)], "test")))).Result;
}
