using System.Security.Cryptography;
using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Shared.Input;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Transfers;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Tests.Sessions;

/// <summary>Files in both directions, with the Agent's own half of them.</summary>
public sealed class FileTests
{
    private const int Size = 700_001;

    private static readonly byte[] Content = new Lcg(1).Bytes(Size);

    [Fact]
    public async Task AFileComesIntoTheDownloadsFolderOverACutAndIsInTheLogBeforeItIsDone()
    {
        using var stage = new Stage();
        await stage.ToLive(Scope.Files);
        await stage.Announce(7, "report.pdf", Size);
        stage.Relay.Transfers.Should().ContainSingle().Which.Should().Be(new TransferReport(1, TransferKind.File, false, "report.pdf", Size));
        await stage.Chunks(7, Content, 0, 400_000);
        stage.Banner.Transfers.Should().ContainSingle().Which.Should().Match<TransferLine>(t => t.Name == "report.pdf" && t.Bytes == Size && !t.FromCustomer);
        Directory.GetFiles(stage.Downloads).Select(Path.GetFileName).Should().Equal("report.pdf.part");

        // Bytes that were on their way when the line broke come again, or do not come at all.
        stage.Reload(stage.Technician);
        await Eventually.Is(() => stage.Technician.Stands(7) is { State: TransferState.Open, Offset: 400_000 }, "it goes on from there");
        stage.Relay.Send(stage.Technician, new ControlMessage.Chunk(false, 7, 300_000, Content[300_000..310_000]));
        await stage.Chunks(7, Content, 400_000, Size);
        var asked = new TaskCompletionSource();
        stage.Relay.AnswerTransfer = report =>
        {
            Directory.GetFiles(stage.Downloads).Select(Path.GetFileName).Should().Equal("report.pdf.part");
            asked.SetResult();
            return true;
        };
        stage.Finish(7, Content);
        await stage.Becomes(7, TransferState.Done);
        asked.Task.IsCompleted.Should().BeTrue();
        stage.Relay.Transfers.Last().Should().Be(new TransferReport(
            1, TransferKind.File, false, "report.pdf", Size, TransferEnd.Done, Convert.ToHexStringLower(SHA256.HashData(Content))));
        (await File.ReadAllBytesAsync(Path.Combine(stage.Downloads, "report.pdf"))).Should().Equal(Content);
        Directory.GetFiles(stage.Downloads).Should().ContainSingle();
        stage.Banner.Feed.Select(l => (l.Kind, l.Detail)).Should().ContainInOrder(
            (FeedKind.FileComing, "report.pdf (700 kB)"), (FeedKind.FileReceived, "report.pdf (700 kB)"));
        stage.Banner.Transfers.Should().BeEmpty();
    }

    [Fact]
    public async Task NoFileIsOverwrittenAndAnEmptyOneIsAFile()
    {
        using var stage = new Stage();
        await stage.ToLive(Scope.Files);
        Directory.CreateDirectory(stage.Downloads);
        await File.WriteAllTextAsync(Path.Combine(stage.Downloads, "note.tar.gz"), "mine");
        for (uint i = 1; i <= 2; i++)
        {
            await stage.Announce(i, "note.tar.gz", 0);
            stage.Finish(i, []);
            await stage.Becomes(i, TransferState.Done);
        }

        Directory.GetFiles(stage.Downloads).Select(Path.GetFileName).Order().Should().Equal("note.tar (2).gz", "note.tar (3).gz", "note.tar.gz");
        (await File.ReadAllTextAsync(Path.Combine(stage.Downloads, "note.tar.gz"))).Should().Be("mine");
        stage.Banner.Feed[^1].Detail.Should().Be("note.tar (3).gz (0 B)");
    }

    [Fact]
    public async Task WhatIsNotWhatWasSentLeavesNothingBehind()
    {
        using var stage = new Stage();
        await stage.ToLive(Scope.Files);
        await stage.Announce(1, "a.bin", 1000);
        await stage.Chunks(1, Content, 0, 1000);
        stage.Say(new ViewerCommand.FinishFile(1, new byte[32]));
        await stage.Becomes(1, TransferState.Differs);
        await stage.Announce(2, "b.bin", 1000);
        await stage.Chunks(2, Content, 0, 999);
        stage.Finish(2, Content[..999]);
        await stage.Becomes(2, TransferState.Differs);
        await stage.Announce(3, "c.bin", 1000);
        stage.Relay.Send(stage.Technician, new ControlMessage.Chunk(false, 3, 0, Content[..1001]));
        await stage.Becomes(3, TransferState.Differs);
        await Eventually.Is(() => Directory.GetFiles(stage.Downloads).Length == 0, "no part is left");
        await Eventually.Is(() => stage.Relay.Transfers.Count(t => t.End == TransferEnd.Differs) == 3, "each is in the log");
        stage.Session.State.Should().Be(SessionState.Live, "the session goes on");
    }

