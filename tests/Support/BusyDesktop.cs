using System.Globalization;

namespace RemoteAssist.Tests.Support;

/// <summary>
/// A desktop at work, with real programs: a terminal in which text scrolls, a text editor, an image viewer, and
/// the step marker in the corner. One seed, so that every run moves alike.
/// </summary>
public sealed class BusyDesktop : IAsyncDisposable
{
    private const string Listing =
        "i=0; while :; do i=$((i+1)); echo \"$i: $(printf '%x ' $((i*7919)) $((i*104729)) $((i*1299709)))\"; sleep 0.05; done";

    private readonly VirtualScreen screen;
    private readonly string folder;
    private readonly ChildProcess terminal;
    private ChildProcess? marker;

    private BusyDesktop(VirtualScreen screen, string folder, ChildProcess terminal)
    {
        this.screen = screen;
        this.folder = folder;
        this.terminal = terminal;
    }

    /// <summary>Opens the programs and waits until their windows are there.</summary>
    public static async Task<BusyDesktop> Open(VirtualScreen screen)
    {
        var folder = Directory.CreateTempSubdirectory("remoteassist-desktop-").FullName;
        var notes = Path.Combine(folder, "notes.txt");
        await File.WriteAllLinesAsync(notes, Enumerable.Range(1, 40).Select(
            line => $"{line}. The printer prints blank pages; the cartridge was changed on Monday. 打印机打出空白页。"));
        var photo = Path.Combine(folder, "photo.ppm");
        await File.WriteAllBytesAsync(photo, Landscape(800, 600));
        await screen.Hands("mousemove", "1500", "900");
        var terminal = screen.Run(
            "xterm", ["-T", "backup", "-geometry", "100x30+60+120", "-fa", "DejaVu Sans Mono", "-fs", "10", "-e", "sh", "-c", Listing]);
        screen.Run("mousepad", ["--disable-server", notes]);
        screen.Run("feh", ["--title", "holiday photo", "--geometry", "800x600+1000+400", photo]);
        await screen.Window("backup");
        await screen.Window("notes.txt");
        await screen.Window("holiday photo");
        return new BusyDesktop(screen, folder, terminal);
    }

    /// <summary>Text scrolls, windows move and the marker steps for <paramref name="steps"/> × 100 ms.</summary>
    /// <returns>When each step was drawn, Unix time in ms, by its number.</returns>
    public async Task<IReadOnlyDictionary<int, double>> Work(int steps)
    {
        marker = screen.Run(Repository.Marker, [steps.ToString(CultureInfo.InvariantCulture), "100"]);
        var editor = await screen.Window("notes.txt");
        var turn = 0;
        await Until.True(
            "the marker has made all its steps",
            async () =>
            {
                var (x, y) = (420 + (int)(300 * Math.Cos(turn * 0.2)), 300 + (int)(180 * Math.Sin(turn * 0.2)));
                turn++;
                await screen.Hands("windowmove", editor.Id, $"{x}", $"{y}");
                return marker.Output.Contains("done");
            },
            TimeSpan.FromSeconds((steps / 10.0) + 20));
        return marker.Output.Select(line => line.Split(' ')).Where(parts => parts.Length == 2)
            .ToDictionary(
                parts => int.Parse(parts[0], CultureInfo.InvariantCulture),
                parts => double.Parse(parts[1], CultureInfo.InvariantCulture) / 1000);
    }

    /// <summary>Nothing moves any more. The windows stay.</summary>
    public void Rest() => terminal.FreezeTree();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (marker is not null)
        {
            await marker.DisposeAsync();
        }

        terminal.ThawTree();
        Directory.Delete(folder, recursive: true);
    }

    // A made-up picture with smooth and rough parts, so that no tile of it is of one colour.
    private static byte[] Landscape(int width, int height)
    {
        var pixels = new byte[width * height * 3];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var hill = height * (0.55 + (0.12 * Math.Sin(x / 90.0)) + (0.03 * Math.Sin(x / 17.0)));
                var at = ((y * width) + x) * 3;
                var grain = ((x * 73) ^ (y * 151)) & 15;
                (pixels[at], pixels[at + 1], pixels[at + 2]) = y < hill
                    ? ((byte)(90 + (y / 6)), (byte)(140 + (y / 8)), (byte)215)
                    : ((byte)(60 + grain), (byte)(110 + (y / 10) + grain), (byte)(50 + grain));
            }
        }

        return [.. System.Text.Encoding.ASCII.GetBytes($"P6 {width} {height} 255\n"), .. pixels];
    }
}
