namespace RemoteAssist.Fuzz.Tests;

/// <summary>The fuzzer finds mistakes that were put there to be found, and shows them again.</summary>
public sealed class FuzzerTests : IDisposable
{
    private const ulong Seed = 5;

    private static readonly Limits Quick = new() { Slowest = TimeSpan.FromMilliseconds(40), Minimising = TimeSpan.FromMilliseconds(300) };

    private readonly FindingsFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void ALengthThatIsTrustedIsFoundAndMadeSmall()
    {
        // u8 kind, u32 length, bytes
        var outcome = Run(
            input => input.Length > 5 && input[0] == 7 && input.Slice(5, BitConverter.ToInt32(input[1..])).Length > 0,
            Quick with { Minimising = TimeSpan.FromSeconds(60) });
        var finding = outcome.Findings.Should().ContainSingle().Subject;
        finding.Kind.Should().StartWith("ArgumentOutOfRangeException");
        var kept = File.ReadAllBytes(finding.Path);
        kept.Length.Should().BeInRange(6, 8);
        outcome.Accepted.Should().BePositive();
        outcome.Rejected.Should().BePositive();
        new Inputs("planted", [Good], Seed).Make(finding.Number).Length.Should().BeGreaterThan(5, "it is made again by its number");
    }

    [Fact]
    public void AnAllocationByAnUncheckedNumberIsFound()
    {
        var outcome = Run(input => input.Length > 5 && new byte[BitConverter.ToUInt32(input[1..]) & 0xff_ffff].Length > 3);
        outcome.Findings.Should().ContainSingle().Which.Kind.Should().Be("allocates");
    }

    [Fact]
    public void AnInputThatTakesTooLongIsFound()
    {
        var outcome = Run(
            input =>
            {
                Thread.Sleep(input.Length > 5 && input[0] == 255 ? 60 : 0);
                return true;
            },
            Quick with { MostFindings = 1 });
        outcome.Findings.Should().ContainSingle().Which.Kind.Should().Be("slow");
    }

    [Fact]
    public void AReadingThatDoesNotEndIsWrittenDownWhileItHangs()
    {
        using var freed = new ManualResetEventSlim();
        (long Number, string Path)? hung = null;
        // Long enough that a machine that stands still for a moment makes no other one seem to hang.
        var fuzzer = new Fuzzer(Seed, Limits.Usual with { Hang = TimeSpan.FromSeconds(1) }, folder.Path, (number, path) =>
        {
            hung = (number, path);
            freed.Set();
        });
        fuzzer.Run(new Target("planted", [], () => [Good], () => input => input.Length != 3 || freed.Wait(TimeSpan.FromSeconds(60))), new Until(1_000));
        hung.Should().NotBeNull();
        File.ReadAllBytes(hung!.Value.Path).Should().HaveCount(3).And.Equal(new Inputs("planted", [Good], Seed).Make(hung.Value.Number).ToArray());
    }

    [Fact]
    public void WhatIsReadButNotAsItIsWrittenIsFound()
    {
        var outcome = Run(input => input.IsEmpty || input[0] < 200 ? true : throw new BrokenPromiseException("another value"));
        outcome.Findings.Should().ContainSingle().Which.Says.Should().Contain("another value");
    }

    [Fact]
    public void AnInputIsTheSameForTheSameNumberAndAnotherForAnotherSeed()
    {
        var (one, again, other) = (new Inputs("planted", [Good], Seed), new Inputs("planted", [Good], Seed), new Inputs("planted", [Good], Seed + 1));
        var differ = 0;
        for (var number = 0; number < 500; number++)
        {
            var made = one.Make(number).ToArray();
            again.Make(number).SequenceEqual(made).Should().BeTrue();
            differ += other.Make(number).SequenceEqual(made) ? 0 : 1;
        }

        differ.Should().BeGreaterThan(200, "the systematic half is the same for every seed");
    }

    [Fact]
    public void EveryEdgeOfALengthComesAtEveryPlace()
    {
        var inputs = new Inputs("planted", [Good], Seed);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var number = 0L; number < 2 * inputs.Systematic; number += 2)
        {
            seen.Add(Convert.ToHexString(inputs.Make(number)));
        }

        for (var cut = 0; cut <= Good.Length; cut++)
        {
            seen.Should().Contain(Convert.ToHexString(Good.AsSpan(0, cut)));
        }

        foreach (byte[] edge in new byte[][] { [0, 0, 0, 0], [0xff, 0xff, 0xff, 0x7f], [0x7f, 0xff, 0xff, 0xff], [0xff, 0xff, 0xff, 0xff] })
        {
            for (var at = 0; at + 4 <= Good.Length; at++)
            {
                var there = Good.ToArray();
                edge.CopyTo(there, at);
                seen.Should().Contain(Convert.ToHexString(there));
            }
        }
    }

    private static readonly byte[] Good = [7, 3, 0, 0, 0, 1, 2, 3, 0, 9, 9, 9];

    private Outcome Run(Reading reading, Limits? limits = null) =>
        new Fuzzer(Seed, limits ?? Quick, folder.Path).Run(new Target("planted", [], () => [Good], () => reading), new Until(Inputs: 1_000));
}
