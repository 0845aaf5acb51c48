using System.Runtime.InteropServices;
using RemoteAssist.Benchmarks.Workloads;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Benchmarks.Codecs;

/// <summary>
/// The 1920×1080 screens that codecs are measured on: those of the workload <c>switch</c>, or all <c>*.bgrx</c> files (four
/// bytes a pixel) of the folder that REMOTEASSIST_SCREENS names.
/// </summary>
internal static class CodecScreens
{
    private const int Width = 1920;
    private const int Height = 1080;
    private const uint Seed = 1;

    private static readonly string? Folder = Environment.GetEnvironmentVariable("REMOTEASSIST_SCREENS");
    private static readonly string[] Drawn = ["editor", "table", "news", "photograph"];

    /// <summary>The names of all screens.</summary>
    public static IReadOnlyList<string> Names { get; } = Folder is null
        ? Drawn
        : [.. Directory.EnumerateFiles(Folder, "*.bgrx").Select(Path.GetFileNameWithoutExtension).OfType<string>().Order(StringComparer.Ordinal)];

    /// <summary>One screen.</summary>
    public static Frame Get(string name)
    {
        var frame = new Frame(Width, Height);
        if (Folder is not null)
        {
            File.ReadAllBytes(Path.Combine(Folder, name + ".bgrx")).CopyTo(frame.Pixels, 0);
            return frame;
        }

        using var sheet = new Sheet(Width, Height);
        Screens.Draw(sheet, Array.IndexOf(Drawn, name), Photo.Take(Width, Height, Seed), Seed);
        Marshal.Copy(sheet.Pixels, frame.Pixels, 0, frame.Pixels.Length);
        return frame;
    }
}
