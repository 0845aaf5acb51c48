using RemoteAssist.Agent.Capture;
using RemoteAssist.Agent.Encode;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Tests.Encode;

/// <summary>A screen, the encoder and a Viewer, with a clock of their own.</summary>
internal sealed class Watching
{
    private readonly FrameDecoder viewer;
    private FrameEncoder encoder;

    public Watching(int width, int height, EncoderOptions? options = null)
    {
        Screen = new Frame(width, height);
        encoder = new FrameEncoder(options);
        viewer = new FrameDecoder(options?.Photos is null ? null : new RoughPhotos());
    }

    public static EncoderOptions WithPhotos { get; } = new() { Photos = static () => new RoughPhotos() };

    public Frame Screen { get; set; }

    public Frame Shown => viewer.Picture;

    public ulong Now { get; set; } = 5_000_000;

    public FrameEncoder Encoder => encoder;

    public ScreenRect Whole => new(0, 0, Screen.Width, Screen.Height);

    /// <summary>The sections of the last frame; empty where there was none.</summary>
    public IReadOnlyList<PictureSection> Sections { get; private set; } = [];

    /// <summary>The bytes of the last frame.</summary>
    public int Bytes { get; private set; }

    public FrameDelta? Delta { get; private set; }

    public IEnumerable<T> All<T>() where T : PictureSection => Sections.OfType<T>();

    public int PixelsBy(byte codec) => All<PictureSection.Coded>().Where(s => s.Codec == codec).Sum(s => s.Areas.Sum(a => a.Width * a.Height));

    /// <summary>One frame; the Viewer shows it at once.</summary>
    /// <param name="later">µs after the one before.</param>
    /// <param name="damage">What to look at; null for everything.</param>
    /// <param name="plan">What the line bears; null for all.</param>
    /// <param name="lost">Whether it gets lost on the way.</param>
    public Watching Step(ulong later = 33_000, IReadOnlyList<ScreenRect>? damage = null, SendPlan? plan = null, bool lost = false)
    {
        Now += later;
        Delta = encoder.Next(new ScreenChange(Screen, damage ?? [Whole], [], default, null, 0), Now, plan ?? SendPlan.Free());
        Sections = Delta?.Sections ?? [];
        Bytes = 0;
        if (Delta is null)
        {
            return this;
        }

        var parts = FrameParts.Write(Delta);
        Bytes = parts.Sum(part => part.Length);
        for (var part = 0; part < parts.Count && !lost; part++)
        {
            viewer.Take(parts[part], Delta.IsKeyFrame && part == 0).Should().Be(part == parts.Count - 1 ? Decoded.Shown : Decoded.More);
        }

        if (!lost)
        {
            viewer.Differing.Should().BeNull("both ends hash alike");
        }

        return this;
    }

    /// <summary>Does what the encoder has left to do, as the capture thread would, until it has no more.</summary>
    /// <returns>How many frames that made.</returns>
    public int Rest()
    {
        var frames = 0;
        while (encoder.NextWork is { } work)
        {
            Step(Math.Max(16_000, (ulong)work.TotalMicroseconds), damage: []);
            frames += Delta is null ? 0 : 1;
            frames.Should().BeLessThan(1_000, "it comes to an end");
        }

        return frames;
    }

    public void MustBeExact(string because = "", params object[] arguments) => Shown.ShowsTheSameAs(Screen).Should().BeTrue(because, arguments);
}
