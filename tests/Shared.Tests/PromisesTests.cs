using System.Text.RegularExpressions;
using RemoteAssist.Shared.Tests.Sealing;

namespace RemoteAssist.Shared.Tests;

/// <summary>tests/PROMISES.md and the tests say the same about which promise is tested where.</summary>
public sealed partial class PromisesTests
{
    private static readonly string Tests = Path.GetFullPath(Path.Combine(Vectors.PathOf("sealing.json"), "..", ".."));

    // The forty about safety, and what else is tried as thoroughly.
    private const int Promises = 42;

    [Fact]
    public void EachPromiseNamesExactlyTheTestsThatCarryItsNumber()
    {
        var named = File.ReadLines(Path.Combine(Tests, "PROMISES.md"))
            .TakeWhile(line => line != "## The last long run")
            .Select(line => Row().Match(line))
            .Where(row => row.Success)
            .ToDictionary(
                row => int.Parse(row.Groups["number"].Value),
                row => Link().Matches(row.Groups["tests"].Value).Select(link => link.Groups["path"].Value).Order(StringComparer.Ordinal).ToList());
        named.Keys.Should().Equal(Enumerable.Range(1, Promises));

        var carried = Enumerable.Range(1, Promises).ToDictionary(number => number, _ => new List<string>());
        foreach (var path in Sources())
        {
            foreach (var number in Carried().Matches(File.ReadAllText(path)).Select(match => int.Parse(match.Groups["number"].Value)).Distinct())
            {
                carried[number].Add(Path.GetRelativePath(Tests, path));
            }
        }

        foreach (var (number, files) in carried)
        {
            named[number].Should().Equal(files.Order(StringComparer.Ordinal), "that is where promise {0} is tested", number);
        }
    }

    private static IEnumerable<string> Sources() =>
        from project in Directory.EnumerateDirectories(Tests, "*.Tests")
        from path in Directory.EnumerateFiles(project, "*.*s", SearchOption.AllDirectories)
        where path.EndsWith("Tests.cs", StringComparison.Ordinal) || path.EndsWith(".test.ts", StringComparison.Ordinal)
        where !Built().IsMatch(path)
        select path;

    [GeneratedRegex(@"^\| (?<number>\d+) \| .+ \| (?<tests>not yet|\[.+\)) \|$", RegexOptions.ExplicitCapture)]
    private static partial Regex Row();

    [GeneratedRegex(@"\]\((?<path>[^)]+)\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Link();

    [GeneratedRegex(@"(\[Trait\(""Promise"", ""|\[promise )(?<number>\d+)[""\]]", RegexOptions.ExplicitCapture)]
    private static partial Regex Carried();

    [GeneratedRegex("/(bin|obj|node_modules)/", RegexOptions.ExplicitCapture)]
    private static partial Regex Built();
}
