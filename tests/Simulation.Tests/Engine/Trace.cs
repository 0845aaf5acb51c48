using System.Globalization;

namespace RemoteAssist.Simulation.Tests.Engine;

/// <summary>What happened, in order, in words that the seed alone decides: no key, nameplate or id is in it.</summary>
internal sealed class Trace(Timeline timeline)
{
    private readonly List<(TimeSpan At, string Who, string What)> lines = [];

    public IEnumerable<string> Lines => lines.Select(line => string.Create(
        CultureInfo.InvariantCulture, $"{line.At.TotalSeconds,9:F3}  {line.Who,-12} {line.What}"));

    public void Add(string who, string what) => lines.Add((timeline.Elapsed, who, what));
}
