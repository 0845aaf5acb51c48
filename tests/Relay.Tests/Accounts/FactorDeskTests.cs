using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RemoteAssist.Relay.Accounts;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Tests.Audit;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Tests.Accounts;

public sealed class FactorDeskTests
{
    [Fact]
    public async Task ThePasswordAloneSignsNobodyIn()
    {
        await using var relay = await WithAccount();
        var (result, half) = await Signing.Of(relay).Password(Some.Account.Email, Some.Password);
        result.Should().Be(SignInResult.FactorNext);
        half.Should().StartWith("remoteassist.half=");
        (await relay.Read(db => db.SignIns.CountAsync())).Should().Be(1, "only set-up has signed in");
        (await relay.Log())[^1].Action.Should().Be(AuditActions.PasswordAccepted);
    }

    [Fact]
    public async Task AnAccountWithoutAFactorMakesOneBeforeAnythingElse()
    {
        await using var relay = new TestRelay();
        var signing = Signing.Of(relay);
        var token = await relay.Get<SetUpLink>().Issue(CancellationToken.None);
        var (_, set) = await signing.Request("", one => one.GetRequiredService<IAccountDesk>().SetUp(token!, Some.Account, CancellationToken.None));
        set.Should().StartWith("remoteassist.half=").And.NotContain("remoteassist=", "the first administrator is not in yet");

        var (result, half) = await signing.Password(Some.Account.Email, Some.Password);
        result.Should().Be(SignInResult.FactorNext);
        (await signing.Request(half, one => one.GetRequiredService<IFactorDesk>().Next(CancellationToken.None))).Result.Should().Be(SecondStep.MakeFactor);
        (await signing.Code(half, "000000")).Result.Should().Be(SignInResult.Wrong, "there is no factor that could fit");
        (await signing.TakeFactor(Some.Account.Email, half)).Should().StartWith("remoteassist=");
        (await signing.Request(half, one => one.GetRequiredService<IFactorDesk>().Next(CancellationToken.None))).Result.Should().Be(SecondStep.AskFactor);
    }

    [Fact]
    public async Task ACodeWorksOnceHoweverManySendItAtOnce()
    {
        await using var relay = await WithAccount();
        var signing = Signing.Of(relay);
        var halves = new List<string>();
        for (var one = 0; one < 4; one++)
        {
            halves.Add((await signing.Password(Some.Account.Email, Some.Password)).Half);
        }

        var code = await signing.Phones[Some.Account.Email].Next();
        var outcomes = await Task.WhenAll(halves.Select(half => Task.Run(() => signing.Code(half, code))));
        outcomes.Count(outcome => outcome.Result == SignInResult.SignedIn).Should().Be(1);
        outcomes.Count(outcome => outcome.Cookie.Contains("remoteassist=", StringComparison.Ordinal)).Should().Be(1);
    }

    [Fact]
    public async Task AnOlderCodeIsNotTakenAfterANewerOne()
    {
        await using var relay = await WithAccount();
        var signing = Signing.Of(relay);
        var phone = signing.Phones[Some.Account.Email];
        var older = await phone.Next();
        var newer = await phone.Next();
        (await signing.Code((await signing.Password(Some.Account.Email, Some.Password)).Half, newer)).Result.Should().Be(SignInResult.SignedIn);
        (await signing.Code((await signing.Password(Some.Account.Email, Some.Password)).Half, older)).Result.Should().Be(SignInResult.Wrong);
    }

    [Fact]
    public async Task EachRecoveryCodeWorksOnceHoweverItIsTyped()
    {
        await using var relay = await WithAccount();
        var signing = Signing.Of(relay);
        signing.RecoveryCodes.Should().HaveCount(RecoveryCodes.Count).And.OnlyHaveUniqueItems()
            .And.AllSatisfy(code => code.Should().MatchRegex("^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$"));
        var kept = await relay.Read(db => db.RecoveryCodes.Select(row => row.Hash).ToListAsync());
        kept.Should().HaveCount(RecoveryCodes.Count).And.NotIntersectWith(signing.RecoveryCodes);

        foreach (var code in signing.RecoveryCodes.Take(3))
        {
            var typed = code.Replace('-', ' ').ToLowerInvariant();
            (await Try(typed)).Should().Be(SignInResult.SignedIn);
            (await Try(code)).Should().Be(SignInResult.Wrong, "it has been used");
        }

        async Task<SignInResult> Try(string code) =>
            (await signing.RecoveryCode((await signing.Password(Some.Account.Email, Some.Password)).Half, code)).Result;
    }