    [Fact]
    public async Task BothSidesCanCancelAndTakingFilesBackCancelsAll()
    {
        using var stage = new Stage();
        await stage.ToLive(Scope.Files);
        for (uint i = 1; i <= 3; i++)
        {
            await stage.Announce(i, $"{i}.bin", 100_000);
            await stage.Chunks(i, Content, 0, 32_768);
        }

        stage.Say(new ViewerCommand.CancelTransfer(1));
        stage.Session.CancelTransfer(stage.Banner.Transfers.Single(t => t.Name == "2.bin").Number);
        stage.Session.TakeBack(Scope.Files);
        for (uint i = 1; i <= 3; i++)
        {
            await stage.Becomes(i, TransferState.Cancelled);
        }

        await Eventually.Is(() => Directory.GetFiles(stage.Downloads).Length == 0, "no part is left");
        await Eventually.Is(() => stage.Relay.Transfers.Count(t => t.End is not null) == 3, "each is in the log");
        stage.Relay.Transfers.Where(t => t.End is not null).Select(t => t.End).Should().Equal(
            TransferEnd.CancelledByTechnician, TransferEnd.CancelledByCustomer, TransferEnd.CancelledByCustomer);
        stage.Say(new ViewerCommand.SendFile(4, 1, "4.bin"));
        await Eventually.Is(() => stage.Refused.Contains(CommandRefusal.NotGranted), "it is not allowed any more");
    }

    [Fact]
    public async Task NothingMovesWhilePausedAndItGoesOnFromWhereItWas()
    {
        using var stage = new Stage();
        await stage.ToLive(Scope.Files);
        await stage.Announce(1, "a.bin", 100_000);
        await stage.Chunks(1, Content, 0, 40_000);
        stage.Session.Pause();
        await stage.Becomes(1, TransferState.Held);
        stage.Relay.Send(stage.Technician, new ControlMessage.Chunk(false, 1, 40_000, Content[40_000..50_000]));
        stage.Say(new ViewerCommand.SendFile(2, 1, "b.bin"));
        await Eventually.Is(() => stage.Refused.Contains(CommandRefusal.Paused), "nothing begins");
        stage.Session.Resume();
        await Eventually.Is(() => stage.Technician.Stands(1) is { State: TransferState.Open, Offset: 40_000 }, "it goes on");
        await stage.Chunks(1, Content, 40_000, 100_000);

        // All of it is there, and gets its name once the customer goes on.
        stage.Session.Pause();
        stage.Finish(1, Content[..100_000]);
        stage.Relay.Transfers.Should().OnlyContain(t => t.End == null);
        stage.Session.Resume();
        await stage.Becomes(1, TransferState.Done);
    }

    [Fact]
    public async Task WhatIsPassedOverWhileSomethingElseIsTakenBackIsAskedForAgain()
    {
        using var stage = new Stage();
        await stage.ToLive(Scope.Files, Scope.Clipboard, Scope.Drawing, Scope.Control);
        await stage.Announce(1, "a.bin", 1000);
        stage.Say(new ViewerCommand.SetClipboard(2, [new(ClipboardFormat.Text, 1000)]));
        await stage.Becomes(2, TransferState.Open);

        // The customer takes drawing back on another thread, and what comes meanwhile has the lock before they do.
        var chunks = new[] { 1u, 2u }.Select(transfer => new ControlMessage.Chunk(false, transfer, 0, Content[..1000])).ToArray();
        Thread? customer = null;
        stage.Input.Refusing = _ =>
        {
            customer = new Thread(() => stage.Session.TakeBack(Scope.Drawing));
            customer.Start();
            SpinWait.SpinUntil(() => customer.ThreadState == ThreadState.WaitSleepJoin, TimeSpan.FromSeconds(60)).Should().BeTrue();
            chunks.ToList().ForEach(chunk => stage.Relay.Send(stage.Technician, chunk));
            return null;
        };
        stage.Use(new InputEvent.Move(1, 1));
        customer!.Join();
        foreach (var chunk in chunks)
        {
            await Eventually.Is(
                () => stage.Technician.Heard.OfType<ControlMessage.TransferStands>().Count(s => s == new ControlMessage.TransferStands(chunk.Transfer, TransferState.Open, 0)) == 2,
                "it is open from the same place again");
            stage.Technician.Written(chunk.Transfer).Should().Be(0, "it was passed over");
            await stage.Chunks(chunk.Transfer, chunk.Data, 0, 1000);
        }
    }

