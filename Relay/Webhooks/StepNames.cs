using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Relay.Webhooks;

/// <summary>The steps that a webhook wants, as its row has them: names of the log, apart by commas.</summary>
internal static class StepNames
{
    /// <summary>In the order of <see cref="SessionSteps.All"/>; one that only a newer Relay knows is left out.</summary>
    public static IReadOnlyList<string> Read(string written)
    {
        var names = written.Split(',');
        return [.. SessionSteps.All.Where(names.Contains)];
    }

    /// <summary>As a row has them.</summary>
    public static string Write(IEnumerable<string> steps) => string.Join(',', SessionSteps.All.Where(steps.Contains));

    /// <summary>Whether this is a choice: at least one, each once, and none that there is not.</summary>
    public static bool AreChosen(IReadOnlyList<string> steps) =>
        steps.Count > 0 && steps.Distinct(StringComparer.Ordinal).Count() == steps.Count && steps.All(SessionSteps.All.Contains);
}
