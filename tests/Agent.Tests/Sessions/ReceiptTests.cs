using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Shared.Receipts;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Tests.Sessions;

/// <summary>What the Agent signs of a consent and of each change of it, and what it takes from the Relay.</summary>
public sealed class ReceiptTests
{
    [Fact]
    public async Task TheGrantGoesWithAReceiptThatSaysTheSameAndHasTheWordsThatWereShown()
    {
        using var stage = new Stage();
        stage.Relay.Offer = stage.Relay.Offer with { Controller = new Controller("DE", "Data desk", "here", "a@example.com", "1", "https://example.com") };
        await stage.ToConsented(Scope.Control);

        var report = stage.Relay.Reports.First(r => r.Event == SessionEvent.Allow);
        var receipt = Read(report);
        ReceiptCheck.AgainstGrant(receipt, report.Grant!, colleague: false, "20931", stage.Relay.Offer.Controller).Should().BeNull();
        ReceiptCheck.Follows(receipt.Receipt, null).Should().BeNull();
        receipt.Receipt.Shown.Should().Equal(Shows.Text.Paragraphs);
        receipt.Receipt.Exchange.Should().Equal(stage.Technician.TranscriptHash);
        receipt.Receipt.RelayKey.Should().Equal(FakeRelay.PublicKey);
    }

    [Fact]
    public async Task EachChangeHasAReceiptBehindTheOneBefore()
    {
        using var stage = new Stage();
        await stage.ToLive(Scope.Drawing);
        stage.Say(new ViewerCommand.Ask(Scope.Control));
        stage.AnswerBeside(allowed: true);
        await Eventually.Is(() => stage.Told.Scopes.Contains(Scope.Control), "control is allowed");
        stage.Session.TakeBack(Scope.Drawing);
        await Eventually.Is(() => Receipts(stage).Length == 3, "it is told");

        var all = Receipts(stage);
        for (var i = 1; i < all.Length; i++)
        {
            ReceiptCheck.Follows(all[i].Receipt, all[i - 1]).Should().BeNull();
        }

        all[1].Receipt.Shown.Should().NotBeEmpty("the customer was asked");
        all[2].Receipt.Shown.Should().BeEmpty("they took it back by themselves");
        all[2].Receipt.Scopes.Should().Equal(Scope.View, Scope.Control);
    }

    [Fact]
    public async Task AColleagueWhoIsLetInIsInAReceiptByTheirOwnName()
    {
        using var stage = new Stage();
        await stage.ToLive();
        await stage.Second();
        var of = Receipts(stage)[^1].Receipt;
        (of.OfColleague, of.Technician, of.Organisation).Should().Be((true, "Ana Pop", "Northwind IT"));
        of.Scopes.Should().Equal(Scope.View);
        of.Shown.Should().NotBeEmpty();
    }

    [Fact]
    public async Task WhatTheRelayDidNotTakeIsNoReceiptAndTheNextTakesItsPlace()
    {
        using var stage = new Stage();
        await stage.ToLive();
        stage.Relay.Answer = report => report.Event != SessionEvent.Change;
        stage.Say(new ViewerCommand.Ask(Scope.Control));
        stage.AnswerBeside(allowed: true);
        await Eventually.Is(() => stage.Banner.Beside is null && Receipts(stage).Length == 2, "it was refused");
        stage.Relay.Answer = _ => true;
        stage.Say(new ViewerCommand.Ask(Scope.Control));
        stage.AnswerBeside(allowed: true);
        await Eventually.Is(() => stage.Told.Scopes.Contains(Scope.Control), "control is allowed");

        Receipts(stage).Select(one => one.Receipt.Number).Should().Equal(1, 2, 2);
        (await Ended(stage)).Should().HaveCount(2);
    }

    [Fact]
    public async Task TheRelaysSignatureIsTakenWhereItIsRight()
    {
        using var stage = new Stage();
        await stage.ToLive();
        var own = Receipts(stage).Single();
        var signed = own.Countersign(17, stage.Clock.GetUtcNow(), FakeRelay.Sign);
        stage.Relay.Agent!.Receipted(signed.ToJson());
        (await Ended(stage)).Single().Should().BeEquivalentTo(signed);
    }

    [Fact]
    public async Task WhatTheRelaySignedWronglyIsNotTaken()
    {
        using var stage = new Stage();
        await stage.ToLive();
        var own = Receipts(stage).Single();
        using var stranger = new SessionKey();
        var signed = own.Countersign(17, stage.Clock.GetUtcNow(), FakeRelay.Sign);
        stage.Relay.Agent!.Receipted([]);
        stage.Relay.Agent.Receipted(own.ToJson());
        stage.Relay.Agent.Receipted((signed with { Countersignature = signed.Countersignature! with { Entry = 18 } }).ToJson());
        stage.Relay.Agent.Receipted(SignedReceipt.Sign(own.Receipt with { AgentKey = stranger.PublicKey }, stranger)
            .Countersign(17, stage.Clock.GetUtcNow(), FakeRelay.Sign).ToJson());
        (await Ended(stage)).Single().Should().BeEquivalentTo(own, "it stands without the Relay's signature, and the page says so");
    }

    private static async Task<IReadOnlyList<SignedReceipt>> Ended(Stage stage)
    {
        stage.Session.Stop();
        await Eventually.Is(() => stage.Windows.Now is CustomerScreen.Goodbye, "it is over");
        return ((CustomerScreen.Goodbye)stage.Windows.Now).Summary!.Receipts;
    }

    private static SignedReceipt[] Receipts(Stage stage) => [.. stage.Relay.Reports.Where(r => r.Grant is not null).Select(Read)];

    private static SignedReceipt Read(AgentReport report)
    {
        var read = SignedReceipt.Read(report.Receipt, out var fault);
        fault.Should().BeNull();
        return read!;
    }
}
