using System.Text.Json.Nodes;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Shared.Tests.Sealing;

/// <summary>Every vector that the draft has for P-256, and a few of RFC 9380 for the map beneath.</summary>
[Trait("Promise", "11")]
public sealed class CPaceTests : IDisposable
{
    private const string DraftVectors = "values of the draft's P-256 vectors, in C#";
    private const string InvalidPoints = "invalid points that abort, in C#";

    private static readonly JsonNode Draft = Vectors.Read("cpace-p256.json");
    private static readonly JsonNode Run = Draft["run"]!;
    private static readonly JsonNode Inputs = Draft["generator"]!;

    private readonly Tried _vectors = new(11, DraftVectors);
    private readonly Tried _points = new(11, InvalidPoints);

    [Fact]
    public void LengthsStandInFrontAsTheDraftHasThem()
    {
        foreach (var item in Draft["prependLen"]!.AsArray())
        {
            Same(LengthValue.Cat(item!.Bytes("input")), item!.Bytes("output"));
        }

        byte[][] parts = [.. Draft["lvCat"]!["inputs"]!.AsArray().Select(part => Convert.FromHexString(part!.GetValue<string>()))];
        Same(LengthValue.Cat(parts), Draft["lvCat"]!.Bytes("output"));
        _vectors.MustHold();
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
            _vectors.Try(LengthValue.IsLarger(item!.Bytes("a"), item!.Bytes("b")) == item!["larger"]!.GetValue<bool>(), item!.ToJsonString());
        }

        foreach (var item in Draft["orderedCat"]!.AsArray())
        {
            Same(LengthValue.OrderedCat(item!.Bytes("a"), item!.Bytes("b")), item!.Bytes("output"));
        }

        foreach (var item in Draft["transcriptIr"]!.AsArray())
        {
            Same(
                LengthValue.Transcript(item!.Bytes("Ya"), item!.Bytes("ADa"), item!.Bytes("Yb"), item!.Bytes("ADb")),
                item!.Bytes("output"));
        }

        foreach (var item in Draft["transcriptOc"]!.AsArray())
        {
            Same(
                LengthValue.OrderedTranscript(item!.Bytes("Ya"), item!.Bytes("ADa"), item!.Bytes("Yb"), item!.Bytes("ADb")),
                item!.Bytes("output"));
        }

