using System.Diagnostics;
using System.Globalization;
using RemoteAssist.Relay.Recordings;
using RemoteAssist.Relay.Rooms;
using RemoteAssist.Relay.Tests.Sessions;
using RemoteAssist.Shared.Recordings;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Tests.Recordings;

/// <summary>What a recording survives.</summary>
public sealed class KilledRecordingTests
{
    private const long MostLost = 2000; // milliseconds

    // A frame comes every five; where none came for so long, the machine itself stood still, and nothing was sent that could be lost.
    private const long MostStandstill = 100; // milliseconds

    // Arbitrary, but the same in each run.
    private readonly Random chance = new(20931);

    [Fact]
    [Trait("Promise", "30")]
    public async Task AKilledRelayLosesTwoSecondsAtMostAndMarksTheGap()
    {
        using var tried = new Tried(30, "moments at which the process that records was killed");
        for (var kill = 1; kill <= Tried.Count(100, smoke: 1); kill++)
        {
            using var folder = new TemporaryFolder();
            var (session, said) = await RecordUntilKilled(folder.Path);

            await using var after = new Studio(folder.Path, TimeProvider.System);
            await after.Recovery.Run(CancellationToken.None);

            var finding = await after.Check(session);
            var frames = after.Records(session).Where(record => record.Kind == RecordKind.Frame).ToList();
            var last = frames.Count == 0 ? 0 : NumberOf(frames[^1]);
            var lost = Lost(said, last);
            var isWhole = finding.Fault is null && frames.Select(NumberOf).SequenceEqual(Enumerable.Range(1, (int)last).Select(i => (ulong)i));
            var isMarked = finding.Gaps.SequenceEqual([RecordingWords.RelayLost]) && finding.Ended == RecordingWords.RelayLost;
            tried.Try(isWhole && isMarked && lost <= MostLost, $"kill {kill}: {lost} ms lost, {finding}");
            (await after.Log(session)).Select(entry => entry.Action).Should().Contain("recording.recovered").And.EndWith("recording.ended");
        }

        tried.MustHold();
    }

    [Fact]
    [Trait("Promise", "30")]
    public async Task WhateverBecomesOfTheTechniciansTabEachFrameThatWasSentIsRecorded()
    {
        using var tried = new Tried(30, "frames that were sent while viewers came, went and read nothing");
        using var folder = new TemporaryFolder();
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        await using var studio = new Studio(folder.Path, TimeProvider.System) { Room = cast.Session.Room };
        var session = await studio.AddSession();
        using var agent = new SealedFrames(session);
        studio.Recorder.Begin(session);
        studio.Recorder.Keys(session, agent.NewKey());

        // The first viewer never reads, so its queue overflows; others come and go.
        ViewerSeat? other = null;
        for (var i = 0; i < Tried.Count(RecordingQueue.MaxRecords - 1000, smoke: 1000); i++)
        {
            if (chance.Next(100) == 0)
            {
                other = other is null ? (await stage.Watch(cast.Session)).Seat : Gone(cast.Session.Room, other);
            }

            cast.Session.Room.FromAgent(cast.AgentSeat, agent.Next());
        }

        cast.Session.Room.Leave(cast.ViewerSeat);
        cast.Session.Room.FromAgent(cast.AgentSeat, agent.Next());
        await studio.Recorder.End(session, "sessionOver");

        var recorded = studio.Records(session).Where(record => record.Kind == RecordKind.Frame).Select(record => record.Payload.ToArray()).ToList();
        recorded.Should().HaveSameCount(agent.Sent);
        foreach (var (sent, kept) in agent.Sent.Zip(recorded))
        {
            tried.Try(sent.AsSpan().SequenceEqual(kept), "a frame is not the one that was sent");
        }

        (await studio.Check(session)).Gaps.Should().BeEmpty();
        tried.MustHold();
    }

    private static ViewerSeat? Gone(Room room, ViewerSeat seat)
    {
        room.Leave(seat);
        return null;
    }

    private async Task<(Guid Session, List<(ulong Number, long At)> Said)> RecordUntilKilled(string data)
    {
        var child = Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList = { typeof(TestProgram).Assembly.Location, "record", data },
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        try
        {
            // Once the first chunk is on the disk, at any moment of the next two seconds.
            var session = Guid.Empty;
            var said = new List<(ulong Number, long At)>();
            long? begun = null;
            var until = chance.Next(2000);
            while (begun is null || said[^1].At - begun < until)
            {
                (session, var number, var at) = Parse((await child.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30)))!);
                said.Add((number, at));
                if (new FileInfo(RecordingFolder.In(data).FileOf(session)) is { Exists: true, Length: > RecordingHeader.Size })
                {
                    begun ??= at;
                }
            }

            child.Kill();
            await child.WaitForExitAsync();
            var rest = await child.StandardOutput.ReadToEndAsync();
            foreach (var line in rest[..(rest.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                var (_, number, at) = Parse(line);
                said.Add((number, at));
            }

            return (session, said);
        }
        finally
        {
            child.Kill();
            child.Dispose();
        }
    }

    // From the last frame that is there to the last that was sent.
    private static long Lost(List<(ulong Number, long At)> said, ulong last) => said.Zip(said.Skip(1))
        .Where(pair => pair.Second.Number > last)
        .Sum(pair => Math.Min(pair.Second.At - pair.First.At, MostStandstill));

    private static ulong NumberOf(RecordingRecord frame) =>
        EnvelopeHeader.TryRead(frame.Payload.Span, out var head) ? head.Number : throw new InvalidDataException("It is no envelope.");

    private static (Guid Session, ulong Number, long At) Parse(string line)
    {
        var words = line.Split(' ');
        return (Guid.Parse(words[0]), ulong.Parse(words[1], CultureInfo.InvariantCulture), long.Parse(words[2], CultureInfo.InvariantCulture));
    }
}