    [Fact]
    public async Task WrongCodesCountLikeWrongPasswordsAlsoWhereThePasswordIsRightEachTime()
    {
        await using var relay = await WithAccount();
        var signing = Signing.Of(relay);
        for (var wrong = 1; wrong <= 5; wrong++)
        {
            var (asked, half) = await signing.Password(Some.Account.Email, Some.Password);
            asked.Should().Be(SignInResult.FactorNext);
            (await signing.Code(half, "no code")).Result.Should().Be(wrong < 5 ? SignInResult.Wrong : SignInResult.LockedOut);
        }

        (await signing.Password(Some.Account.Email, Some.Password)).Should().Be((SignInResult.LockedOut, ""));
        (await relay.Log())[^2].Detail["reason"].Should().Be("lockedOutNow");
    }

    [Fact]
    public async Task WithoutTheLogNobodySignsInAndTheCodeStaysGood()
    {
        var disk = new FailingCommit();
        await using var relay = await WithAccount(disk);
        var signing = Signing.Of(relay);
        var (_, half) = await signing.Password(Some.Account.Email, Some.Password);
        var code = await signing.Phones[Some.Account.Email].Next();
        disk.Fails = CommitFault.Failed;
        await FluentActions.Awaiting(() => signing.Code(half, code)).Should().ThrowAsync<AuditUnavailableException>();
        disk.Fails = CommitFault.None;
        (await signing.Code(half, code)).Result.Should().Be(SignInResult.SignedIn);
    }

    [Fact]
    public async Task AnAlteredHalfCookieOrAnothersOfferIsWorthNothing()
    {
        await using var relay = await WithAccount();
        var signing = Signing.Of(relay);
        var (_, half) = await signing.Password(Some.Account.Email, Some.Password);
        var code = await signing.Phones[Some.Account.Email].Next();
        (await signing.Code(half[..^4] + "AAAA", code)).Result.Should().Be(SignInResult.StartAgain);
        (await signing.Code("", code)).Result.Should().Be(SignInResult.StartAgain);
        foreach (var offer in new[] { "", "nonsense", Convert.ToBase64String(new byte[64]) })
        {
            var (taken, cookie) = await signing.Request(half, one => one.GetRequiredService<IFactorDesk>().Take(offer, code, CancellationToken.None));
            (taken.Answer, cookie).Should().Be((SignInResult.StartAgain, ""));
        }

        (await signing.Request(half, one => one.GetRequiredService<IFactorDesk>().Offer(null, CancellationToken.None))).Result
            .Should().BeNull("the account has a factor");
    }

    [Fact]
    public async Task NeitherTheKeyNorACodeIsInTheDatabaseInClear()
    {
        await using var relay = await WithAccount();
        var signing = Signing.Of(relay);
        var step = (await relay.Read(db => db.Factors.SingleAsync())).LastStep;
        RemoteAssist.Relay.Storage.StorageSetup.Release(relay.Folder.Database);
        var kept = string.Concat(Directory.GetFiles(relay.Folder.Path, "relay.db*").Select(file => Encoding.Latin1.GetString(File.ReadAllBytes(file))));
        kept.Should().Contain(Some.Account.Email).And.NotContain(signing.RecoveryCodes[0]).And.NotContain(signing.Key)
            .And.NotContain(signing.Phones[Some.Account.Email].CodeAt(step + 1));
    }

    private static async Task<TestRelay> WithAccount(FailingCommit? disk = null)
    {
        var relay = disk is null ? new TestRelay() : new TestRelay(disk);
        var token = await relay.Get<SetUpLink>().Issue(CancellationToken.None);
        (await Signing.Of(relay).SetUp(token!, Some.Account)).Problem.Should().BeNull();
        return relay;
    }
}
