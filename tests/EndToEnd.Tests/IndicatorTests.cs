using RemoteAssist.Tests.Support;

namespace RemoteAssist.EndToEnd.Tests;

/// <summary>Whoever is being looked at sees that they are: on every photograph of a live session there are the bar and the line.</summary>
public sealed class IndicatorTests
{
    private const int Side = 2;

    // MonitorLine.Watched
    private const uint Watched = 0x0D8B8B;

    [Fact]
    [Trait("Promise", "7")]
    public async Task TheBarAndTheLineAreOnEveryPhotographOfALiveSession()
    {
        await using var stage = await Stage.Set();
        (await stage.Screen.Look())[0, 0].Should().NotBe(Watched, "nobody looks yet");
        await stage.GoLive();
        await Until.True("the line is there", async () => LineOf(await stage.Screen.Look()) == 1);

        var bar = (await stage.Screen.Window(WindowTitles.Banner)).Area;
        using var tried = new Tried(7, "photographs of a live session that show the bar and the line");
        var busy = Task.CompletedTask;
        for (var i = 0; i < Tried.Count(1_000, smoke: 40); i++)
        {
            // Meanwhile windows come, move, and go.
            busy = busy.IsCompleted ? Live(stage, i) : busy;
            var picture = await stage.Screen.Look();
            var stop = picture.Find(AgentProcess.Danger, bar);
            var line = LineOf(picture);
            if (stop is null || line < 0.95)
            {
                picture.Save(Path.Combine(Repository.Root, "artifacts", $"indicator-{i}.png"));
            }

            tried.Try(stop is not null, $"photograph {i} shows no bar");
            tried.Try(line >= 0.95, $"photograph {i} shows {line:P0} of the line");
        }

        await busy;
        tried.MustHold();
    }

    // How much of the edge of the screen is the line.
    private static double LineOf(Picture picture)
    {
        var (all, hit) = (0, 0);
        for (var y = 0; y < picture.Height; y++)
        {
            for (var x = 0; x < picture.Width; x++)
            {
                if (x < Side || y < Side || x >= picture.Width - Side || y >= picture.Height - Side)
                {
                    all++;
                    hit += picture[x, y] == Watched ? 1 : 0;
                }
            }
        }

        return (double)hit / all;
    }

    private static async Task Live(Stage stage, int round)
    {
        var title = $"busy {round}";
        var place = $"60x20+{round * 37 % 700}+{round * 53 % 400}";
        string[] size = round % 3 == 0 ? ["-fullscreen"] : ["-geometry", place];
        await using var window = stage.Screen.Run("xterm", ["-T", title, .. size, "-e", "sh", "-c", "seq 1 200; exec sleep 600"]);
        var id = (await stage.Screen.Window(title)).Id;
        await stage.Screen.Hands("windowmove", id, "0", "0", "windowsize", id, "1280", "800", "windowraise", id);
        await stage.Screen.Hands("windowmove", id, $"{round * 71 % 900}", $"{round * 29 % 500}");
    }
}