        _vectors.MustHold();
    }

    [Fact]
    public void StringsMapToThePointsOfRfc9380()
    {
        var domain = Draft["encodeToCurve"]!.Bytes("DST");
        foreach (var item in Draft["encodeToCurve"]!["cases"]!.AsArray())
        {
            _vectors.Try(P256Map.ToField(item!.Bytes("message"), domain) == P256Field.Read(item!.Bytes("u")), "u");
            Same(P256Map.Encode(item!.Bytes("message"), domain), [4, .. item!.Bytes("x"), .. item!.Bytes("y")]);
        }

        _vectors.MustHold();
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
        Same(CPace.GeneratorString(Inputs.Bytes("PRS"), Inputs.Bytes("CI"), Inputs.Bytes("sid")), Inputs.Bytes("generatorString"));
        Same(CPace.Generator(Inputs.Bytes("PRS"), Inputs.Bytes("CI"), Inputs.Bytes("sid")), Inputs.Bytes("g"));
        _vectors.MustHold();
    }

    [Fact]
    public void BothSharesAreOneOfTheTwoThatTheDraftAllows()
    {
        using var a = P256Scalar.From(Run.Bytes("ya"));
        using var b = P256Scalar.From(Run.Bytes("yb"));
        _vectors.Try(new[] { Run.Text("Ya"), Run.Text("YaAlternative") }.Contains(Vectors.Hex(a.Times(Inputs.Bytes("g")))), "Ya");
        _vectors.Try(new[] { Run.Text("Yb"), Run.Text("YbAlternative") }.Contains(Vectors.Hex(b.Times(Inputs.Bytes("g")))), "Yb");
        _vectors.MustHold();
    }

    [Fact]
    public void BothEndsReachTheDraftsProduct()
    {
        using var a = P256Scalar.From(Run.Bytes("ya"));
        using var b = P256Scalar.From(Run.Bytes("yb"));
        Same(a.TimesVerified(Run.Bytes("Yb"))!, Run.Bytes("K"));
        Same(a.TimesVerified(Run.Bytes("YbAlternative"))!, Run.Bytes("K"));
        Same(b.TimesVerified(Run.Bytes("Ya"))!, Run.Bytes("K"));
        Same(b.TimesVerified(Run.Bytes("YaAlternative"))!, Run.Bytes("K"));
        _vectors.MustHold();
    }

    [Fact]
    public void TheSessionKeysAndNamesAreTheDraftsInBothSettings()
    {
        var inTurn = LengthValue.Transcript(Run.Bytes("Ya"), Run.Bytes("ADa"), Run.Bytes("Yb"), Run.Bytes("ADb"));
        Same(inTurn, Run.Bytes("transcriptIr"));
        Same(CPace.SessionKey(Inputs.Bytes("sid"), Run.Bytes("K"), inTurn), Run.Bytes("ISK_IR"));
        Same(CPace.SessionName(inTurn), Run.Bytes("sidOutputIr"));

        var atOnce = LengthValue.OrderedTranscript(Run.Bytes("Ya"), Run.Bytes("ADa"), Run.Bytes("Yb"), Run.Bytes("ADb"));
        Same(atOnce, Run.Bytes("transcriptOc"));
        Same(CPace.SessionKey(Inputs.Bytes("sid"), Run.Bytes("K"), atOnce), Run.Bytes("ISK_SY"));
        Same(CPace.SessionName(atOnce), Run.Bytes("sidOutputOc"));
        _vectors.MustHold();
    }

    [Fact]
    public void AValidPointIsMultipliedAsTheDraftHasIt()
    {
        var item = Draft["scalarMultVfy"]!;
        using var scalar = P256Scalar.From(item.Bytes("s"));
        Same(scalar.TimesVerified(item.Bytes("X"))!, item.Bytes("x"));

        var share = scalar.Times(item.Bytes("X"));
        var full = item.Bytes("full");
        Same(share[1..33], full[1..33]);
        var (y, fullY) = (P256Field.Read(share.AsSpan(33)), P256Field.Read(full.AsSpan(33)));
        _vectors.Try(y == fullY || y == P256Field.Prime - fullY, "y");
        _vectors.MustHold();
    }

    [Fact]
    public void NoInvalidPointIsMultiplied()
    {
        var item = Draft["scalarMultVfy"]!;
        using var scalar = P256Scalar.From(item.Bytes("s"));
        foreach (var point in Invalid(item))
        {
            _points.Try(scalar.TimesVerified(point) is null, Vectors.Hex(point));
        }

        _points.MustHold();
    }

    [Fact]
    public void AnInvalidPointInAnyMessageAbortsThatExchange()
    {
        foreach (var point in Invalid(Draft["scalarMultVfy"]!))
        {
            // 1 to the Viewer, 2 to the Agent, 17 to the Viewer, 18 to the Agent: what is no point is no agreement.
            Aborts(point, Some.Viewer(new CodeKeeper(Some.Secret)).Receive([1, 1, .. new byte[32], .. point, .. SomeHello]));
            using var agent = Some.Agent();
            Aborts(point, agent.Receive([2, 1, .. point, .. SomeHello]));

            var (atAgent, atViewer) = Some.Agreed();
            var (mine, theirs) = (atAgent.Keys.Resumption, atViewer.Keys.Resumption);
            var viewer = new ViewerResumption(Some.Context, theirs, Some.ViewerCodecs, new StillClock(), PlatformRandom.Instance);
            Aborts(point, viewer.Receive([17, 1, .. point, 1, .. theirs.Name, .. SomeHello]));
            using var resuming = new AgentResumption(Some.Context, [mine], Some.AgentCodecs, new StillClock(), PlatformRandom.Instance);
            Aborts(point, resuming.Receive([18, 1, .. point, .. mine.Name, .. new byte[32], .. SomeHello]));
        }

        _points.MustHold();
    }

    [Fact]
    public void AnXThatIsWrittenLargerThanThePrimeIsRefused()
    {
        // The curve has a point with x = 5; x = 5 + p still fits into 32 bytes and must not pass for it.
        P256Field.TryRoot(P256Field.Curve(5), out var y).Should().BeTrue();
        P256Point.IsValid(P256Point.Write(5, y)).Should().BeTrue();
        _points.Try(!P256Point.IsValid(P256Point.Write(5 + P256Field.Prime, y)), "x = 5 + p");
        _points.MustHold();
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

    public void Dispose()
    {
        _vectors.Dispose();
        _points.Dispose();
    }

    private static byte[] SomeHello => new Hello(Some.Version, [1, 2], new byte[Hello.SaltBytes]).ToBytes();

    /// <summary>The draft's, and those that are wrong in length, form, range or place.</summary>
    private static IEnumerable<byte[]> Invalid(JsonNode item)
    {
        var good = item.Bytes("X");
        return
        [
            .. item["invalid"]!.AsArray().Select(point => Convert.FromHexString(point!.GetValue<string>())),
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
    }

    private void Same(byte[] actual, byte[] expected) =>
        _vectors.Try(actual.AsSpan().SequenceEqual(expected), $"{Vectors.Hex(actual)} instead of {Vectors.Hex(expected)}");

    private void Aborts(byte[] point, ExchangeStep step)
    {
        // A point of another length changes the layout of its message, which is refused before the point is looked at.
        var named = point.Length == 65 ? step.Fault == ExchangeFault.InvalidShare : step.Fault is not null;
        _points.Try(named && step.Agreement is null, $"{step.Fault} for {Vectors.Hex(point)}");
    }
}
