using System.Text;
using System.Text.Json.Nodes;
using RemoteAssist.Shared.Receipts;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Shared.Tests.Receipts;

/// <summary>The receipt has the fields that Kantara's Consent Receipt 1.1 asks for and the hash of the text; one flipped bit and it is worth nothing.</summary>
public sealed class ReceiptPromiseTests
{
    private static readonly string[] Kantara =
    [
        "version", "jurisdiction", "consentTimestamp", "collectionMethod", "consentReceiptID", "publicKey", "language",
        "piiPrincipalId", "piiControllers", "policyUrl", "services", "sensitive", "spiCat",
    ];

    private static readonly string[] OfController = ["piiController", "onBehalf", "contact", "address", "email", "phone"];

    private static readonly string[] OfPurpose =
        ["purpose", "purposeCategory", "consentType", "piiCategory", "primaryPurpose", "termination", "thirdPartyDisclosure"];

    [Fact]
    [Trait("Promise", "8")]
    public void EveryFieldOfKantaraIsThereAndTheHashOfTheTextThatWasShown()
    {
        using var tried = new Tried(8, "fields of Kantara's consent receipt 1.1, and the hash of the text shown");
        using var some = new Some();
        var receipt = JsonNode.Parse(some.Next(Scope.View, Scope.Control).ToJson())!["receipt"]!.AsObject();
        Each(tried, receipt, Kantara);
        Each(tried, receipt["piiControllers"]![0]!.AsObject(), OfController);
        Each(tried, receipt["services"]![0]!.AsObject(), ["service", "purposes"]);
        foreach (var purpose in receipt["services"]![0]!["purposes"]!.AsArray())
        {
            Each(tried, purpose!.AsObject(), OfPurpose);
        }

        receipt["version"]!.GetValue<string>().Should().Be("KI-CR-v1.1.0");
        receipt["consentTimestamp"]!.GetValue<long>().Should().Be(Some.Moment.ToUnixTimeSeconds());
        var own = receipt["remoteAssist"]!;
        var shown = own["shown"]!.AsArray().Select(text => text!.GetValue<string>()).ToArray();
        shown.Should().Contain("李雷 · Helpful <b>&</b> Ltd");
        tried.Try(own["shownSha256"]!.GetValue<string>() == Receipt.HashOf(shown));
        tried.MustHold();
    }

    [Fact]
    [Trait("Promise", "8")]
    public void NoBitOfAReceiptCanBeFlipped()
    {
        using var tried = new Tried(8, "bits of a receipt, each flipped, which is refused");
        using var some = new Some();
        var json = some.Next(Scope.View, Scope.Control).ToJson();
        ReceiptCheck.Of(json, [some.Trusted]).Should().BeNull();
        Flip(json, Tried.Count(json.Length * 8), changed => tried.Try(ReceiptCheck.Of(changed, [some.Trusted]) is not null));
        tried.MustHold();
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh-Hans")]
    [Trait("Promise", "8")]
    public void NoBitOfTheCustomersPageCanBeFlipped(string language)
    {
        using var tried = new Tried(8, "bits of the customer's page, each flipped, which is refused");
        using var some = new Some();
        var page = Encoding.UTF8.GetBytes(ReceiptPage.Of([some.Next(Scope.View), some.Next(Scope.View, Scope.Control)], language));
        IsRight(page, some.Trusted).Should().BeTrue();
        Flip(page, Tried.Count(page.Length * 8, 400), changed => tried.Try(!IsRight(changed, some.Trusted)));
        tried.MustHold();
    }

    private static bool IsRight(byte[] page, string trusted) =>
        ReceiptFile.Read(page, out _) is { } file && ReceiptCheck.Of(file.Receipts, [trusted]) is null;

    // So many bits, spread over all of them; a run that is asked for all flips each.
    private static void Flip(byte[] bytes, int count, Action<byte[]> look)
    {
        var all = bytes.Length * 8;
        for (var i = 0; i < count; i++)
        {
            var bit = (int)((long)i * all / count) + (count < all ? i % 8 : 0);
            var at = Math.Min(bit, all - 1);
            var changed = bytes.ToArray();
            changed[at / 8] ^= (byte)(1 << (at % 8));
            look(changed);
        }
    }

    private static void Each(Tried tried, JsonObject map, string[] names)
    {
        foreach (var name in names)
        {
            tried.Try(map.ContainsKey(name) && map[name] is not null, name);
        }
    }
}
