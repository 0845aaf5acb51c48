using System.Diagnostics;
using System.Globalization;
using RemoteAssist.Agent.Platform.X11;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Agent.Tests.Platform;
using RemoteAssist.Shared.Input;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Tests.Promises;

/// <summary>
/// However control ends, no key and no button stays down. A technician goes on pressing all the while; what is down is what
/// the X server says to a stranger.
/// </summary>
[Trait("Promise", "21")]
public sealed class NothingStaysDownPromiseTests : IDisposable
{
    // A session goes on after these, and ends with one of those.
    private static readonly string[] Passing = ["blur", "pause", "question"];
    private static readonly string[] Last = ["lost connection", "viewer gone", "taken back", "stop", "closed"];

    private const int CutsEach = 10;

    private readonly XServer server = new();
    private readonly InputWitness witness;
    private readonly Lock saying = new();

    public NothingStaysDownPromiseTests() => witness = new InputWitness(server.Display);

    public void Dispose()
    {
        witness.Dispose();
        server.Dispose();
    }

    [Fact]
    public async Task NothingStaysDownWhereverControlIsCut()
    {
        var count = Tried.Count(10_000, 50);
        using var tried = new Tried(21, "random runs of input, each cut at a random point, by what the X server holds for pressed");
        var (dice, ever) = (new Lcg(21), 0);
        for (var i = 0; i < count / CutsEach; i++)
        {
            using var stage = new Stage(input: () => XTestSink.Open(new OwnWindows(), TimeProvider.System, server.Display));
            await stage.ToLive(Scope.Control);
            for (var j = 1; j <= CutsEach; j++)
            {
                var cut = j == CutsEach ? Last[i % Last.Length] : Passing[dice.Next(Passing.Length)];
                var pressing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                var technician = Press(stage, (uint)((i * CutsEach) + j), pressing);
                await pressing.Task;
                var point = TimeSpan.FromMicroseconds(dice.Next(20_000));
                var began = Stopwatch.GetTimestamp();
                SpinWait.SpinUntil(() => Stopwatch.GetElapsedTime(began) > point);
                ever += witness.Pressed() > 0 ? 1 : 0;
                Cut(stage, cut);
                await technician;

                // Blur is the technician's own word, said last; of all else the Agent knows by itself.
                if (cut == "blur")
                {
                    stage.Use(new InputEvent.Release());
                }

                tried.Try(await AllUp(), $"{witness.Pressed()} down after {cut}, run {i}, {point.TotalMilliseconds} ms");
                await GoOn(stage, cut);
            }
        }

        ever.Should().BeGreaterThan(count / 4, "something was down when it was cut");
        tried.MustHold();
    }

    [Fact]
    public async Task NothingStaysDownWhereTheAgentIsKilled()
    {
        using var tried = new Tried(21, "kills of a process that presses, by what the X server holds for pressed a moment later");
        var dice = new Lcg(9);
        var before = Keys();
        for (var i = 0; i < Tried.Count(200, 3); i++)
        {
            using var presser = new Process
            {
                StartInfo = new ProcessStartInfo("dotnet", [typeof(TestProgram).Assembly.Location, Beside("Agent"), server.Display, i.ToString(CultureInfo.InvariantCulture)])
                {
                    RedirectStandardOutput = true,
                    UseShellExecute = false,
                },
            };
            presser.Start();
            (await presser.StandardOutput.ReadLineAsync()).Should().Be("begins");
            var point = TimeSpan.FromMicroseconds(dice.Next(300_000));
            var began = Stopwatch.GetTimestamp();

            // Seen before the kill: after it, the last hand may be faster than whoever looks.
            await Eventually.Is(() => Stopwatch.GetElapsedTime(began) > point && witness.Pressed() > 0, "the moment comes, and something is down");
            presser.Kill();
            await presser.WaitForExitAsync();
            tried.Try(await AllUp(), $"{witness.Pressed()} down, run {i}");
            await Eventually.Is(() => Keys() == before, "spare keys mean nothing");
        }

        tried.MustHold();
    }

    // As fast as it can, and longer than any point at which it is cut; no more than a page sends before it hears of any.
    private Task Press(Stage stage, uint seed, TaskCompletionSource begins) => Task.Run(() =>
    {
        var some = new SomeCommands(seed);
        begins.SetResult();
        var began = Stopwatch.GetTimestamp();
        for (var sent = 0; sent < 64 && Stopwatch.GetElapsedTime(began) < TimeSpan.FromMilliseconds(30); sent++)
        {
            Say(stage, new ViewerCommand.Input(some.Presses()));
        }
    });

    // One page says one thing at a time.
    private void Say(Stage stage, ViewerCommand command)
    {
        lock (saying)
        {
            stage.Say(command);
        }
    }

    private static async Task GoOn(Stage stage, string how)
    {
        switch (how)
        {
            case "pause":
                stage.Session.Resume();
                await Eventually.Is(() => stage.Session.State == SessionState.Live, "it goes on", () => $"{stage.Session.State}: {string.Join(" | ", stage.Log)}");
                break;
            case "question":
                await Eventually.Is(() => stage.Banner.Beside is not null, "the question is there");
                stage.AnswerBeside(allowed: false);
                await Eventually.Is(() => stage.Banner.Beside is null, "it is answered");
                break;
        }
    }

    private void Cut(Stage stage, string how)
    {
        switch (how)
        {
            case "lost connection":
                stage.Relay.Lose();
                break;
            case "viewer gone":
                stage.Relay.Go(stage.Technician);
                break;
            case "pause":
                stage.Session.Pause();
                break;
            case "taken back":
                stage.Session.TakeBack(Scope.Control);
                break;
            case "question":
                Say(stage, new ViewerCommand.Ask(Scope.Files));
                break;
            case "stop":
                stage.Session.Stop();
                break;
            case "closed":
                stage.Session.Quit();
                break;
        }
    }

    // Up within two seconds, and from then on. What the machine stood still by itself is not the Agent's.
    private async Task<bool> AllUp()
    {
        using var metronome = new Metronome();
        for (var began = Stopwatch.GetTimestamp(); witness.Pressed() != 0;)
        {
            if (Stopwatch.GetElapsedTime(began) - metronome.StoodStill > TimeSpan.FromSeconds(2))
            {
                return false;
            }

            await Task.Delay(2);
        }

        for (var i = 0; i < 20; i++)
        {
            if (witness.Pressed() != 0)
            {
                return false;
            }

            await Task.Yield();
        }

        return true;
    }

    private string Keys() => System.Text.Encoding.UTF8.GetString(server.Run("xmodmap", "-pke"));

    private static string Beside(string program) => Path.Combine(AppContext.BaseDirectory, program);
}
