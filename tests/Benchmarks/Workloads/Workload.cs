using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Benchmarks.Workloads;

/// <summary>
/// Something that happens on a screen of 1920×1080, in steps. The same seed draws the same pixels at every run, so that a
/// step can be drawn again from nothing on another display and compared.
/// </summary>
internal abstract class Workload
{
    /// <summary>Where the second marker stands, at the bottom right of what changes; null where one is enough.</summary>
    public virtual (int X, int Y)? EndMarker => null;

    /// <summary>Steps a second.</summary>
    protected abstract double Rate { get; }

    /// <summary>What the six are called, in the order in which they are reported.</summary>
    public static IReadOnlyList<string> Names { get; } = ["typing", "scroll", "drag", "video", "switch", "idle"];

    /// <summary>Makes one ready to be drawn.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static Workload Named(string name, uint seed) => name switch
    {
        "typing" => new Typing(seed),
        "idle" => new Idle(seed),
        "scroll" => new Scroll(seed),
        "drag" => new Drag(seed),
        "video" => new Video(seed),
        "switch" => new Switch(seed),
        "both" => new Both(seed),
        "text" => new TextScreen(seed),
        _ => throw new ArgumentException($"There is no workload \"{name}\".", nameof(name)),
    };

    /// <summary>The part of the screen that changes, where fidelity is judged while it moves.</summary>
    public static ScreenRect Changing(string name) => name switch
    {
        "typing" or "idle" => Editor.Place,
        "scroll" => Scroll.Page,
        "video" => Video.Place,
        _ => new ScreenRect(0, 0, Page.Layout.ScreenWidth, Page.Layout.ScreenHeight),
    };

    /// <summary>How many steps fit into that time.</summary>
    public virtual int StepsIn(double seconds) => (int)((seconds * Rate) + 0.5);

    /// <summary>When a step is due, in seconds from the beginning.</summary>
    /// <param name="step">From 1.</param>
    /// <param name="steps">How many there will be.</param>
    public virtual double DueAt(int step, int steps) => (step - 1) / Rate;

    /// <summary>Draws what is there before the first step, without markers.</summary>
    public abstract void Prepare(Board board);

    /// <summary>Draws a step, without markers.</summary>
    public abstract void Draw(Board board, int step, int steps);
}
