using RemoteAssist.Benchmarks.Reporting;
using RemoteAssist.Benchmarks.Runs;
using RemoteAssist.Benchmarks.Stage;
using RemoteAssist.Benchmarks.Workloads;
using RemoteAssist.EndToEnd.Tests;
using RemoteAssist.Tests.Support;

namespace RemoteAssist.Benchmarks.Recordings;

/// <summary>
/// A session that is recorded, and its player: 1 an auditor with a certified key   2 the workloads in turns   3 the end
/// 4 opened   5 seeks while it is gone through, and after   6 pictures compared with those that were decoded live.
/// </summary>
/// <param name="clock">The clock.</param>
/// <param name="say">Told what is under way.</param>
internal sealed class RecordingRun(TimeProvider clock, Action<string> say)
{
    private const double TurnSeconds = 20;
    private const int Seeks = 100;

    // Of pictures amid a workload, 5 ms apart: the recording's moment of a frame lies before the moment at which it was decoded.
    private const int MostSteps = 60, StepMs = 5;

    // Nothing is seen at the very beginning: the first picture is whole soon after its first part.
    private const int FirstMs = 500;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);
    private static readonly string Mix = FormattableString.Invariant(
        $"typing, scroll, drag, video, switch, idle in turns, {TurnSeconds} s each ({OwnRun.SecondsOf("video", TurnSeconds):0} s of video), drawn anew from another seed each round, with {Pause.TotalSeconds} s of rest and more behind each");

    private readonly Random random = new(1);
    private readonly List<Turn> turns = [];
    private readonly List<Seen> seen = [];

    /// <summary>Runs it.</summary>
    /// <param name="length">Of the recording; the turn that has begun is finished.</param>
    public async Task<RecordingFigures> Measure(TimeSpan length)
    {
        var keys = Directory.CreateTempSubdirectory("bench-keys-");
        try
        {
            return await Measure(length, keys.FullName);
        }
        finally
        {
            keys.Delete(recursive: true);
        }
    }

    private async Task<RecordingFigures> Measure(TimeSpan length, string keys)
    {
        var machine = new MachineTime(clock);

        // 1
        say("an auditor, and a session that is recorded");
        await using var screen = await VirtualScreen.Start();
        var relay = await RelayProcess.Start();
        var administrator = await TechnicianBrowser.Start(relay);
        await administrator.SetUp();
        var rootFile = await AuditorAtWork.MakeRootKey(relay, administrator, keys);
        await using var auditor = await AuditorAtWork.Start(relay, administrator, "Olga Ferro", "olga@harbour.example", keys);
        await auditor.Certified(relay, administrator, rootFile);
        var technician = await Technician.InBrowser(relay, administrator);
        await administrator.DisposeAsync();
        await using var session = await LiveSession.On(relay, technician, screen, clock, answer: question =>
            screen.Hands("windowactivate", "--sync", question.Id, "key", "shift+Tab", "space"));
        var path = Path.Combine(relay.Data, "recordings", $"{session.Id:N}.rarec");
        await Until.True("the recording is there", () => File.Exists(path));

        // 2
        var begun = clock.GetTimestamp();
        for (var i = 0; clock.GetElapsedTime(begun) < length; i++)
        {
            var name = Workload.Names[i % Workload.Names.Count];
            say($"{name}, {(length - clock.GetElapsedTime(begun)).TotalMinutes:0.0} minutes to go");
            await Take(session, name, seed: 1 + (uint)(i / Workload.Names.Count));
        }

        // 3
        var resident = ProcessCost.ResidentMb(relay.Process.Id);
        await End(session);
        var file = RecordedFile.Read(path);
        var pagesBefore = PlayerMemory.NowMb();

        // 4
        say("opened by the auditor");
        var page = new PlayedPage(auditor.Page);
        await using var memory = new PlayerMemory(clock);
        var opened = clock.GetTimestamp();
        await auditor.Open(session.Id);
        await page.Seek([file.Parts[0].At + FirstMs]);
        var openMs = clock.GetElapsedTime(opened).TotalMilliseconds;

        // 5
        var surveyed = clock.GetTimestamp();
        await auditor.Page.WaitForSelectorAsync("#badge[data-verdict=verified]", new() { Timeout = (float)Patience.TotalMilliseconds });
        var early = await Seek(page);
        await Until.True("every seal was opened", page.IsSurveyed, Patience);
        var surveyedMs = clock.GetElapsedTime(surveyed).TotalMilliseconds;
        var late = await Seek(page);
        var most = memory.MostMb;

        // 6
        say($"{seen.Count} pictures");
        var start = file.Begun;
        var pictures = new List<Compared>();
        foreach (var one in seen)
        {
            pictures.Add(new Compared(one.Name, one.Number is null, await IsShown(page, one, (long)(one.At - start).TotalMilliseconds)));
        }

        if (auditor.Complaints.Count > 0)
        {
            throw new InvalidOperationException($"The page complains: {string.Join(" | ", auditor.Complaints)}");
        }

        return new RecordingFigures
        {
            Date = clock.GetUtcNow(),
            Machine = Report.ThisMachine(),
            Mix = Mix,
            File = file,
            Minutes = file.Parts[^1].At / 60_000.0,
            Turns = [.. turns.Select(turn => turn.Since(start.ToUnixTimeMilliseconds()))],
            RelayResidentMb = resident,
            OpenMs = openMs,
            SurveyedMs = surveyedMs,
            Early = early,
            Late = late,
            EmptyPageMb = pagesBefore,
            PlayerMb = most,
            Pictures = pictures,
            ForeignPercent = machine.ForeignPercent(),
        };
    }

    private async Task Take(LiveSession session, string name, uint seed)
    {
        var viewer = session.Viewer;
        var relay = session.Relay.Process.Id;
        var (from, cpu) = (Now(), ProcessCost.CpuMs(relay));
        using (var drawing = await new Studio(null).Draw(name, OwnRun.SecondsOf(name, TurnSeconds), session.Screen.Display, seed))
        {
            viewer.Begin(drawing.EndMarker, Math.Max(1, drawing.Steps / 2));
            await session.Until($"the viewer shows \"{name}\"", () => viewer.Corner == 0);
            await drawing.Run();
            await Task.Delay(Pause, clock);
            await viewer.Rest();
            seen.AddRange(viewer.Pictures.Select(kept =>
                new Seen(name, clock.GetUtcNow() - clock.GetElapsedTime(kept.At), PlayedPage.HashOf(kept.Picture), kept.Number)));
            seen.Add(new Seen(name, clock.GetUtcNow(), PlayedPage.HashOf(viewer.Picture()), null));
        }

        turns.Add(new Turn(name, from, Now(), ProcessCost.CpuMs(relay) - cpu));
    }

    // The banner is brought back to where it can be clicked.
    private static async Task End(LiveSession session)
    {
        var banner = await session.Screen.Window(WindowTitles.Banner);
        await session.Screen.Hands("windowmove", banner.Id, "480", "400");
        await session.Agent.StopSharing();
        await Until.True("the recording has ended", async () =>
            (await SessionLog.Read(session.Relay, session.Id)).Actions.Contains("recording.ended"));
    }

    private async Task<IReadOnlyList<Seek>> Seek(PlayedPage page)
    {
        say($"{Seeks} seeks");
        var end = await page.End();
        var moments = Enumerable.Range(0, Seeks).Select(_ => random.NextInt64(end)).ToList();
        return [.. moments.Zip(await page.Seek(moments), (at, ms) => new Seek(at, ms))];
    }

    private static async Task<bool> IsShown(PlayedPage page, Seen one, long at)
    {
        await page.Seek([at]);
        for (var i = 1; one.Number is { } number && i < MostSteps && await page.Frame() > number; i++)
        {
            await page.Seek([at - (i * StepMs)]);
        }

        return await page.Shows(one.Hash);
    }

    private long Now() => clock.GetUtcNow().ToUnixTimeMilliseconds();

    // Number: of a frame amid a workload; null for a picture at rest.
    private sealed record Seen(string Name, DateTimeOffset At, string Hash, uint? Number);
}
