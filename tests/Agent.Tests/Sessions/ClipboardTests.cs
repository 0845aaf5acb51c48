using System.Text;
using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Agent.Transfers;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Transfers;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Tests.Sessions;

/// <summary>The clipboard in both directions.</summary>
public sealed class ClipboardTests
{
    private static readonly ClipboardContent Words = new(ClipboardFormat.Text, Encoding.UTF8.GetBytes("canary 中文"));

    [Fact]
    public async Task WhatTheTechnicianCopiedIsSetOnceAllOfItIsThereAndTheLogKnowsItsKindAndSizeOnly()
    {
        using var stage = new Stage();
        await stage.ToLive(Scope.Clipboard);
        var text = Words.Bytes;
        var html = new Lcg(3).Bytes(100_000);
        stage.Say(new ViewerCommand.SetClipboard(1, [new(ClipboardFormat.Text, text.Length), new(ClipboardFormat.Html, html.Length)]));
        await stage.Becomes(1, TransferState.Open);
        byte[] all = [.. text, .. html];
        await stage.Chunks(1, all, 0, 50_000);
        stage.Clipboard.Set.Should().BeEmpty("not all of it is there");

        // It goes on behind a cut.
        stage.Reload(stage.Technician);
        await Eventually.Is(() => stage.Technician.Stands(1) is { State: TransferState.Open, Offset: 50_000 }, "it goes on");
        await stage.Chunks(1, all, 50_000, all.Length);
        await stage.Becomes(1, TransferState.Done);
        stage.Clipboard.Set.Should().ContainSingle().Which.Select(p => (p.Format, p.Bytes.Length)).Should().Equal(
            (ClipboardFormat.Text, text.Length), (ClipboardFormat.Html, html.Length));
        stage.Relay.Transfers.Should().ContainSingle().Which.Should().Be(new TransferReport(1, TransferKind.Clipboard, false, "text,html", all.Length));
        stage.Banner.Feed[^1].Should().Match<FeedLine>(l => l.Kind == FeedKind.ClipboardSet && l.Detail == "Html|100 kB");

        // A program that keeps what is copied has taken it over, or only its text: that is no news. Once something else was copied, it is.
        stage.Clipboard.Copy([.. stage.Clipboard.Set.Single()]).Should().BeTrue();
        stage.Clipboard.Copy(Words).Should().BeTrue();
        stage.Clipboard.Copy(new ClipboardContent(ClipboardFormat.Text, "new"u8.ToArray()));
        await Eventually.Is(() => stage.Technician.Heard.OfType<ControlMessage.Copied>().Any(), "what is new goes");
        stage.Technician.Heard.OfType<ControlMessage.Copied>().Should().ContainSingle().Which.Pieces.Should().Equal(new ClipboardPiece(ClipboardFormat.Text, 3));
        stage.Clipboard.Copy(Words);
        await Eventually.Is(() => stage.Technician.Heard.OfType<ControlMessage.Copied>().Count() == 2, "what was set is new again");
    }

    [Fact]
    public async Task WhatTheCustomerCopiesGoesToTheTechnician()
    {
        using var stage = new Stage();
        await stage.ToLive(Scope.Clipboard);
        stage.Clipboard.Copy(Words).Should().BeTrue();
        await Eventually.Is(() => stage.Technician.Heard.OfType<ControlMessage.Copied>().Any(), "it is told");
        var copied = stage.Technician.Heard.OfType<ControlMessage.Copied>().Single();
        (await stage.Collect(copied.Transfer, [], Words.Bytes.Length)).Should().Equal(Words.Bytes);
        await stage.Becomes(copied.Transfer, TransferState.Done);
        stage.Relay.Transfers.Should().ContainSingle().Which.Should().Be(new TransferReport(1, TransferKind.Clipboard, true, "text", Words.Bytes.Length));
        stage.Banner.Feed[^1].Should().Match<FeedLine>(l => l.Kind == FeedKind.ClipboardRead && l.Detail == "Text|13 B");
    }

