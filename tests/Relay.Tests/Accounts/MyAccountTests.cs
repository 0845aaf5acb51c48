using System.Text.RegularExpressions;

namespace RemoteAssist.Relay.Tests.Accounts;

/// <summary>One's own account through the pages of the real Relay: what changes here ends what is open elsewhere.</summary>
[Collection(RunningOffice.Name)]
public sealed partial class MyAccountTests(RunningOffice office) : IAsyncLifetime
{
    private const string Next = "orchard 5 lantern quay";

    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(5);

    private readonly string email = office.NewEmail();
    private readonly Browser administrator = office.Administrator;
    private readonly Browser here = new(office.Relay.Address);
    private Browser there = null!;

    public async Task InitializeAsync()
    {
        await here.Accept(await administrator.Invite(email, "Technician"));
        there = new Browser(office.Relay.Address) { Phone = here.Phone };
        (await there.SignIn(email)).Path.Should().Be("/cases");
    }

    public Task DisposeAsync()
    {
        here.Dispose();
        there.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [Trait("Promise", "34")]
    [InlineData("/account/password")]
    [InlineData("/account/factor")]
    [InlineData("/account/recovery")]
    public async Task WhatIsChangedHereSignsOutElsewhereAndClosesWhatIsOpenThere(string page)
    {
        using var tried = new Tried(34, $"live connections elsewhere when {page} is used");
        var rounds = Tried.Count(20, smoke: 1);
        for (var round = 0; round < rounds; round++)
        {
            var (mine, stays) = await office.Connect(here);
            var (other, gone) = await office.Connect(there);
            await Change(page, Some.Password, Some.Password);
            await Task.WhenAny(gone.Task, Task.Delay(Promised));
            tried.Try(gone.Task.IsCompleted, "a connection of another sign-in was still open after 5 s");
            stays.Task.IsCompleted.Should().BeFalse("whoever changes it goes on working");
            (await there.Open("/cases")).Path.Should().StartWith("/sign-in?").And.EndWith("ended=AccountChanged");
            (await here.Open("/cases")).Path.Should().Be("/cases");
            await mine.DisposeAsync();
            await other.DisposeAsync();
            there.Phone = here.Phone;
            (await there.SignIn(email)).Path.Should().Be("/cases");
        }

        tried.MustHold();
    }

    [Fact]
    public async Task ANewPasswordTakesThePlaceOfTheOldOne()
    {
        (await Change("/account/password", "not the password", Next)).Html.Should().Contain("This is not the password of your account");
        (await Change("/account/password", Some.Password, "password1234")).Html.Should().Contain("too easy to guess");
        (await there.Open("/cases")).Path.Should().Be("/cases", "nothing has changed");
        (await Change("/account/password", Some.Password, Next)).Path.Should().Be("/account?changed=true");
        (await there.Submit("/sign-in", [("Email", email), ("Password", Some.Password)])).Html.Should().Contain("do not fit together");
        (await there.SignIn(email, Next)).Path.Should().Be("/cases");
    }

    [Fact]
    public async Task ANewAppTakesThePlaceOfTheOldOneAndOfItsRecoveryCodes()
    {
        var (oldPhone, oldCodes) = (here.Phone!, here.RecoveryCodes);
        (await here.Submit("/account/factor", [("Code", "000000"), ("Current", Some.Password)])).Html.Should().Contain("Check that the clock");
        await Change("/account/factor", Some.Password, "");
        here.RecoveryCodes.Should().NotIntersectWith(oldCodes);
        there.Phone = oldPhone;
        (await there.SignIn(email)).Html.Should().Contain("do not fit");
        (await Recover(there, oldCodes[0])).Html.Should().Contain("does not fit");
        (await Recover(there, here.RecoveryCodes[0])).Path.Should().Be("/cases");
        (await here.Open("/account")).Html.Should().Contain("Still good: 9.");
    }

    [Fact]
    public async Task NewRecoveryCodesTakeThePlaceOfTheOldOnes()
    {
        var old = here.RecoveryCodes;
        await Change("/account/recovery", Some.Password, "");
        here.RecoveryCodes.Should().HaveCount(10).And.NotIntersectWith(old);
        await there.Submit("/sign-in", [("Email", email), ("Password", Some.Password)]);
        (await Recover(there, old[0])).Html.Should().Contain("does not fit");
        (await Recover(there, here.RecoveryCodes[9])).Path.Should().Be("/cases");
    }

    [Fact]
    public async Task SignInsAreListedAndEachButThisOneCanBeEnded()
    {
        var (other, gone) = await office.Connect(there);
        var list = (await here.Open("/account")).Html;
        var ids = Row().Matches(list).Select(row => row.Groups[1].Value).ToList();
        ids.Should().HaveCount(2);
        list.Should().Contain("Firefox, Linux").And.Contain("127.0.0.1");
        Regex.Count(list, "this one").Should().Be(1);
        var others = ids.Single(id => list.Contains($"value=\"{id}\"", StringComparison.Ordinal));

        // Nobody ends a sign-in that is not their own.
        await administrator.Submit("/account", [("Id", others)], "/account?handler=End");
        (await there.Open("/cases")).Path.Should().Be("/cases");

        await here.Submit("/account", [("Id", others)], "/account?handler=End");
        await gone.Task.WaitAsync(Promised);
        (await there.Open("/cases")).Path.Should().EndWith("ended=Revoked");
        Row().Matches((await here.Open("/account")).Html).Should().ContainSingle();
        await other.DisposeAsync();
    }

    [Fact]
    public async Task TriesOfThePasswordCountHereToo()
    {
        for (var wrong = 1; wrong <= 4; wrong++)
        {
            (await Change("/account/password", "not the password", Next)).Html.Should().Contain("This is not the password of your account");
        }

        (await Change("/account/password", "not the password", Next)).Html.Should().Contain("too many tries");
        (await Change("/account/password", Some.Password, Next)).Html.Should().Contain("too many tries");
    }

    private async Task<Shown> Change(string page, string password, string next)
    {
        switch (page)
        {
            case "/account/password":
                return await here.Submit(page, [("Current", password), ("Next", next)]);
            case "/account/factor":
                await here.TakeFactor(page, ("Current", password));
                return await here.Open("/account");
            default:
                return await here.MakeRecoveryCodes(password);
        }
    }

    private static Task<Shown> Recover(Browser person, string code) =>
        person.Submit("/sign-in/code?recovery=true", [("RecoveryCode", code)]);

    [GeneratedRegex("data-sign-in=\"([0-9a-f-]{36})\"")]
    private static partial Regex Row();
}
