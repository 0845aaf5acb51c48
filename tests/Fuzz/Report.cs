using System.Globalization;
using System.Text.Json;

namespace RemoteAssist.Fuzz;

/// <summary>What came of all targets, as Markdown and as JSON.</summary>
/// <param name="seed">The seed of all inputs.</param>
internal sealed class Report(ulong seed)
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly List<Outcome> outcomes = [];

    /// <summary>Whether no input was a finding, and memory did not grow by more than it may.</summary>
    public bool Holds => outcomes.TrueForAll(outcome => outcome.Findings.Count == 0 && (outcome.MemoryGrowth ?? 0) <= Limits.Usual.MemoryGrowth);

    public static void Heading(TextWriter to)
    {
        to.WriteLine("| target | inputs | accepted | rejected | findings | slowest | memory growth |");
        to.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
    }

    public void Add(Outcome outcome, TextWriter to)
    {
        outcomes.Add(outcome);
        to.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {outcome.Target} | {outcome.Inputs:N0} | {outcome.Accepted:N0} | {outcome.Rejected:N0} | {outcome.Findings.Count} | {outcome.Slowest.TotalMilliseconds:0.0} ms | {Mebibytes(outcome.MemoryGrowth)} |"));
        foreach (var finding in outcome.Findings)
        {
            Console.Error.WriteLine($"fuzz: {outcome.Target}, seed {seed}, input {finding.Number}: {finding.Kind}: {finding.Says}\n  kept as {finding.Path}");
        }
    }

    public void Sum(TextWriter to) => to.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"| **all** | {outcomes.Sum(outcome => outcome.Inputs):N0} | {outcomes.Sum(outcome => outcome.Accepted):N0} | {outcomes.Sum(outcome => outcome.Rejected):N0} | {outcomes.Sum(outcome => outcome.Findings.Count)} | {outcomes.Max(outcome => outcome.Slowest).TotalMilliseconds:0.0} ms | {Mebibytes(outcomes.Max(outcome => outcome.MemoryGrowth))} at most |"));

    public void Save(string path) => File.WriteAllText(
        path,
        JsonSerializer.Serialize(
            new
            {
                seed,
                inputs = outcomes.Sum(outcome => outcome.Inputs),
                findings = outcomes.Sum(outcome => outcome.Findings.Count),
                targets = outcomes.Select(outcome => new
                {
                    outcome.Target,
                    outcome.Inputs,
                    outcome.Accepted,
                    outcome.Rejected,
                    SlowestMilliseconds = outcome.Slowest.TotalMilliseconds,
                    MemoryGrowthBytes = outcome.MemoryGrowth,
                    outcome.Findings,
                }),
            },
            Indented) + "\n");

    private static string Mebibytes(long? bytes) =>
        bytes is null ? "–" : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.0} MiB");
}