    [Fact]
    public async Task WhatIsBeingWrittenDownAsDoneIsNotTakenAwayAgain()
    {
        using var stage = new Stage();
        await stage.ToLive(Scope.Files);
        await stage.Announce(1, "a.bin", 1000);
        await stage.Chunks(1, Content, 0, 1000);
        stage.Relay.AnswerTransfer = _ =>
        {
            stage.Session.CancelTransfer(1);
            stage.Say(new ViewerCommand.CancelTransfer(1));
            stage.Session.TakeBack(Scope.Files);
            return true;
        };
        stage.Finish(1, Content[..1000]);
        await stage.Becomes(1, TransferState.Done);
        Directory.GetFiles(stage.Downloads).Select(Path.GetFileName).Should().Equal("a.bin");
        stage.Relay.Transfers.Select(t => t.End).Should().Equal(null, TransferEnd.Done);
    }

    [Fact]
    public async Task AnOfferedFileThatNobodyFetchesGivesItsPlaceBackWithItsViewer()
    {
        using var stage = new Stage();
        await stage.ToLive(Scope.Files);
        var second = await stage.OtherWindow();
        var path = Path.Combine(Directory.CreateDirectory(stage.Downloads).FullName, "log.txt");
        await File.WriteAllBytesAsync(path, Content);
        stage.Say(second, new ViewerCommand.AskFile(1));
        stage.Clock.Advance(Agent.Sessions.SessionTimes.AllowDelay);
        stage.Session.GiveFile(stage.Banner.Beside!.Number, path);
        await Eventually.Is(() => second.Heard.OfType<ControlMessage.FileOffered>().Any(), "it is offered");
        OpenFiles(path).Should().Be(1);
        stage.Relay.Go(second);
        await stage.AdvanceUntil(2 * HubContract.ComeBackWithin, () => OpenFiles(path) == 0);
        stage.Relay.Transfers.Should().BeEmpty("nothing of it has gone");
    }

    [Theory]
    [InlineData("../../.bashrc", CommandRefusal.UnsafeName)]
    [InlineData("/etc/passwd", CommandRefusal.UnsafeName)]
    [InlineData("..\\..\\evil.exe", CommandRefusal.UnsafeName)]
    [InlineData("..", CommandRefusal.UnsafeName)]
    [InlineData("a\0b", CommandRefusal.UnsafeName)]
    [InlineData("big.bin", CommandRefusal.TooLarge)]
    [InlineData("nearly.bin", CommandRefusal.NoRoom)]
    public async Task WhatCannotBeTakenIsRefusedByNameLoggedOnceAndTheSessionGoesOn(string name, CommandRefusal why)
    {
        // Where the kernel tells of itself there is never room, however large the disk.
        using var stage = why == CommandRefusal.NoRoom ? new Stage { Downloads = "/proc/downloads" } : new Stage();
        await stage.ToLive(Scope.Files);
        var size = why == CommandRefusal.TooLarge ? TransferLimits.Farthest : 1;
        stage.Say(new ViewerCommand.SendFile(1, size, name));
        stage.Say(new ViewerCommand.SendFile(2, size, name));
        await Eventually.Is(() => stage.Refused.SequenceEqual([why, why]), "both are refused");
        stage.Log.Count(l => l.Contains(why.ToString(), StringComparison.Ordinal)).Should().Be(1, "it is logged once");
        stage.Relay.Transfers.Should().BeEmpty();
        Directory.Exists(stage.Downloads).Should().BeFalse();
        stage.Session.State.Should().Be(SessionState.Live);
    }