    [Fact]
    public async Task NothingIsReadBeforeItIsAllowedWhilePausedOrAfterItWasTakenBack()
    {
        using var stage = new Stage();
        await stage.ToLive();
        stage.Clipboard.IsOpen.Should().BeFalse("nobody watches it");
        stage.Say(new ViewerCommand.SetClipboard(1, [new(ClipboardFormat.Text, 1)]));
        await Eventually.Is(() => stage.Refused.Contains(CommandRefusal.NotGranted), "it is refused");
        stage.Say(new ViewerCommand.Ask(Scope.Clipboard));
        stage.AnswerBeside(allowed: true);
        await Eventually.Is(() => stage.Clipboard.IsOpen, "it is watched");
        stage.Session.Pause();
        stage.Clipboard.Copy(Words).Should().BeFalse("it is paused");
        stage.Say(new ViewerCommand.SetClipboard(2, [new(ClipboardFormat.Text, 1)]));
        await Eventually.Is(() => stage.Refused.Contains(CommandRefusal.Paused), "it is refused");
        stage.Session.Resume();
        await Eventually.Is(() => stage.Session.State == SessionState.Live, "it goes on");
        stage.Session.TakeBack(Scope.Clipboard);
        stage.Clipboard.Copy(Words).Should().BeFalse("it was taken back");
        await Eventually.Is(() => !stage.Clipboard.IsOpen, "nobody watches it any more");
        stage.Relay.Transfers.Should().BeEmpty();
        stage.Technician.Heard.OfType<ControlMessage.Copied>().Should().BeEmpty();
    }

    [Fact]
    public async Task AHundredMegabytesAreRefusedBeforeAByteOfThemIsTaken()
    {
        using var stage = new Stage();
        await stage.ToLive(Scope.Clipboard);
        stage.Say(new ViewerCommand.SetClipboard(1, [new(ClipboardFormat.Png, 100_000_000)]));
        stage.Say(new ViewerCommand.SetClipboard(2, [new(ClipboardFormat.Text, TransferLimits.ClipboardBytes + 1)]));
        await Eventually.Is(() => stage.Refused.SequenceEqual([CommandRefusal.TooLarge, CommandRefusal.TooLarge]), "both are refused");
        stage.Log.Count(l => l.Contains("TooLarge", StringComparison.Ordinal)).Should().Be(1, "it is logged once");
        stage.Relay.Send(stage.Technician, new ControlMessage.Chunk(false, 1, 0, new byte[100]));
        stage.Say(new ViewerCommand.SetClipboard(3, [new(ClipboardFormat.Text, 10)]));
        await stage.Becomes(3, TransferState.Open);
        stage.Relay.Send(stage.Technician, new ControlMessage.Chunk(false, 3, 0, new byte[11]));
        await stage.Becomes(3, TransferState.Differs);
        stage.Clipboard.Set.Should().BeEmpty();
        stage.Session.State.Should().Be(SessionState.Live);
    }

    [Fact]
    public async Task WithoutTheLogNothingIsSetOrTold()
    {
        using var stage = new Stage();
        await stage.ToLive(Scope.Clipboard);
        stage.Relay.AnswerTransfer = _ => false;
        stage.Say(new ViewerCommand.SetClipboard(1, [new(ClipboardFormat.Text, 10)]));
        await stage.Becomes(1, TransferState.NotLogged);
        stage.Clipboard.Copy(Words).Should().BeTrue();
        await Eventually.Is(() => stage.Relay.Transfers.Count == 2, "it was tried");
        stage.Technician.Heard.OfType<ControlMessage.Copied>().Should().BeEmpty();

        // Nobody has it yet: copied once more it goes.
        stage.Relay.AnswerTransfer = _ => true;
        await Eventually.Is(
            () => stage.Clipboard.Copy(Words) && stage.Technician.Heard.OfType<ControlMessage.Copied>().Any(), "what is copied again goes");
    }

    [Fact]
    public async Task WhatIsCopiedWhileNobodyWatchesIsNotWrittenDownAsGiven()
    {
        using var stage = new Stage();
        await stage.ToLive(Scope.Clipboard);
        stage.Relay.Go(stage.Technician);
        stage.Clipboard.Copy(Words).Should().BeTrue();
        stage.Relay.Transfers.Should().BeEmpty();
        stage.Banner.Feed.Should().NotContain(l => l.Kind == FeedKind.ClipboardRead);
        stage.Relay.Come(stage.Technician);
        await Eventually.Is(
            () => stage.Clipboard.Copy(Words) && stage.Technician.Heard.OfType<ControlMessage.Copied>().Any(), "it goes to who watches again");
    }

    [Fact]
    public async Task AComputerWhoseClipboardCannotBeSharedSaysSo()
    {
        using var stage = new Stage(noClipboard: true);
        await stage.ToLive();
        stage.Say(new ViewerCommand.Ask(Scope.Clipboard));
        await Eventually.Is(() => stage.Refused.SequenceEqual([CommandRefusal.Unable]), "it is refused");
        stage.Banner.Beside.Should().BeNull("nobody is asked for what cannot be");
    }
}
