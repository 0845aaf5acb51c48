using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace RemoteAssist.Tests;

/// <summary>
/// Asks axe about a page, in the page itself. Its own binding opens a tab of its own for each answer, to put those of
/// several frames together, which takes longer than the look; our pages have none.
/// </summary>
internal static class Axe
{
    /// <summary>The rules that look at colours: all that a page in its other colours can break, where it was looked at whole in the first.</summary>
    public static readonly string[] OfColours = ["color-contrast", "link-in-text-block"];

    private static readonly string Script = new BundledAxeScriptProvider().GetScript();

    /// <summary>What is wrong with the page as it stands: the rule, and the element that breaks it.</summary>
    /// <param name="page">A page without frames.</param>
    /// <param name="rules">The only rules to look at; all of them where none is named.</param>
    public static async Task<IReadOnlyList<string>> Look(IPage page, params string[] rules)
    {
        page.Frames.Should().ContainSingle("axe is asked in one document only");
        if (!await page.EvaluateAsync<bool>("() => 'axe' in window"))
        {
            await page.EvaluateAsync(Script);
        }

        var found = await page.EvaluateAsync<Found>(
            """
            async rules => {
              const found = await axe.run(document, rules.length > 0 ? { runOnly: { type: 'rule', values: rules } } : {});
              return {
                looked: found.passes.length + found.violations.length,
                violations: found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id} at ${html}`)),
              };
            }
            """,
            rules);
        found.Looked.Should().BePositive("axe has looked at something");
        return found.Violations;
    }

    private sealed record Found
    {
        public int Looked { get; init; }

        public string[] Violations { get; init; } = [];
    }
}