    [Fact]
    public async Task WithoutTheGrantOrTheLogNoByteIsWritten()
    {
        using var stage = new Stage();
        await stage.ToLive();
        stage.Say(new ViewerCommand.SendFile(1, 3, "a.bin"));
        stage.Say(new ViewerCommand.AskFile(2));
        stage.Say(new ViewerCommand.FetchFile(3));
        stage.Relay.Send(stage.Technician, new ControlMessage.Chunk(false, 1, 0, [1, 2, 3]));
        await Eventually.Is(() => stage.Refused.Count() == 3 && stage.Refused.All(w => w == CommandRefusal.NotGranted), "all are refused");
        Directory.Exists(stage.Downloads).Should().BeFalse();

        using var other = new Stage();
        await other.ToLive(Scope.Files);
        other.Relay.AnswerTransfer = _ => false;
        other.Say(new ViewerCommand.SendFile(1, 3, "a.bin"));
        await other.Becomes(1, TransferState.NotLogged);
        other.Relay.Send(other.Technician, new ControlMessage.Chunk(false, 1, 0, [1, 2, 3]));
        Directory.Exists(other.Downloads).Should().BeFalse();
    }

    [Fact]
    public async Task TheCustomerChoosesAFileAndItGoesOverACut()
    {
        using var stage = new Stage();
        await stage.ToLive(Scope.Files);
        var path = Path.Combine(Directory.CreateDirectory(stage.Downloads).FullName, "log.txt");
        await File.WriteAllBytesAsync(path, Content);
        stage.Say(new ViewerCommand.AskFile(5));
        stage.Banner.Beside.Should().BeOfType<BesideQuestion.WantsFile>();
        stage.Session.GiveFile(stage.Banner.Beside!.Number, path);
        stage.Banner.Beside.Should().NotBeNull("it is too soon");
        stage.Clock.Advance(Agent.Sessions.SessionTimes.AllowDelay);
        stage.Session.GiveFile(stage.Banner.Beside!.Number, path);
        await Eventually.Is(() => stage.Technician.Heard.OfType<ControlMessage.FileOffered>().Contains(new ControlMessage.FileOffered(5, Size, "log.txt")), "it is offered");
        stage.Relay.Transfers.Should().BeEmpty("nothing of it has gone");
        stage.Say(new ViewerCommand.FetchFile(5));
        await stage.Becomes(5, TransferState.Open);
        var got = await stage.Collect(5, [], 300_000);
        stage.Reload(stage.Technician);
        await Eventually.Is(() => stage.Technician.Heard.OfType<ControlMessage.TransferStands>().Count(s => s.State == TransferState.Open) == 2, "it is open again");
        got = await stage.Collect(5, got, Size);
        got.Should().Equal(Content);
        stage.Finish(5, got);
        await stage.Becomes(5, TransferState.Done);
        stage.Relay.Transfers.Select(t => (t.FromCustomer, t.End)).Should().Equal((true, null), (true, TransferEnd.Done));
        stage.Banner.Feed.Select(l => l.Kind).Should().ContainInOrder(FeedKind.FileGoing, FeedKind.FileGiven);
    }

    [Fact]
    public async Task ACustomerWhoChoosesNoneIsHeardAsDeclined()
    {
        using var stage = new Stage();
        await stage.ToLive(Scope.Files);
        stage.Say(new ViewerCommand.AskFile(1));
        stage.Say(new ViewerCommand.AskFile(2));
        await Eventually.Is(() => stage.Refused.Contains(CommandRefusal.TooMuch), "one at a time");
        stage.AnswerBeside(allowed: false);
        await Eventually.Is(() => stage.Refused.Contains(CommandRefusal.Declined), "it is declined");
        stage.Say(new ViewerCommand.AskFile(3));
        stage.Clock.Advance(Agent.Sessions.SessionTimes.AllowDelay);
        stage.Session.GiveFile(stage.Banner.Beside!.Number, Path.GetTempPath());
        await Eventually.Is(() => stage.Refused.Count(w => w == CommandRefusal.Declined) == 2, "no folder is a file");
        stage.Banner.Feed.Count(l => l.Kind == FeedKind.FileDeclined).Should().Be(2);
    }

    [Fact]
    public async Task TheEndOfTheSessionLeavesNoPart()
    {
        using var stage = new Stage();
        await stage.ToLive(Scope.Files);
        await stage.Announce(1, "a.bin", 100_000);
        await stage.Chunks(1, Content, 0, 40_000);
        stage.Session.Stop();
        await Eventually.Is(() => Directory.GetFiles(stage.Downloads).Length == 0, "no part is left");
        stage.Relay.Transfers.Last().End.Should().Be(TransferEnd.CancelledByCustomer);
    }

    // By the kernel's own account of this process.
    private static int OpenFiles(string path) =>
        Directory.GetFiles("/proc/self/fd").Count(file => new FileInfo(file).LinkTarget == path);
}
