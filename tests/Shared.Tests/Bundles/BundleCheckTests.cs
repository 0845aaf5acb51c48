using System.Text;
using System.Text.Json.Nodes;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Bundles;
using RemoteAssist.Shared.Tests.Sealing;

namespace RemoteAssist.Shared.Tests.Bundles;

public sealed class BundleCheckTests
{
    [Fact]
    public void ABundleThatWasMadeNowHoldsAsTheWrittenOneDoes()
    {
        var made = new SomeBundle();
        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "bundle-made")).FullName;
        File.WriteAllBytes(Path.Combine(folder, "bundle.zip"), made.File);
        File.WriteAllText(Path.Combine(folder, "bundle.json"), Vectors.Render(made.ToVector()));

        using var chains = new SomeChains();
        File.WriteAllText(Path.Combine(folder, "agent-chains.json"), Vectors.Render(chains.ToVector()));

        Holds(made.File, BundleTrust.Read(Encoding.UTF8.GetBytes(made.Trust))!);
        Holds(SomeBundle.Written, SomeBundle.Known);

        static void Holds(byte[] file, BundleTrust trust)
        {
            var report = BundleCheck.Verify(file, trust);
            report.Fault.Should().BeNull();
            (report.IsGood, report.Entries, report.Erased, report.HasEnd, report.SignerKnown).Should().Be((true, 100, 1, true, true));
            report.Cosignatures.Should().Equal(new BundleCosignature("witness/some", Audit.Some.Time.AddHours(1), IsTrusted: true));
            (report.Manifest!.Session, report.Manifest.Case.Number, report.Manifest.By.Name).Should().Be((SomeBundle.Session, "20931", "Ayşe Demir"));
        }
    }

    [Fact]
    public void WithoutKeysItIsConsistentAndNobodyIsVouchedFor()
    {
        var report = BundleCheck.Verify(SomeBundle.Written, BundleTrust.None);
        (report.IsGood, report.SignerKnown).Should().Be((true, false));
        report.Cosignatures.Should().ContainSingle().Which.IsTrusted.Should().BeFalse();
        BundleCheck.Verify(SomeBundle.Written, SomeBundle.Known with { Relays = [] }).SignerKnown.Should().BeFalse("only the witness is known");
    }

    [Fact]
    public void WhatAStrangerMakesAnewIsConsistentOnlyWhereNobodyBringsKeys()
    {
        var row = JsonNode.Parse("""{"steps":[["note","stranger"],["key","stranger"],["rehash"],["sign","stranger"]]}""")!;
        var file = Tampering.Of(row);
        BundleCheck.Verify(file, BundleTrust.None).Fault.Should().BeNull();
        BundleCheck.Verify(file, SomeBundle.Known).Fault!.Damage.Should().Be(BundleDamage.OtherSigner);
    }

    [Fact]
    public void AKeyOfAnotherLogIsNotThisOnes()
    {
        var same = SomeBundle.Known.Relays[0];
        var other = new NoteKey(Checkpoint.OriginOf(new string('7', 64)), NoteKeyKind.Log, same.PublicKey);
        BundleCheck.Verify(SomeBundle.Written, new BundleTrust([other], [])).Fault!.Damage.Should().Be(BundleDamage.OtherSigner);
        BundleCheck.Verify(SomeBundle.Written, new BundleTrust([other, same], [])).IsGood.Should().BeTrue("one of them is enough");
    }

    [Fact]
    public void TheNextKeyIsKnownByItsSuccession()
    {
        var next = BundleManifest.Read(BundleContainer.Read(SomeBundle.Written).Parts[1].Bytes.Span)!.Key;
        BundleCheck.Verify(SomeBundle.Written, new BundleTrust([next], [])).SignerKnown.Should().BeTrue();
    }

    [Theory]
    [InlineData("")]
    [InlineData("PK")]
    [InlineData("not a bundle, but a text of some length that begins with nothing in particular and goes on")]
    public void WhatIsNoBundleIsSaidSo(string text) =>
        BundleCheck.Verify(Encoding.UTF8.GetBytes(text), BundleTrust.None).Fault.Should().Be(new BundleFault(BundleDamage.NotABundle, BundleFault.File));

    [Fact]
    public void AnotherZipIsNoBundle()
    {
        var zip = BundleContainer.Write([new("notes.txt", new byte[9])]);
        BundleCheck.Verify(zip, BundleTrust.None).Fault.Should().Be(new BundleFault(BundleDamage.Header, BundleParts.Readme));
    }

    [Fact]
    public void AnyUnzipProgramOpensIt()
    {
        using var zip = new System.IO.Compression.ZipArchive(new MemoryStream(SomeBundle.Written));
        zip.Entries.Select(entry => entry.FullName).Should().Equal([.. BundleParts.Fixed, "receipts/1.json", "recording/000001.bin"]);
        using var readme = new StreamReader(zip.Entries[0].Open());
        readme.ReadToEnd().Should().Contain("Relay audit verify FILE --trust KEYS").And.Contain("如何核验").And.NotContain("\r");
    }

    [Fact]
    public void ANameThatCouldLeadOutOfAFolderIsNoPart()
    {
        string[] bad = ["receipts/", "receipts/../x", "receipts/.x", "receipts/a/b", "recording/ä", "other/1.json", "1.json", $"receipts/{new string('x', 80)}", ""];
        bad.Where(BundleParts.IsFurther).Should().BeEmpty();
        var draft = new SomeBundle().Draft() with { Further = [new("receipts/../x", new byte[1])] };
        FluentActions.Invoking(() => draft.Pack(_ => [])).Should().Throw<InvalidOperationException>().WithMessage("*receipts/../x*");
        FluentActions.Invoking(() => BundleContainer.Write([new("ä", default)])).Should().Throw<ArgumentException>();
    }

    // A length that is trusted would be allocated before it is looked at.
    [Fact]
    public void AHugeLengthIsRefusedBeforeAnythingIsAllocated()
    {
        var file = BundleContainer.Write([new(BundleParts.Readme, new byte[10])]);
        foreach (var at in new[] { 18, 22 })
        {
            file.AsSpan(at, 4).Fill(0xff);
        }

        BundleContainer.Read(file).Parts.Should().BeEmpty();
        var before = GC.GetAllocatedBytesForCurrentThread();
        BundleCheck.Verify(file, BundleTrust.None).IsGood.Should().BeFalse();
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(64 * 1024);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing but a remark")]
    [InlineData("witness/a+00000000+AAAA")]
    [InlineData("remoteassist/log/x")]
    public void AFileWithoutGoodKeysIsNone(string text) => BundleTrust.Read(Encoding.UTF8.GetBytes(text)).Should().BeNull();

    [Fact]
    public void OneMistypedKeyAmongGoodOnesIsNotPassedOver()
    {
        var good = SomeBundle.Vector.Text("trust");
        BundleTrust.Read(Encoding.UTF8.GetBytes(good))!.Relays.Should().ContainSingle();
        BundleTrust.Read(Encoding.UTF8.GetBytes(good + "x")).Should().BeNull();
        BundleTrust.Read([.. Encoding.UTF8.GetBytes(good), 0xff]).Should().BeNull();
        BundleTrust.Read(new byte[100_000]).Should().BeNull();
    }

    [Theory]
    [InlineData("\"session\":\"1", "\"session\":\"Z")]
    [InlineData("\"size\":300", "\"size\":249")]
    [InlineData("[4,8,", "[8,4,")]
    [InlineData("[4,8,", "[0,8,")]
    [InlineData("\"size\":300", "\"size\":300.5")]
    [InlineData("\"size\":300,", "")]
    [InlineData("\"by\":{", "\"also\":1,\"by\":{")]
    [InlineData("remoteassist/bundle/1", "remoteassist/bundle/2")]
    [InlineData("\"name\":\"receipts/1.json\"", "\"name\":\"receipts/../1\"")]
    [InlineData("2026-11-22T", "2026-13-22T")]
    public void AManifestIsExactlyOne(string from, string to)
    {
        var good = Encoding.UTF8.GetString(BundleContainer.Read(SomeBundle.Written).Parts[1].Bytes.Span);
        good.Should().Contain(from);
        BundleManifest.Read(Encoding.UTF8.GetBytes(good)).Should().NotBeNull();
        BundleManifest.Read(Encoding.UTF8.GetBytes(good.Replace(from, to, StringComparison.Ordinal))).Should().BeNull();
    }

    [Fact]
    public void AnEntryOfALineIsWrittenAsItWasRead()
    {
        var line = BundleContainer.Read(SomeBundle.Written).Parts[5].Bytes.Span;
        line = line[..line.IndexOf((byte)'\n')];
        var entry = BundleEntry.Read(line)!;
        entry.ToLine().Should().Equal(line.ToArray());
        entry.Values.Should().HaveCount(2);
        BundleEntry.Read(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(line).Replace("\"values\":[", "\"values\":[{},", StringComparison.Ordinal))).Should().BeNull();
        BundleEntry.Read("[]"u8).Should().BeNull();
    }
}
