using RemoteAssist.Relay.Recordings;
using RemoteAssist.Relay.Tests.Audit;
using RemoteAssist.Relay.Tests.Sessions;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Recordings;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Tests.Recordings;

public sealed class RecorderTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private readonly ManualClock clock = new();
    private readonly FailingCommit disk = new();
    private Studio studio = null!;
    private Guid session;
    private SealedFrames agent = null!;

    public async Task InitializeAsync()
    {
        studio = new Studio(folder.Path, clock, disk);
        session = await studio.AddSession();
        agent = new SealedFrames(session);
    }

    public async Task DisposeAsync()
    {
        agent.Dispose();
        await studio.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task WhatTheAgentSendsIsKeptAsItCameAndOpensWithItsKey()
    {
        studio.Recorder.Begin(session);
        var wrapped = agent.NewKey();
        studio.Recorder.Keys(session, wrapped);
        Send(40);
        await studio.Recorder.End(session, "takenBack");

        var records = studio.Records(session);
        records.Select(record => record.Kind).Should().Equal(
            [RecordKind.Mark, RecordKind.Mark, RecordKind.Keys, .. Enumerable.Repeat(RecordKind.Frame, 40), RecordKind.End]);
        records[1].Text.Should().Be("begin");
        records[2].Payload.ToArray().Should().Equal(wrapped);
        records[^1].Text.Should().Be("takenBack");
        using var opener = new FrameOpener(HubContract.ProtocolVersion, session);
        opener.Add(agent.Key).Should().BeTrue();
        records.Where(record => record.Kind == RecordKind.Frame).Should().OnlyContain(frame => Opens(opener, frame));

        var finding = await studio.Check(session);
        (finding.Fault, finding.Chunks, finding.Logged, finding.Ended).Should().Be((null, 1, 1, "takenBack"));
        (await studio.Log(session)).Select(entry => entry.Action).Should().Equal("recording.started", "recording.chunk", "recording.ended");
    }

    [Fact]
    public async Task BeforeAKeyIsWrappedForTheAuditorsNothingIsKept()
    {
        studio.Recorder.Begin(session);
        agent.NewKey();
        Send(5);
        studio.Recorder.Keys(session, agent.NewKey());
        Send(3);
        await studio.Recorder.End(session, "takenBack");

        Frames().Should().Be(3);
        (await studio.Check(session)).Gaps.Should().BeEmpty("what was sent before is not missing: nobody was to have it");
    }

    [Fact]
    public async Task WithoutAGrantNothingIsKept()
    {
        studio.Recorder.Keys(session, agent.NewKey());
        Send(5);
        await studio.Recorder.End(session, "takenBack");

        Directory.Exists(Path.Combine(folder.Path, "recordings")).Should().BeFalse();
        (await studio.Log(session)).Should().BeEmpty();
    }

    [Fact]
    public async Task AChunkIsOnTheDiskAfterASecondAndInTheLogWithinTen()
    {
        studio.Recorder.Begin(session);
        studio.Recorder.Keys(session, agent.NewKey());
        Send(1);
        await Eventually.True(() => Length > 0);

        await Passes(RecordingJob.MaxAge, () => Length > RecordingHeader.Size);
        Frames().Should().Be(1);
        await Passes(ChunkLog.Every, async () => (await studio.Book.Logged(session, CancellationToken.None)).Count == 1);
        (await studio.Check(session)).Should().Match<RecordingFinding>(finding => finding.Fault == null && finding.Ended == null);
    }

    [Fact]
    public async Task AFullChunkIsClosedAtOnce()
    {
        studio.Recorder.Begin(session);
        studio.Recorder.Keys(session, agent.NewKey());
        for (var i = 0; i < 11; i++)
        {
            studio.Recorder.Frame(session, agent.Next(size: 200_000));
        }

        await Eventually.True(() => Length > RecordingChunk.FullBytes);
        await studio.Recorder.End(session, "sessionOver");
        (await studio.Check(session)).Chunks.Should().BeInRange(2, 3);
        Frames().Should().Be(11);
    }

    [Fact]
    public async Task GrantedOnceMoreTheSameFileGoesOn()
    {
        for (var grant = 0; grant < 3; grant++)
        {
            studio.Recorder.Begin(session);
            studio.Recorder.Keys(session, agent.NewKey());
            Send(2);
            await studio.Recorder.End(session, "takenBack");
            agent.NewKey(); // not recorded in between
            Send(2);
            clock.Advance(TimeSpan.FromMinutes(1));
        }

        var records = studio.Records(session);
        records.Count(record => record.Kind == RecordKind.End).Should().Be(3);
        records.Where(record => record is { Kind: RecordKind.Mark }).Count(mark => mark.Text == "begin").Should().Be(3);
        records[^1].At.Should().Be(120_000);
        var finding = await studio.Check(session);
        (finding.Fault, finding.Logged).Should().Be((null, finding.Chunks));
        (await studio.Row(session))!.Chunks.Should().Be(finding.Chunks);
    }

    [Fact]
    public async Task WhileTheSessionIsPausedNothingIsKeptAndTheRecordingSaysSo()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        studio.Room = cast.Session.Room;
        studio.Recorder.Begin(session);
        studio.Recorder.Keys(session, agent.NewKey());
        cast.Session.Room.FromAgent(cast.AgentSeat, agent.Next());
        await stage.CustomerSteps.Report(cast.AgentSeat, new AgentReport(SessionEvent.Pause));
        cast.Session.Room.FromAgent(cast.AgentSeat, agent.Next());
        await stage.CustomerSteps.Report(cast.AgentSeat, new AgentReport(SessionEvent.Resume));
        cast.Session.Room.FromAgent(cast.AgentSeat, agent.Next(keyFrame: true));
        await studio.Recorder.End(session, "sessionOver");

        Frames().Should().Be(2);
        studio.Records(session).Where(record => record.Kind is RecordKind.Mark or RecordKind.Gap).Skip(2).Select(record => record.Text)
            .Should().Equal("viewers 1", "paused", "live", "framesMissing 1");
        cast.Session.Room.FromAgent(cast.AgentSeat, agent.Next());
        Frames().Should().Be(2, "it is over");
    }

    [Fact]
    public async Task ADiskThatIsAlmostFullEndsTheRecordingAndNotTheSession()
    {
        studio.Recorder.Begin(session);
        studio.Recorder.Keys(session, agent.NewKey());
        Send(1);
        await Eventually.True(() => Length > 0);
        studio.Free = RecordingFolder.Reserve - 1;
        await Passes(RecordingJob.MaxAge, () => !studio.Recorder.IsOn(session));

        var ended = (await studio.Log(session))[^1];
        (ended.Action, ended.Outcome, ended.Detail["reason"]).Should().Be(("recording.ended", AuditOutcome.Failed, "diskFull"));
        (await studio.Check(session)).Should().Match<RecordingFinding>(finding => finding.Fault == null && finding.Ended == "diskFull");
    }

    [Fact]
    public async Task AFileThatCannotBeWrittenEndsTheRecordingByName()
    {
        Directory.CreateDirectory(studio.Folder.FileOf(session));
        studio.Recorder.Begin(session);
        studio.Recorder.Keys(session, agent.NewKey());
        await Eventually.True(() => !studio.Recorder.IsOn(session));

        (await studio.Log(session))[^1].Detail["reason"].Should().Be("disk");
    }

    [Fact]
    public async Task AFileThatWasChangedMeanwhileIsNotWrittenOn()
    {
        var old = await studio.Recorded();
        await File.AppendAllTextAsync(studio.Folder.FileOf(old), "x");
        studio.Recorder.Begin(old);
        await Eventually.True(() => !studio.Recorder.IsOn(old));

        (await studio.Log(old))[^1].Detail["reason"].Should().Be("fileDiffers");
    }

    [Fact]
    public async Task WithoutTheLogNothingIsKeptAndOnceItCanBeWrittenItBegins()
    {
        disk.Fails = CommitFault.Failed;
        studio.Recorder.Begin(session);
        studio.Recorder.Keys(session, agent.NewKey());
        Send(2);
        File.Exists(studio.Folder.FileOf(session)).Should().BeFalse();

        disk.Fails = CommitFault.None;
        await Passes(TimeSpan.FromSeconds(5), () => Length > 0);
        await studio.Recorder.End(session, "takenBack");
        Frames().Should().Be(2);
    }

    [Fact]
    public async Task AnEndThatTheLogDoesNotTakeHoldsUpNobodyAndIsSaidLater()
    {
        studio.Recorder.Begin(session);
        studio.Recorder.Keys(session, agent.NewKey());
        await Eventually.True(() => Length > 0);
        disk.Fails = CommitFault.Failed;
        await studio.Recorder.End(session, "takenBack").WaitAsync(TimeSpan.FromSeconds(30));
        (await studio.Row(session))!.Ended.Should().BeNull();

        disk.Fails = CommitFault.None;
        await Passes(TimeSpan.FromSeconds(5), async () => (await studio.Row(session))!.Ended is not null);
        (await studio.Check(session)).Should().Match<RecordingFinding>(finding => finding.Fault == null && finding.Logged == finding.Chunks);
    }

    [Fact]
    public async Task KeysThatAreNoneAreNotTaken()
    {
        studio.Recorder.Begin(session);
        studio.Recorder.Keys(session, new byte[RecordingRecord.WrappedKeySize - 1]);
        studio.Recorder.Keys(session, ReadOnlyMemory<byte>.Empty);
        studio.Recorder.Keys(session, SealedFrames.Wrapped(1, RecordingRecord.MostAuditors + 1));
        studio.Recorder.Keys(session, (byte[])[.. SealedFrames.Wrapped(1, 1), .. SealedFrames.Wrapped(2, 1)]);
        studio.Recorder.Frame(session, new byte[10]);
        studio.Recorder.Frame(session, ReadOnlyMemory<byte>.Empty);
        await studio.Recorder.End(session, "takenBack");

        studio.Records(session).Should().OnlyContain(record => record.Kind == RecordKind.Mark || record.Kind == RecordKind.End);
    }

    private long Length => new FileInfo(studio.Folder.FileOf(session)) is { Exists: true } file ? file.Length : 0;

    private int Frames() => studio.Records(session).Count(record => record.Kind == RecordKind.Frame);

    private void Send(int frames)
    {
        for (var i = 0; i < frames; i++)
        {
            studio.Recorder.Frame(session, agent.Next());
        }
    }

    // The writer works on a thread of its own: the clock goes on until it has seen it.
    private Task Passes(TimeSpan time, Func<bool> until) => Passes(time, () => Task.FromResult(until()));

    private Task Passes(TimeSpan time, Func<Task<bool>> until) => Eventually.Holds(async () =>
    {
        clock.Advance(time / 4);
        return await until();
    });

    private static bool Opens(FrameOpener opener, RecordingRecord frame) => opener.Open(frame.Payload.Span, out _) is null;
}
