using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Accounts;
using RemoteAssist.Relay.Receipts;
using RemoteAssist.Relay.Sessions;
using RemoteAssist.Relay.Tests.Sessions;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Receipts;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Tests.Receipts;

/// <summary>No grant without its receipt; its hash is in the grant's entry, and it comes back with the Relay's signature.</summary>
public sealed class ReceiptStepsTests
{
    public static TheoryData<string, ReceiptFault> Wrong => new()
    {
        { "none", ReceiptFault.Missing },
        { "broken", ReceiptFault.Malformed },
        { "countersigned already", ReceiptFault.Malformed },
        { "other text", ReceiptFault.OtherText },
        { "no text", ReceiptFault.NotShown },
        { "other scopes", ReceiptFault.OtherScopes },
        { "other technician", ReceiptFault.OtherTechnician },
        { "other case", ReceiptFault.OtherCase },
        { "other time", ReceiptFault.OtherTime },
        { "other controller", ReceiptFault.OtherController },
        { "other session", ReceiptFault.OtherSession },
        { "other exchange", ReceiptFault.OtherExchange },
        { "other Agent", ReceiptFault.OtherAgent },
        { "other Relay", ReceiptFault.OtherRelay },
        { "unsigned", ReceiptFault.NotSigned },
        { "number 2", ReceiptFault.OutOfOrder },
        { "behind another", ReceiptFault.OutOfOrder },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    [Trait("Promise", "8")]
    public async Task AGrantWithoutTheRightReceiptIsRefusedByName(string how, ReceiptFault fault)
    {
        using var tried = new Tried(8, "grants whose receipt is not right, which the Relay refuses by name");
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Joined);
        var report = stage.Report(cast.Session, SessionEvent.Allow);

        var taken = await stage.CustomerSteps.Report(cast.AgentSeat, report with { Receipt = Receipt(stage, cast, report.Grant!, how) });

        tried.Try(!taken && cast.Session.Standing.State == SessionState.Joined && !stage.Log.Actions.Contains("session.allow"), how);
        stage.Log.Last.Should().Match<PendingEntry>(e => e.Action == AuditActions.ReceiptRefused && e.Outcome == AuditOutcome.Refused);
        tried.Try(stage.Log.Last.Detail!["fault"] == EnumName.Of(fault), how);
        (await stage.Report(cast.AgentSeat, report)).Should().BeTrue("the right one is taken all the same");
        tried.MustHold();
    }

