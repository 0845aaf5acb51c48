using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Tests.Recordings;

/// <summary>The organisation's root key, auditors' keys, and who is certified.</summary>
public sealed class AuditorDeskTests : OrganisationTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task TheRootKeyIsSetOnceAndItsSettingIsAnEntry()
    {
        (await Organisation.Desk.Read(None)).RootKey.Should().BeNull();
        (await Organisation.Desk.SetRoot([1, 2, 3], None)).Should().Be(AuditorAnswer.NoKey);
        (await Organisation.Desk.SetRoot(Organisation.RootKey, None)).Should().Be(AuditorAnswer.Done);
        Stage.Log.Last.Action.Should().Be(AuditActions.RootKeySet);
        (await Organisation.Desk.SetRoot(Organisation.PublicKey, None)).Should().Be(AuditorAnswer.RootIsSet);
        (await Organisation.Desk.Read(None)).RootKey.Should().Equal(Organisation.RootKey);
    }

    [Fact]
    public async Task OnlyAdministratorsCertifyAndOnlyAuditorsHaveKeys()
    {
        foreach (var act in new Func<Task>[]
        {
            () => Organisation.DeskOfAnother.Read(None),
            () => Organisation.DeskOfAnother.SetRoot(Organisation.RootKey, None),
            () => Organisation.DeskOfAnother.Certify(Organisation.Sign(), None),
            () => Organisation.DeskOfAnother.Withdraw(Organisation.Id, None),
            () => Organisation.OwnOfAnother.Read(None),
            () => Organisation.OwnOfAnother.Add(Organisation.PublicKey, None),
        })
        {
            await act.Should().ThrowAsync<UnauthorizedAccessException>();
        }
    }

    [Fact]
    public async Task AnAuditorsKeyWaitsUntilTheRootHasSignedIt()
    {
        Organisation.AppointEve();
        (await Organisation.Desk.Read(None)).WithoutKey.Should().Equal("Eve Lund");
        (await Organisation.Own.Read(None)).Should().BeNull();
        (await Organisation.Own.Add([4], None)).Should().Be(AuditorAnswer.NoKey);
        (await Organisation.Own.Add(Organisation.PublicKey, None)).Should().Be(AuditorAnswer.Done);
        Stage.Log.Last.Action.Should().Be(AuditActions.AuditorKeyAdded);
        (await Organisation.Own.Add(Organisation.PublicKey, None)).Should().Be(AuditorAnswer.Taken);
        (await Organisation.Own.Read(None))!.Until.Should().BeNull();
        (await Organisation.Desk.Certify(Organisation.Sign(), None)).Should().Be(AuditorAnswer.NoRoot);

        await Organisation.Desk.SetRoot(Organisation.RootKey, None);
        (await Stage.Auditors.Offer(None)).Should().BeNull("nobody is certified");
        (await Organisation.Desk.Certify(Organisation.Sign(), None)).Should().Be(AuditorAnswer.Done);
        Stage.Log.Last.Detail.Should().Contain("key", Organisation.Id);
        var offer = (await Stage.Auditors.Offer(None))!;
        offer.IsGood(Stage.Clock.GetUtcNow()).Should().BeTrue();
        offer.Certificates.Single().Name.Should().Be("Eve Lund");
        (await Organisation.Own.Read(None))!.Until.Should().BeCloseTo(Stage.Clock.GetUtcNow().AddDays(365), TimeSpan.FromSeconds(1));
        (await Organisation.Desk.Read(None)).Keys.Single().MayAudit.Should().BeTrue();
    }

    [Fact]
    public async Task WhatTheRootHasNotSignedIsNoCertificate()
    {
        Organisation.AppointEve();
        await Organisation.Desk.SetRoot(Organisation.RootKey, None);
        await Organisation.Own.Add(Organisation.PublicKey, None);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var good = Organisation.Sign();
        foreach (var wrong in new[]
        {
            Organisation.Sign(by: other),
            Organisation.Sign(name: "Somebody Else"),
            Organisation.Sign(publicKey: other.ExportSubjectPublicKeyInfo()),
            Organisation.Sign(days: -1),
            Organisation.Sign(days: 9999),
            good with { Until = good.Until.AddDays(1) },
            good with { Signature = [] },
        })
        {
            (await Organisation.Desk.Certify(wrong, None)).Should().Be(AuditorAnswer.NotSigned);
        }

        (await Organisation.Desk.Certify(good with { Id = new string('0', 32) }, None)).Should().Be(AuditorAnswer.Gone);
        var entries = Stage.Log.Entries.Count;
        (await Organisation.Desk.Certify(good with { Id = "'; --" }, None)).Should().Be(AuditorAnswer.Gone);
        (await Organisation.Desk.Certify(good with { Name = "Eve\u0000" }, None)).Should().Be(AuditorAnswer.NotSigned);
        (await Organisation.Desk.Withdraw("\u0000", None)).Should().Be(AuditorAnswer.Gone);
        Stage.Log.Entries.Should().HaveCount(entries, "nonsense is in no entry");
        (await Stage.Auditors.Offer(None)).Should().BeNull();
    }

    [Theory]
    [InlineData("withdrawn")]
    [InlineData("disabled")]
    [InlineData("no auditor")]
    [InlineData("another key")]
    [InlineData("over")]
    public async Task NothingIsRecordedForWhoIsNotAnAuditorAnyMore(string how)
    {
        await Organisation.Certify();
        (await Stage.Auditors.Offer(None)).Should().NotBeNull();
        switch (how)
        {
            case "withdrawn":
                (await Organisation.Desk.Withdraw(Organisation.Id, None)).Should().Be(AuditorAnswer.Done);
                (await Organisation.Desk.Withdraw(Organisation.Id, None)).Should().Be(AuditorAnswer.Gone);
                break;
            case "disabled":
                Organisation.Change(db => db.Users.Single(one => one.Id == "eve").Disabled = Stage.Clock.GetUtcNow());
                break;
            case "no auditor":
                Organisation.Change(db => db.UserClaims.Where(one => one.UserId == "eve").ExecuteDelete());
                (await Organisation.Desk.Read(None)).Keys.Single().MayAudit.Should().BeFalse();
                break;
            case "another key":
                using (var next = ECDsa.Create(ECCurve.NamedCurves.nistP256))
                {
                    (await Organisation.Own.Add(next.ExportSubjectPublicKeyInfo(), None)).Should().Be(AuditorAnswer.Done);
                }

                (await Organisation.Desk.Certify(Organisation.Sign(), None)).Should().Be(AuditorAnswer.Gone, "the one before is withdrawn");
                break;
            default:
                Stage.Clock.Advance(TimeSpan.FromDays(366));
                break;
        }

        (await Stage.Auditors.Offer(None)).Should().BeNull();
    }
}
