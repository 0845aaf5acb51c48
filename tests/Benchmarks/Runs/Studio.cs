using System.Globalization;
using RemoteAssist.Benchmarks.Stage;

namespace RemoteAssist.Benchmarks.Runs;

/// <summary>Where drawings come from: this program, or another that draws the same six and speaks of it in the same lines.</summary>
/// <param name="other">The folder of the other program (its <c>build/wl</c> and <c>cache</c>); null for this one.</param>
internal sealed class Studio(string? other)
{
    /// <summary>Starts a drawing that waits to be begun.</summary>
    public Task<Drawing> Draw(string name, double seconds, string display, uint seed = 1) => Drawing.Open(
        name,
        other is null
            ? Helper.Role(display, "draw", name, "--seconds", Text(seconds), "--seed", Text(seed), "--wait")
            : Helper.Start(Path.Combine(other, "build", "wl"), ["-w", name, "-t", Text(seconds), "-s", Text(seed), "-a", Cache], display));

    /// <summary>Starts a drawing that stands at a step.</summary>
    public Task<Drawing> DrawUpTo(int step, string name, double seconds, string display) => Drawing.Open(
        name,
        other is null
            ? Helper.Role(display, "draw", name, "--seconds", Text(seconds), "--up-to", Text(step))
            : Helper.Start(Path.Combine(other, "build", "wl"), ["-w", name, "-t", Text(seconds), "-a", Cache, "-g", Text(step)], display));

    private string Cache => Path.Combine(other!, "cache");

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>When a step was drawn.</summary>
/// <param name="Number">From 1.</param>
/// <param name="At">Just before it was.</param>
internal readonly record struct Step(int Number, long At);

/// <summary>A workload on a display.</summary>
internal sealed class Drawing : IDisposable
{
    private readonly Helper artist;

    private Drawing(string name, Helper artist, int steps, (int X, int Y)? endMarker)
    {
        (Name, this.artist, Steps, EndMarker) = (name, artist, steps, endMarker);
    }

    public string Name { get; }

    /// <summary>How many there will be.</summary>
    public int Steps { get; }

    public (int X, int Y)? EndMarker { get; }

    /// <summary>The process.</summary>
    public int Id => artist.Id;

    /// <summary>Reads what a program that draws says first, up to READY.</summary>
    public static async Task<Drawing> Open(string name, Helper artist)
    {
        try
        {
            if ((await artist.Line()).Split(' ') is not ["H", _, _, _, var x, var y, var total])
            {
                throw new InvalidOperationException($"What draws \"{name}\" does not say what it draws.");
            }

            await artist.Expect("READY");
            return new Drawing(name, artist, Number(total.Split('=')[1]), Number(x) < 0 ? null : (Number(x), Number(y)));
        }
        catch
        {
            artist.Dispose();
            throw;
        }
    }

    /// <summary>Begins, and gives all steps once the time is over.</summary>
    public async Task<IReadOnlyList<Step>> Run()
    {
        await artist.Say("");
        var steps = new List<Step>();
        while (await artist.Line() is var line && !string.Equals(line, "DONE", StringComparison.Ordinal))
        {
            if (line.Split(' ') is ["S", var step, var at, ..])
            {
                steps.Add(new Step(Number(step), long.Parse(at, CultureInfo.InvariantCulture)));
            }
        }

        return steps;
    }

    /// <inheritdoc/>
    public void Dispose() => artist.Dispose();

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