    [Fact]
    public async Task TheHashIsInTheEntryAndTheReceiptComesBackSigned()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Consented);
        var own = stage.Receipts(cast.Session).Last!;
        var entry = stage.Log.Last;
        entry.Action.Should().Be("session.allow");
        entry.Detail.Should().Contain("receipt", own.Hash);

        await Eventually.True(() => cast.Agent.Receipts.Count == 1);
        var back = SignedReceipt.Read(cast.Agent.Receipts.Single(), out _)!;
        back.Hash.Should().Be(own.Hash);
        back.Countersignature!.Entry.Should().BePositive();
        ReceiptCheck.Of(back, [stage.Key.Fingerprint]).Should().BeNull();
    }

    [Fact]
    public async Task EachChangeHasOneThatNamesTheOneBefore()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        var grant = stage.Grant(cast.Session);
        (await stage.Report(cast.AgentSeat, new AgentReport(SessionEvent.Change, Grant: grant with { Scopes = [Scope.View, Scope.Control] }))).Should().BeTrue();
        (await stage.Report(cast.AgentSeat, new AgentReport(SessionEvent.Change, Grant: grant with { Scopes = [] }))).Should().BeTrue();

        await Eventually.True(() => cast.Agent.Receipts.Count == 3);
        var all = cast.Agent.Receipts.Select(json => SignedReceipt.Read(json, out _)!).ToArray();
        ReceiptCheck.Of(all, [stage.Key.Fingerprint]).Should().BeNull();
        all.Select(one => one.Receipt.Scopes.Count).Should().Equal(1, 2, 0);
        stage.Log.Entries.Where(e => e.Detail?.ContainsKey("receipt") == true).Select(e => e.Detail!["receipt"]).Should().Equal(all.Select(one => one.Hash));
    }

    [Fact]
    public async Task WhatIsSaidAgainIsWrittenOnceAndAnsweredAgain()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Joined);
        var report = stage.Receipts(cast.Session).With(stage.Report(cast.Session, SessionEvent.Allow), cast.Session.Offer);
        (await stage.CustomerSteps.Report(cast.AgentSeat, report)).Should().BeTrue();
        var written = stage.Log.Entries.Count;
        (await stage.CustomerSteps.Report(cast.AgentSeat, report)).Should().BeTrue("its answer was lost");
        stage.Log.Entries.Should().HaveCount(written);
        await Eventually.True(() => cast.Agent.Receipts.Count == 2);
        cast.Agent.Receipts.Distinct(ByteComparer.Instance).Should().ContainSingle("it is signed once");
    }

    [Fact]
    public async Task AfterARestartAnAgentThatComesBackGetsItAndGoesOnBehindIt()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        await stage.Restart();
        var end = stage.Connection();
        var (_, seat) = await stage.Rejoin(cast, end);
        await Eventually.True(() => end.Receipts.Count == 1);

        var grant = stage.Grant(seat!.Session) with { Scopes = [Scope.View, Scope.Control] };
        (await stage.Report(seat, new AgentReport(SessionEvent.Change, Grant: grant))).Should().BeTrue();
        await Eventually.True(() => end.Receipts.Count == 2);
        ReceiptCheck.Of([.. end.Receipts.Select(json => SignedReceipt.Read(json, out _)!)]).Should().BeNull();
    }

    [Fact]
    public async Task WhereTheLogCannotBeWrittenThereIsNoReceiptEither()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Joined);
        stage.Log.Broken = true;
        (await stage.Report(cast.AgentSeat, stage.Report(cast.Session, SessionEvent.Allow))).Should().BeFalse();
        cast.Agent.Receipts.Should().BeEmpty();
        await using var db = stage.CreateDbContext();
        db.Receipts.Should().BeEmpty();
        cast.Session.LastReceipt.Should().BeNull();
    }

    [Fact]
    public async Task RefusalsAreWrittenSoOftenAndNoMore()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Joined);
        for (var i = 0; i < 30; i++)
        {
            (await stage.CustomerSteps.Report(cast.AgentSeat, stage.Report(cast.Session, SessionEvent.Allow))).Should().BeFalse();
        }

        stage.Log.Actions.Count(action => action == AuditActions.ReceiptRefused).Should().Be(20);
    }

    [Fact]
    public async Task WhoMaySeeTheCaseGetsTheCustomersPage()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        var facts = cast.Session.Facts;
        foreach (var role in new[] { Roles.Technician, Roles.Auditor })
        {
            var paper = await stage.DeskOf<ReceiptDesk>(stage.Auditor, role).Find(facts.CaseId, facts.Id, "zh-Hans", CancellationToken.None);
            paper!.FileName.Should().Be("RemoteAssist-receipt-20931.html");
            ReceiptCheck.Of(ReceiptFile.Read(paper.Html, out _)!.Receipts, [stage.Key.Fingerprint]).Should().BeNull();
        }

        var desk = stage.DeskOf<ReceiptDesk>(stage.Technician, Roles.Technician);
        (await desk.Find(Guid.NewGuid(), facts.Id, "en", CancellationToken.None)).Should().BeNull("it is of another case");
        (await desk.Find(facts.CaseId, Guid.NewGuid(), "en", CancellationToken.None)).Should().BeNull("there is no such session");
        var administrator = stage.DeskOf<ReceiptDesk>(stage.Technician, Roles.Administrator);
        await administrator.Awaiting(d => d.Find(facts.CaseId, facts.Id, "en", CancellationToken.None)).Should().ThrowAsync<UnauthorizedAccessException>();
    }

    [Fact]
    public async Task AnOfferSaysWhoAnswersForTheDataWhereThatIsSet()
    {
        await using var stage = await Stage.Open(("Controller:Email", "privacy@example.com"));
        var cast = await stage.In(SessionState.Consented);
        cast.Session.Offer.Controller.Should().Be(Controller.Unknown with { Email = "privacy@example.com" });
        stage.Receipts(cast.Session).Last!.Receipt.Controller.Email.Should().Be("privacy@example.com");
        await FluentActions.Awaiting(() => Stage.Open(("Controller:Phone", new string('1', 301)))).Should().ThrowAsync<Microsoft.Extensions.Options.OptionsValidationException>();
    }

    [Fact]
    public async Task WhereTheRelayWasKilledBeforeItSignedItSignsWhenAsked()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        await using (var db = stage.CreateDbContext())
        {
            await db.Receipts.ExecuteUpdateAsync(set => set.SetProperty(row => row.Countersigned, (string?)null));
        }

        var paper = await stage.DeskOf<ReceiptDesk>(stage.Technician, Roles.Technician)
            .Find(cast.Session.Facts.CaseId, cast.Session.Facts.Id, "en", CancellationToken.None);
        ReceiptCheck.Of(ReceiptFile.Read(paper!.Html, out _)!.Receipts, [stage.Key.Fingerprint]).Should().BeNull();
    }

    [Theory]
    [InlineData("en", null, 0)]
    [InlineData("zh-Hans", null, 0)]
    [InlineData("en", "altered", 1)]
    [InlineData("en", "other key", 1)]
    [InlineData("en", "no key", 2)]
    [InlineData("en", "no file", 2)]
    public async Task TheCommandSaysWhetherAFileIsRight(string language, string? wrong, int code)
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        await Eventually.True(() => cast.Agent.Receipts.Count == 1);
        var page = ReceiptPage.Of([SignedReceipt.Read(cast.Agent.Receipts.Single(), out _)!], language);
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "receipt.html");
        if (wrong != "no file")
        {
            await File.WriteAllTextAsync(file, wrong == "altered" ? page.Replace("Blank", "Plain", StringComparison.Ordinal) : page);
        }

        using var other = RelayKey.Draw();
        var (output, error) = (new StringWriter(), new StringWriter());
        string[] trusted = [wrong switch { "other key" => other.Fingerprint, "no key" => "12", _ => stage.Key.Fingerprint }];
        VerifyReceipt.Run(file, trusted, json: false, output, error).Should().Be(code);
        (output.ToString() + error).Should().Contain(wrong switch
        {
            null => "by a Relay that you trust",
            "altered" => "otherText",
            "other key" => "otherRelay",
            "no key" => "64 hexadecimal digits",
            _ => "cannot be read",
        });
        if (wrong is null)
        {
            output.GetStringBuilder().Clear();
            VerifyReceipt.Run(file, [], json: true, output, error).Should().Be(0);
            output.ToString().Should().Contain("\"verified\":true").And.Contain("\"signerKnown\":false").And.Contain("signer unknown");
        }
    }

    private static byte[]? Receipt(Stage stage, Cast cast, ConsentGrant grant, string how)
    {
        var receipts = stage.Receipts(cast.Session);
        var good = receipts.Next(grant, colleague: false, cast.Session.Offer);
        using var stranger = new SessionKey();
        return how switch
        {
            "none" => null,
            "broken" => receipts.Sign(good).ToJson()[..^1],
            "countersigned already" => receipts.Sign(good).Countersign(1, DateTimeOffset.UnixEpoch, stage.Key.Sign).ToJson(),
            "other text" => System.Text.Encoding.UTF8.GetBytes(
                System.Text.Encoding.UTF8.GetString(receipts.Sign(good).ToJson()).Replace("Blank pages", "Plain pages", StringComparison.Ordinal)),
            "unsigned" => (receipts.Sign(good) with { Signature = new byte[64] }).ToJson(),
            "other Agent" => SignedReceipt.Sign(good with { AgentKey = stranger.PublicKey }, stranger).ToJson(),
            _ => receipts.Sign(how switch
            {
                "no text" => good with { Shown = [] },
                "other scopes" => good with { Scopes = [Scope.View, Scope.Control] },
                "other technician" => good with { Technician = "Bob Roe" },
                "other case" => good with { CaseNumber = "1" },
                "other time" => good with { Until = good.Until.AddMinutes(1) },
                "other controller" => good with { Controller = good.Controller with { Email = "x@example.com" } },
                "other session" => good with { Session = Guid.NewGuid() },
                "other exchange" => good with { Exchange = new byte[32] },
                "other Relay" => good with { RelayKey = stranger.PublicKey },
                "number 2" => good with { Number = 2, Shown = good.Shown },
                "behind another" => good with { Previous = new string('a', 64) },
                _ => throw new ArgumentOutOfRangeException(nameof(how)),
            }).ToJson(),
        };
    }

    private sealed class ByteComparer : IEqualityComparer<byte[]>
    {
        public static readonly ByteComparer Instance = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(byte[] bytes) => bytes.Length;
    }
}
