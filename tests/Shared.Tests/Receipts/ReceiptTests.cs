using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Receipts;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Shared.Tests.Receipts;

public sealed class ReceiptTests : IDisposable
{
    private readonly Some some = new();

    public void Dispose() => some.Dispose();

    [Fact]
    public void WhatIsWrittenIsReadAgain()
    {
        var receipt = some.With(r => r with { Scopes = [Scope.View, Scope.Recording], Auditors = [new ReceiptAuditor("Ann", "12ab")], UtcOffset = -480, Language = "zh-Hans" });
        var read = SignedReceipt.Read(receipt.ToJson(), out var fault);
        fault.Should().BeNull();
        read.Should().BeEquivalentTo(receipt);
        read!.Receipt.IsRecorded.Should().BeTrue();
        ReceiptCheck.Of(read, [some.Trusted]).Should().BeNull();
    }

    [Fact]
    public void ItsBytesAreCanonicalAndItsHashIsThatOfAllButTheRelaysSignature()
    {
        var receipt = some.Next(Scope.View);
        var json = receipt.ToJson();
        CanonicalJson.Read(json).Should().NotBeNull();
        var bare = JsonNode.Parse(json)!.AsObject();
        bare.Remove("countersignature").Should().BeTrue();
        receipt.Hash.Should().Be(Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.Write(bare))));
    }

    [Fact]
    public void WhatIsWrongIsNamed()
    {
        var good = some.With(r => r);
        using var stranger = new SessionKey();
        using var others = new Some();
        var json = JsonNode.Parse(good.ToJson())!.AsObject();
        Fault(good with { Countersignature = null }).Should().Be(ReceiptFault.NotCountersigned);
        Fault(good with { Signature = new byte[64] }).Should().Be(ReceiptFault.NotSigned);
        Fault(good with { Receipt = good.Receipt with { Technician = "Bob" } }).Should().Be(ReceiptFault.NotSigned);
        Fault(good with { Receipt = good.Receipt with { AgentKey = stranger.PublicKey } }).Should().Be(ReceiptFault.NotSigned);
        Fault(good with { Receipt = good.Receipt with { AgentKey = [1, 2, 3] } }).Should().Be(ReceiptFault.NotSigned);
        Fault(good with { Countersignature = good.Countersignature! with { Entry = 18 } }).Should().Be(ReceiptFault.BadCountersignature);
        Fault(good with { Countersignature = others.Countersign(good).Countersignature }).Should().Be(ReceiptFault.BadCountersignature, "another Relay signed it");
        ReceiptCheck.Of(good, [others.Trusted]).Should().Be(ReceiptFault.OtherRelay);
        ReceiptCheck.Of(good).Should().BeNull("whose the signatures are, nobody asked");
        Fault(some.With(r => r with { Shown = [] })).Should().Be(ReceiptFault.NotShown);
        Fault(some.With(r => r with { Shown = ["Allow?"] })).Should().Be(ReceiptFault.NotShown);

        json["receipt"]!["remoteAssist"]!["shown"]![0] = "Something else";
        ReceiptCheck.Of(CanonicalJson.Write(json)).Should().Be(ReceiptFault.OtherText);
        ReceiptCheck.Of("{}"u8).Should().Be(ReceiptFault.Malformed);
        ReceiptCheck.Of(""u8).Should().Be(ReceiptFault.Malformed);
        ReceiptCheck.Of(new byte[Receipt.MostBytes + 1]).Should().Be(ReceiptFault.Malformed);
    }

    [Fact]
    public void WhatIsNotInTheOneFormIsNoReceipt()
    {
        var good = some.Next(Scope.View).ToJson();
        foreach (var change in new Action<JsonObject>[]
        {
            json => json["more"] = 1,
            json => json.Remove("signature"),
            json => json["signature"] = json["signature"]!.GetValue<string>().ToUpperInvariant(),
            json => json["countersignature"] = null,
            json => json["countersignature"]!["entry"] = 0,
            json => json["receipt"]!["more"] = "x",
            json => json["receipt"]!["version"] = "KI-CR-v1.0.0",
            json => json["receipt"]!["consentTimestamp"] = 5,
            json => json["receipt"]!["language"] = "fr",
            json => json["receipt"]!["services"]![0]!["purposes"] = new JsonArray(),
            json => json["receipt"]!["remoteAssist"]!["number"] = 0,
            json => json["receipt"]!["remoteAssist"]!["number"] = "1",
            json => json["receipt"]!["remoteAssist"]!["scopes"] = new JsonArray("view", "view"),
            json => json["receipt"]!["remoteAssist"]!["scopes"] = new JsonArray("0"),
            json => json["receipt"]!["remoteAssist"]!["recorded"] = true,
            json => json["receipt"]!["remoteAssist"]!["granted"] = "2026-11-21T08:09:10Z",
            json => json["receipt"]!["remoteAssist"]!["utcOffset"] = 10_000,
            json => json["receipt"]!["remoteAssist"]!["exchange"] = "00",
            json => json["receipt"]!["remoteAssist"]!.AsObject().Remove("colleague"),
            json => json["receipt"]!["remoteAssist"]!["colleague"] = "false",
            json => json["receipt"]!["remoteAssist"]!["auditors"] = new JsonArray("Ann"),
            json => json["receipt"]!["remoteAssist"] = new JsonArray(),
            json => json["receipt"]!["piiControllers"]!.AsArray().Add(null),
            json => json["receipt"]!["piiControllers"]![0]!["address"] = "x",
            json => json["receipt"] = 1,
        })
        {
            var json = JsonNode.Parse(good)!.AsObject();
            change(json);
            ReceiptCheck.Of(CanonicalJson.Write(json)).Should().Be(ReceiptFault.Malformed);
        }

        ReceiptCheck.Of([.. good, (byte)' ']).Should().Be(ReceiptFault.Malformed);
    }

    [Fact]
    public void TheReceiptsOfASessionStandInOneOrder()
    {
        SignedReceipt[] all = [some.Next(Scope.View), some.Next(Scope.View, Scope.Control), some.Next()];
        ReceiptCheck.Of(all, [some.Trusted]).Should().BeNull();
        all[2].Receipt.Scopes.Should().BeEmpty("all can be taken back");
        ReceiptCheck.Of([all[0], all[2]]).Should().Be((ReceiptFault.OutOfOrder, 2));
        ReceiptCheck.Of([all[1], all[0]]).Should().Be((ReceiptFault.OutOfOrder, 1));
        ReceiptCheck.Of([all[0], all[0]]).Should().Be((ReceiptFault.OutOfOrder, 2));
        ReceiptCheck.Of(Array.Empty<SignedReceipt>()).Should().Be((ReceiptFault.Missing, 1));
        using var other = new Some();
        other.Next(Scope.View);
        ReceiptCheck.Of([all[0], other.Next(Scope.View)]).Should().Be((ReceiptFault.OtherAgent, 2));
        Follows(r => r with { Session = Guid.NewGuid() }).Should().Be(ReceiptFault.OtherSession);
        Follows(r => r with { Exchange = new byte[32] }).Should().Be(ReceiptFault.OtherExchange);
        ReceiptFault? Follows(Func<Receipt, Receipt> change) => ReceiptCheck.Follows(change(all[1].Receipt), all[0]);
    }

    [Fact]
    public void AReceiptThatDoesNotSayWhatTheGrantSaysIsNamed()
    {
        var grant = Some.Grant(Scope.Control, Scope.View);
        Against(r => r).Should().BeNull("in whatever order the grant has them");
        Against(r => r with { Session = Guid.NewGuid() }).Should().Be(ReceiptFault.OtherSession);
        Against(r => r with { Technician = "Bob" }).Should().Be(ReceiptFault.OtherTechnician);
        Against(r => r with { Organisation = "Others" }).Should().Be(ReceiptFault.OtherTechnician);
        Against(r => r with { OfColleague = true }).Should().Be(ReceiptFault.OtherTechnician);
        Against(r => r with { CaseNumber = "1" }).Should().Be(ReceiptFault.OtherCase);
        Against(r => r with { Controller = Controller.Unknown }).Should().Be(ReceiptFault.OtherController);
        Against(r => r with { Scopes = [Scope.View] }).Should().Be(ReceiptFault.OtherScopes);
        Against(r => r with { Scopes = [Scope.View, Scope.Control, Scope.Files] }).Should().Be(ReceiptFault.OtherScopes);
        Against(r => r with { Granted = r.Granted.AddMilliseconds(1) }).Should().Be(ReceiptFault.OtherTime);
        Against(r => r with { Until = r.Until.AddMinutes(1) }).Should().Be(ReceiptFault.OtherTime);
        Against(r => r with { Shown = ["?"] }).Should().Be(ReceiptFault.NotShown);
        var unsigned = some.With(r => r) with { Countersignature = null, Signature = new byte[64] };
        ReceiptCheck.AgainstGrant(unsigned, grant, false, "20931", Some.Offer.Controller!).Should().Be(ReceiptFault.NotSigned);
        ReceiptCheck.AgainstGrant(some.With(r => r), grant, false, "20931", Some.Offer.Controller!).Should().Be(ReceiptFault.Malformed, "only the Relay signs under it");

        ReceiptFault? Against(Func<Receipt, Receipt> change) => ReceiptCheck.AgainstGrant(
            some.With(change) with { Countersignature = null }, grant, false, "20931", Some.Offer.Controller!);
    }

    [Fact]
    public void AReceiptThatNamesOtherAuditorsThanTheQuestionIsNamed()
    {
        ReceiptAuditor[] asked = [new("Olga Ferro", "12ab"), new("Piotr Wolny", "34cd")];
        Against(asked, Scope.View, Scope.Recording).Should().BeNull();
        Against([], Scope.View).Should().BeNull("it is not recorded");
        Against([], Scope.View, Scope.Recording).Should().Be(ReceiptFault.OtherAuditors);
        Against([asked[0]], Scope.View, Scope.Recording).Should().Be(ReceiptFault.OtherAuditors);
        Against([asked[1], asked[0]], Scope.View, Scope.Recording).Should().Be(ReceiptFault.OtherAuditors);
        Against([asked[0], asked[1] with { Fingerprint = "34ce" }], Scope.View, Scope.Recording).Should().Be(ReceiptFault.OtherAuditors);
        Against(asked, Scope.View).Should().Be(ReceiptFault.OtherAuditors, "it is not recorded");

        ReceiptFault? Against(ReceiptAuditor[] said, params Scope[] scopes) => ReceiptCheck.AgainstGrant(
            some.With(r => r with { Scopes = scopes, Auditors = said }) with { Countersignature = null }, Some.Grant(scopes), false, "20931", Some.Offer.Controller!, asked);
    }

    [Theory]
    [InlineData("en", "Confirmed by the support server")]
    [InlineData("zh-Hans", "支持服务器已确认")]
    public void ThePageSaysWhatIsSignedAndHoldsIt(string language, string heading)
    {
        SignedReceipt[] all = [some.Next(Scope.View), some.With(r => r with { Number = 2, CaseNumber = "</script><script>alert(1)</script>" })];
        var page = ReceiptPage.Of(all, language);
        page.Should().Contain(heading).And.Contain("20931").And.Contain("Helpful &lt;b&gt;&amp;&lt;/b&gt; Ltd").And.Contain($"<html lang=\"{language}\">");
        page.Should().NotContain("<script>alert").And.Contain("default-src 'none'");
        var file = ReceiptFile.Read(Encoding.UTF8.GetBytes(page), out var fault);
        fault.Should().BeNull();
        file!.IsPage.Should().BeTrue();
        file.Receipts.Should().BeEquivalentTo(all);
    }

    [Fact]
    public void APageThatShowsSomethingElseThanItsReceiptsIsFoundOut()
    {
        var page = ReceiptPage.Of([some.Next(Scope.View)], "en");
        Read(page.Replace("seeing the screen", "seeing the screen, moving the pointer", StringComparison.Ordinal)).Should().Be(ReceiptFault.PageAltered);
        Read(page.Replace("lang=\"en\">", "lang=\"zh-Hans\">", StringComparison.Ordinal)).Should().Be(ReceiptFault.PageAltered);
        Read(page + " ").Should().Be(ReceiptFault.PageAltered);
        Read(page.Replace("id=\"receipts\"", "id=\"others\"", StringComparison.Ordinal)).Should().Be(ReceiptFault.Malformed);
        Read("<!doctype html>\n").Should().Be(ReceiptFault.Malformed);
        Read("").Should().Be(ReceiptFault.Malformed);
        Read(Encoding.UTF8.GetString(some.Next(Scope.View).ToJson())).Should().BeNull("one receipt alone is a file too");

        static ReceiptFault? Read(string file)
        {
            (ReceiptFile.Read(Encoding.UTF8.GetBytes(file), out var fault) is null).Should().Be(fault is not null);
            return fault;
        }
    }

    [Fact]
    public void TheFilesNameIsGoodForAFile()
    {
        ReceiptPage.FileName("20931").Should().Be("RemoteAssist-receipt-20931.html");
        ReceiptPage.FileName("../a b/工单7").Should().Be("RemoteAssist-receipt-a-b-工单7.html");
        ReceiptPage.FileName("").Should().Be("RemoteAssist-receipt.html");
    }

    private static ReceiptFault? Fault(SignedReceipt receipt) => ReceiptCheck.Of(receipt.ToJson());
}
