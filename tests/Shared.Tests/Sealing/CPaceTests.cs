using System.Text.Json.Nodes;
using RemoteAssist.Shared.Sealing;

namespace RemoteAssist.Shared.Tests.Sealing;

/// <summary>Every vector that the draft has for P-256, and a few of RFC 9380 for the map beneath.</summary>
public sealed class CPaceTests
{
    private static readonly JsonNode Draft = Vectors.Read("cpace-p256.json");
    private static readonly JsonNode Run = Draft["run"]!;
    private static readonly JsonNode Inputs = Draft["generator"]!;

    [Fact]
    public void LengthsStandInFrontAsTheDraftHasThem()
    {
        foreach (var item in Draft["prependLen"]!.AsArray())
        {
            LengthValue.Cat(item!.Bytes("input")).Should().Equal(item!.Bytes("output"));
        }

        byte[][] parts = [.. Draft["lvCat"]!["inputs"]!.AsArray().Select(part => Convert.FromHexString(part!.GetValue<string>()))];
        LengthValue.Cat(parts).Should().Equal(Draft["lvCat"]!.Bytes("output"));
    }

    [Fact]
    public void PartsComeBackAsTheyWereJoined()
    {
        foreach (var size in new[] { 0, 1, 127, 128, 16_383, 16_384, 70_000 })
        {
            var part = new byte[size];
            Array.Fill(part, (byte)7);
            ReadOnlySpan<byte> rest = LengthValue.Cat(part, [1, 2]);
            LengthValue.TryTake(ref rest, out var first).Should().BeTrue();
            LengthValue.TryTake(ref rest, out var second).Should().BeTrue();
            first.ToArray().Should().Equal(part);
            second.ToArray().Should().Equal(1, 2);
            rest.IsEmpty.Should().BeTrue();
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("01")]
    [InlineData("8000")]
    [InlineData("80")]
    [InlineData("ffffff7f00")]
    public void ALengthThatIsCutOffOrLongerThanItsPartOrOddlyWrittenIsRefused(string hex)
    {
        ReadOnlySpan<byte> rest = Convert.FromHexString(hex);
        LengthValue.TryTake(ref rest, out _).Should().BeFalse();
    }

    [Fact]
    public void OrderIsFoundAndTranscriptsAreJoinedAsTheDraftHasThem()
    {
        foreach (var item in Draft["lexicographicallyLarger"]!.AsArray())
        {
            LengthValue.IsLarger(item!.Bytes("a"), item!.Bytes("b")).Should().Be(item!["larger"]!.GetValue<bool>());
        }

        foreach (var item in Draft["orderedCat"]!.AsArray())
        {
            LengthValue.OrderedCat(item!.Bytes("a"), item!.Bytes("b")).Should().Equal(item!.Bytes("output"));
        }

        foreach (var item in Draft["transcriptIr"]!.AsArray())
        {
            LengthValue.Transcript(item!.Bytes("Ya"), item!.Bytes("ADa"), item!.Bytes("Yb"), item!.Bytes("ADb"))
                .Should().Equal(item!.Bytes("output"));
        }

        foreach (var item in Draft["transcriptOc"]!.AsArray())
        {
            LengthValue.OrderedTranscript(item!.Bytes("Ya"), item!.Bytes("ADa"), item!.Bytes("Yb"), item!.Bytes("ADb"))
                .Should().Equal(item!.Bytes("output"));
        }
    }

    [Fact]
    public void StringsMapToThePointsOfRfc9380()
    {
        var domain = Draft["encodeToCurve"]!.Bytes("DST");
        foreach (var item in Draft["encodeToCurve"]!["cases"]!.AsArray())
        {
            P256Map.ToField(item!.Bytes("message"), domain).Should().Be(P256Field.Read(item!.Bytes("u")));
            P256Map.Encode(item!.Bytes("message"), domain).Should().Equal([4, .. item!.Bytes("x"), .. item!.Bytes("y")]);
        }
    }

    [Fact]
    public void TheMapEndsOnTheCurveForManyStrings()
    {
        for (var i = 0; i < 200; i++)
        {
            P256Point.IsValid(P256Map.Encode([(byte)i], "remoteassist tests"u8)).Should().BeTrue();
        }
    }

    [Fact]
    public void TheGeneratorIsTheDrafts()
    {
        CPace.GeneratorString(Inputs.Bytes("PRS"), Inputs.Bytes("CI"), Inputs.Bytes("sid"))
            .Should().Equal(Inputs.Bytes("generatorString"));
        CPace.Generator(Inputs.Bytes("PRS"), Inputs.Bytes("CI"), Inputs.Bytes("sid")).Should().Equal(Inputs.Bytes("g"));
    }

    [Fact]
    public void BothSharesAreOneOfTheTwoThatTheDraftAllows()
    {
        using var a = P256Scalar.From(Run.Bytes("ya"));
        using var b = P256Scalar.From(Run.Bytes("yb"));
        new[] { Run.Text("Ya"), Run.Text("YaAlternative") }.Should().Contain(Vectors.Hex(a.Times(Inputs.Bytes("g"))));
        new[] { Run.Text("Yb"), Run.Text("YbAlternative") }.Should().Contain(Vectors.Hex(b.Times(Inputs.Bytes("g"))));
    }

    [Fact]
    public void BothEndsReachTheDraftsProduct()
    {
        using var a = P256Scalar.From(Run.Bytes("ya"));
        using var b = P256Scalar.From(Run.Bytes("yb"));
        a.TimesVerified(Run.Bytes("Yb")).Should().Equal(Run.Bytes("K"));
        a.TimesVerified(Run.Bytes("YbAlternative")).Should().Equal(Run.Bytes("K"));
        b.TimesVerified(Run.Bytes("Ya")).Should().Equal(Run.Bytes("K"));
        b.TimesVerified(Run.Bytes("YaAlternative")).Should().Equal(Run.Bytes("K"));
    }

    [Fact]
    public void TheSessionKeysAndNamesAreTheDraftsInBothSettings()
    {
        var inTurn = LengthValue.Transcript(Run.Bytes("Ya"), Run.Bytes("ADa"), Run.Bytes("Yb"), Run.Bytes("ADb"));
        inTurn.Should().Equal(Run.Bytes("transcriptIr"));
        CPace.SessionKey(Inputs.Bytes("sid"), Run.Bytes("K"), inTurn).Should().Equal(Run.Bytes("ISK_IR"));
        CPace.SessionName(inTurn).Should().Equal(Run.Bytes("sidOutputIr"));

        var atOnce = LengthValue.OrderedTranscript(Run.Bytes("Ya"), Run.Bytes("ADa"), Run.Bytes("Yb"), Run.Bytes("ADb"));
        atOnce.Should().Equal(Run.Bytes("transcriptOc"));
        CPace.SessionKey(Inputs.Bytes("sid"), Run.Bytes("K"), atOnce).Should().Equal(Run.Bytes("ISK_SY"));
        CPace.SessionName(atOnce).Should().Equal(Run.Bytes("sidOutputOc"));
    }

    [Fact]
    public void AValidPointIsMultipliedAsTheDraftHasIt()
    {
        var item = Draft["scalarMultVfy"]!;
        using var scalar = P256Scalar.From(item.Bytes("s"));
        scalar.TimesVerified(item.Bytes("X")).Should().Equal(item.Bytes("x"));

        var share = scalar.Times(item.Bytes("X"));
        var full = item.Bytes("full");
        share[1..33].Should().Equal(full[1..33]);
        var (y, fullY) = (P256Field.Read(share.AsSpan(33)), P256Field.Read(full.AsSpan(33)));
        (y == fullY || y == P256Field.Prime - fullY).Should().BeTrue();
    }

    [Fact]
    public void EveryInvalidPointEndsTheExchange()
    {
        var item = Draft["scalarMultVfy"]!;
        using var scalar = P256Scalar.From(item.Bytes("s"));
        var good = item.Bytes("X");
        var xPlusPrime = P256Field.Read(good.AsSpan(1, 32)) + P256Field.Prime; // does not fit: must not be taken modulo 2^256
        byte[][] ours =
        [
            [],
            [4],
            new byte[65],
            [4, .. new byte[64]],
            good[..64],
            [.. good, 0],
            [2, .. good[1..33]],
            [6, .. good[1..]],
            [4, .. Enumerable.Repeat((byte)0xff, 64)],
            [4, .. good[33..], .. good[1..33]],
        ];
        xPlusPrime.GetByteCount(isUnsigned: true).Should().BeInRange(32, 33);
        byte[][] all = [.. item["invalid"]!.AsArray().Select(point => Convert.FromHexString(point!.GetValue<string>())), .. ours];
        foreach (var point in all)
        {
            scalar.TimesVerified(point).Should().BeNull(Vectors.Hex(point));
        }
    }

    [Fact]
    public void AnXThatIsWrittenLargerThanThePrimeIsRefused()
    {
        // The curve has a point with x = 5; x = 5 + p still fits into 32 bytes and must not pass for it.
        P256Field.TryRoot(P256Field.Curve(5), out var y).Should().BeTrue();
        P256Point.IsValid(P256Point.Write(5, y)).Should().BeTrue();
        P256Point.IsValid(P256Point.Write(5 + P256Field.Prime, y)).Should().BeFalse();
    }

    [Fact]
    public void RootsAndInversesAreRight()
    {
        for (var i = 1; i < 200; i++)
        {
            P256Field.Reduce(i * P256Field.Inverse(i)).IsOne.Should().BeTrue();
            P256Field.TryRoot(P256Field.Reduce((System.Numerics.BigInteger)i * i), out var root).Should().BeTrue();
            (root == i || root == P256Field.Prime - i).Should().BeTrue();
        }

        P256Field.Inverse(0).IsZero.Should().BeTrue();
        P256Field.TryRoot(P256Field.Prime - 10, out _).Should().BeFalse();
    }
}
