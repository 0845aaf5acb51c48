using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Recordings;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Tests.Recordings;

/// <summary>What a start makes of recordings that a Relay before it did not close.</summary>
public sealed class RecordingRecoveryTests : InAStudio
{
    private const int Chunks = 4;

    [Theory]
    [InlineData(0, 4)] // nothing cut
    [InlineData(1, 3)] // within the last body
    [InlineData(150, 2)] // within the head of the last, or its body
    [InlineData(100_000, 0)] // nothing but the header
    public async Task ATornTailIsCutToTheLastWholeChunkAndTheGapMarked(int missing, int atLeast)
    {
        var (session, file) = await Broken();
        var cut = Math.Max(RecordingHeader.Size, file.Length - missing);
        await File.WriteAllBytesAsync(Studio.Folder.FileOf(session), file[..(int)cut]);
        Clock.Advance(TimeSpan.FromMinutes(5));

        await Studio.Recovery.Run(CancellationToken.None);

        var finding = await Studio.Check(session);
        finding.Fault.Should().BeNull();
        finding.Chunks.Should().BeInRange((uint)atLeast + 1, (uint)(missing == 0 ? Chunks : Chunks - 1) + 1);
        finding.Logged.Should().Be(1, "only the one that closes it is logged as it was written");
        (finding.Gaps.Single(), finding.Ended, finding.GoodUntil).Should().Be(("relayLost", "relayLost", 300_000u));
        var log = await Studio.Log(session);
        log.Select(entry => entry.Action).Should().Equal("recording.started", "recording.recovered", "recording.chunk", "recording.ended");
        LoggedChunk.ReadList(log[1].Detail["chunks"]).Should().HaveCount((int)finding.Chunks - 1);
        (await Studio.Row(session))!.Ended.Should().NotBeNull();
    }

    [Fact]
    public async Task ARecoveredRecordingCanBeGrantedAgain()
    {
        var (session, file) = await Broken();
        await File.WriteAllBytesAsync(Studio.Folder.FileOf(session), file[..^3]);
        await Studio.Recovery.Run(CancellationToken.None);
        await Studio.Recovery.Run(CancellationToken.None);
        using var agent = new SealedFrames(session);
        Studio.Recorder.Begin(session);
        Studio.Recorder.Keys(session, agent.NewKey());
        Studio.Recorder.Frame(session, agent.Next());
        await Studio.Recorder.End(session, "sessionOver");

        (await Studio.Check(session)).Should().Match<RecordingFinding>(finding => finding.Fault == null && finding.Ended == "sessionOver");
        (await Studio.Log(session)).Count(entry => entry.Action == "recording.recovered").Should().Be(1);
    }

    [Fact]
    public async Task WhatSomebodyChangedInTheMiddleIsNotCutAway()
    {
        var (session, file) = await Broken(size: 2_500_000);
        file[RecordingHeader.Size + RecordingChunk.HeadSize + 20] ^= 1;
        await File.WriteAllBytesAsync(Studio.Folder.FileOf(session), file);

        await Studio.Recovery.Run(CancellationToken.None);

        (await File.ReadAllBytesAsync(Studio.Folder.FileOf(session))).Should().Equal(file);
        var ended = (await Studio.Log(session))[^1];
        (ended.Detail["reason"], ended.Outcome).Should().Be(("fileDiffers", AuditOutcome.Failed));
    }

    [Fact]
    public async Task OneThatNeverGotAFileIsClosedWithout()
    {
        var session = await Studio.AddSession();
        await Studio.Book.Begin(session, HubContract.ProtocolVersion);

        await Studio.Recovery.Run(CancellationToken.None);

        (await Studio.Log(session))[^1].Detail["reason"].Should().Be("nothingRecorded");
        Studio.Folder.Read(session).Should().BeNull();
    }

    [Fact]
    public async Task OneThatLacksNothingButItsEntryGetsThat()
    {
        var (session, file) = await Broken(closed: true);
        await File.WriteAllBytesAsync(Studio.Folder.FileOf(session), file);

        await Studio.Recovery.Run(CancellationToken.None);

        (await File.ReadAllBytesAsync(Studio.Folder.FileOf(session))).Should().Equal(file);
        (await Studio.Log(session)).Select(entry => (entry.Action, entry.Detail.GetValueOrDefault("reason"))).Should().Equal(
            ("recording.started", null), ("recording.recovered", null), ("recording.ended", "sessionOver"));
    }

    // A recording as it lies on the disk while it goes on, and its row.
    private async Task<(Guid Session, byte[] File)> Broken(int size = 100, bool closed = false)
    {
        var session = await Studio.AddSession();
        var row = (await Studio.Book.Begin(session, HubContract.ProtocolVersion))!;
        Studio.Folder.Make();
        return (session, SomeRecording.Of(new RecordingHeader(session, HubContract.ProtocolVersion, row.Started), Chunks, size, closed).File);
    }
}
