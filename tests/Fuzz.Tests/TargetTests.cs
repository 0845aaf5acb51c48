using RemoteAssist.Fuzz.Targets;

namespace RemoteAssist.Fuzz.Tests;

/// <summary>The targets themselves: each takes what is good, always the same, and what was once found is borne.</summary>
public sealed class TargetTests
{
    public static TheoryData<string> Names() => [.. AllTargets.List.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void EachTargetTakesGoodBytesThatAreAlwaysTheSame(string name)
    {
        var target = AllTargets.List.Single(one => one.Name == name);
        var (seeds, again) = (target.MakeSeeds(), target.MakeSeeds());
        seeds.Should().NotBeEmpty();
        seeds.Select(Convert.ToHexString).Should().Equal(again.Select(Convert.ToHexString));
        var reading = target.MakeReading();

        // The vectors of the hub's protocol call other methods than ours.
        seeds.Count(seed => reading(seed)).Should().BeGreaterThan(name == "hub-stream" ? 0 : seeds.Count / 2, "they are good");
    }

    [Fact]
    public void TargetsHaveNamesOfTheirOwn() => AllTargets.List.Select(target => target.Name).Should().OnlyHaveUniqueItems();

    [Fact]
    public void WhatWasOnceFoundIsBorne()
    {
        // What was found in the page's own parsers is read there.
        foreach (var (name, path) in Found.All())
        {
            if (AllTargets.List.SingleOrDefault(one => one.Name == name) is not { } target)
            {
                continue;
            }

            var reading = target.MakeReading();
            reading(target.MakeSeeds()[0]);
            new Judge(target, reading, Limits.Usual).Read(File.ReadAllBytes(path)).Kind.Should().BeNull("{0} is borne", path);
        }
    }
}
