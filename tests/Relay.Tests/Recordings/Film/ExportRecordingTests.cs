using RemoteAssist.Relay.Recordings;
using RemoteAssist.Relay.Recordings.Film;
using RemoteAssist.Shared.Frames;
using RemoteAssist.Shared.Recordings;

namespace RemoteAssist.Relay.Tests.Recordings.Film;

public sealed class ExportRecordingTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Auditor auditor = new();

    [Fact]
    public void AFilmHasAFrameAtEveryTickAndSaysWhatIsMissing()
    {
        using var screen = FilmedScreen.Short(auditor);
        var (code, film, said) = Export(screen.ToBytes());

        code.Should().Be(0, said);
        said.Should().Contain("56 frames of 90×70").And.Contain("00:00:00.5000000").And.Contain("compared with itself alone");
        film!.Head.Should().Be("YUV4MPEG2 W90 H70 F10:1 Ip A1:1 C444 XCOLORRANGE=LIMITED");
        film.Frames.Should().HaveCount(56, "from 0.5 s to 6 s, both included");
        film.Frames[0].Should().Equal(film.Frames[4], "a still screen repeats").And.NotEqual(film.Frames[5]);
        Shows(film, 0, screen.Sent[0]);
        Shows(film, 5, screen.Sent[1]);
        Shows(film, 55, screen.Sent[3]);
        film.At(15, 0, 0).Red.Should().BeApproximately(255, 6, "after a gap it has an orange border");
        film.At(15, 0, 0).Green.Should().BeApproximately(140, 6);
        film.Frames[29].Should().NotEqual(film.Frames[30], "a second after the pause began there is a card");
        film.Frames[30].Should().Equal(film.Frames[44]);
        film.At(30, 1, 1).Blue.Should().BeApproximately(0x5f, 6);
        film.Frames[44].Should().NotEqual(film.Frames[45]);
    }

    [Fact]
    public void APartOfItBeginsAndEndsWhereItWasAskedFor()
    {
        using var screen = FilmedScreen.Short(auditor);
        var (_, film, _) = Export(screen.ToBytes(), new FilmCut(25, 1000, 2000));
        film!.Frames.Should().HaveCount(25).And.AllSatisfy(frame => frame.Should().Equal(film.Frames[0]));
        Shows(film, 0, screen.Sent[1]);
        Export(screen.ToBytes(), new FilmCut(10, 0, 400)).Should().Be((2, (Filmed?)null, "No film was made. There is no picture in this part of the recording."));
    }

    [Fact]
    public void AScreenOfAnotherSizeIsCentredOrMadeSmaller()
    {
        using var screen = new FilmedScreen(auditor).Key(0).Picture(0, 1).Picture(1000, 2, 30, 20).Picture(2000, 3, 180, 280).Picture(3000, 4).Close();
        var (_, film, _) = Export(screen.ToBytes(), new FilmCut(1));
        film!.Frames.Should().HaveCount(4);
        film.At(1, 0, 0).Red.Should().BeApproximately(0, 1);
        Near(film.At(1, 30, 25), screen.Sent[1], 0, 0);
        Near(film.At(1, 59, 44), screen.Sent[1], 29, 19);
        film.At(2, 20, 35).Red.Should().BeApproximately(0, 1, "a quarter of 180×280 is 45 wide, in the middle");
        film.Frames[2].Should().Contain(value => value > 40);
    }

    [Fact]
    public void MasksAndPointerAreSeen()
    {
        var shape = new PointerShape(2, 1, 0, 0, [255, 0, 0, 255, 0, 0, 255, 0]);
        using var screen = new FilmedScreen(auditor).Key(0)
            .Picture(0, 1, mask: new ScreenRect(40, 10, 45, 30), pointer: new PointerPosition(5, 6, true), shape: shape).Close();
        var (_, film, _) = Export(screen.ToBytes());
        film!.At(0, 5, 6).Red.Should().BeApproximately(255, 6);
        film.At(0, 5, 6).Blue.Should().BeApproximately(0, 6);
        Near(film.At(0, 6, 6), screen.Sent[0], 6, 6);
        film.At(0, 40, 10).Green.Should().BeApproximately(255, 3, "a mask has a white edge");
    }

    [Fact]
    public void ADamagedChunkIsNamedAndTheFilmEndsBeforeIt()
    {
        using var screen = FilmedScreen.Short(auditor);
        var bytes = screen.ToBytes();
        bytes[screen.Chunks[2] + RecordingChunk.HeadSize + 200] ^= 1;
        var (code, film, said) = Export(bytes);
        code.Should().Be(1);
        film!.Frames.Should().HaveCount(6, "what was seen until the last good record");
        said.Should().StartWith("Chunk 2 (after 2026-11-23 10:04:13.000 UTC) is not as it was written: its bytes do not have its hash. The film ends before it.");

        bytes[screen.Chunks[0] + RecordingChunk.HeadSize] ^= 1;
        Export(bytes).Should().Be((1, (Filmed?)null, "Chunk 0 (the first) is not as it was written: its bytes do not have its hash. There is no film."));
    }

    [Fact]
    public void WithoutTheRightKeyNothingIsWritten()
    {
        using var screen = FilmedScreen.Short(auditor);
        using var other = new Auditor();
        var recording = screen.ToBytes();
        Export(recording, passphrase: "correct horse battery").Said.Should().Be("No film was made. This is not the passphrase of that key file, or the file was changed.");
        Export(recording, passphrase: null).Said.Should().Contain("not the passphrase");
        Export(recording, keyFile: other.File()).Should().Be((2, (Filmed?)null, "No film was made. The recording was not sealed for this auditor's key."));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"remoteAssistKey\":1,\"use\":\"auditor\"}")]
    [InlineData("{\"remoteAssistKey\":1,\"use\":\"auditor\",\"publicKey\":\"\",\"iterations\":1,\"salt\":\"?\",\"iv\":\"\",\"sealed\":\"\"}")]
    [InlineData("{\"remoteAssistKey\":1,\"use\":\"auditor\",\"publicKey\":\"\",\"iterations\":2000000000,\"salt\":\"AAAA\",\"iv\":\"AAAAAAAAAAAAAAAA\",\"sealed\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}")]
    public void WhatIsNoKeyFileIsNotOpened(string text)
    {
        using var screen = FilmedScreen.Short(auditor);
        var (code, film, said) = Export(screen.ToBytes(), keyFile: text);
        (code, film).Should().Be((2, (Filmed?)null));
        said.Should().EndWith("is not the backup file of an auditor's key.");
    }

    [Fact]
    public void KeysOfOtherUsesAndVersionsAreNotTaken()
    {
        KeyFile.Read(System.Text.Encoding.UTF8.GetBytes(auditor.File("organisation"))).Should().BeNull();
        KeyFile.Read(System.Text.Encoding.UTF8.GetBytes(auditor.File(version: 2))).Should().BeNull();
        KeyFile.Read(new byte[KeyFile.Longest + 1]).Should().BeNull();
    }

    [Fact]
    public void WhatIsNoRecordingAndATerminalAreRefused()
    {
        Export([1, 2, 3]).Said.Should().EndWith("is not a recording.");
        using var said = new StringWriter();
        ExportRecordingCommand.Run(Wanted(), () => throw new InvalidOperationException("asked"), null, said).Should().Be(2);
        said.ToString().Should().Contain("nothing for a terminal");
        File.Delete(Path.Combine(folder.Path, "some.rarec"));
        ExportRecordingCommand.Run(Wanted(), () => Auditor.Passphrase, Stream.Null, said).Should().Be(2);
    }

    [Theory]
    [InlineData(0, null, null, "--rate")]
    [InlineData(61, null, null, "--rate")]
    [InlineData(10, "10", null, "--from")]
    [InlineData(10, "-0:00:01", null, "--from")]
    [InlineData(10, null, "soon", "--to")]
    [InlineData(10, "0:00:10", "00:00:10", "later")]
    public void ACutThatCannotBeIsRefused(int rate, string? from, string? to, string names)
    {
        var (cut, wrong) = FilmCut.Read(rate, from, to);
        cut.Should().BeNull();
        wrong.Should().Contain(names);
    }

    [Fact]
    public void ACutIsRead() => FilmCut.Read(5, "0:00:01.5", "01:00:00").Cut.Should().Be(new FilmCut(5, 1500, 3_600_000));

    [Fact]
    public async Task TheCommandWritesAFilmIntoAPipe()
    {
        using var screen = FilmedScreen.Short(auditor);
        Keep(screen.ToBytes(), auditor.File());
        var passphrase = Path.Combine(folder.Path, "passphrase");
        await File.WriteAllTextAsync(passphrase, $"{Auditor.Passphrase}\n");
        var (code, output, error) = await RelayProcess.Run(
            "recording", "export", Wanted().File, "--key", Wanted().Key, "--passphrase-file", passphrase, "--rate", "2", "--data", folder.Path);
        code.Should().Be(0, error);
        error.Should().Contain("12 frames of 90×70");
        output.Should().StartWith("YUV4MPEG2 W90 H70 F2:1 ");
        output.Split("FRAME\n").Should().HaveCount(13);

        (await RelayProcess.Run("recording", "export", Wanted().File, "--key", Wanted().Key, "--rate", "0")).Code.Should().Be(2);
    }

    public void Dispose()
    {
        folder.Dispose();
        auditor.Dispose();
    }

    private ExportRecordingCommand.Wanted Wanted(FilmCut? cut = null) =>
        new(Path.Combine(folder.Path, "some.rarec"), Path.Combine(folder.Path, "key.json"), cut ?? new FilmCut(), folder.Path);

    private void Keep(byte[] recording, string keyFile)
    {
        File.WriteAllBytes(Wanted().File, recording);
        File.WriteAllText(Wanted().Key, keyFile);
    }

    private (int Code, Filmed? Film, string Said) Export(
        byte[] recording, FilmCut? cut = null, string? passphrase = Auditor.Passphrase, string? keyFile = null)
    {
        Keep(recording, keyFile ?? auditor.File());
        using var film = new MemoryStream();
        using var said = new StringWriter();
        var code = ExportRecordingCommand.Run(Wanted(cut), () => passphrase, film, said);
        return (code, film.Length == 0 ? null : new Filmed(film.ToArray()), said.ToString().Trim());
    }

    private static void Shows(Filmed film, int frame, Frame picture)
    {
        for (var y = 0; y < picture.Height; y += 7)
        {
            for (var x = 0; x < picture.Width; x += 11)
            {
                Near(film.At(frame, x, y), picture, x, y);
            }
        }
    }

    // A byte of light and two of colour cannot tell all colours apart.
    private static void Near((double Red, double Green, double Blue) shown, Frame picture, int x, int y)
    {
        var pixel = picture.Row(x, y, 1);
        shown.Red.Should().BeApproximately(pixel[2], 4);
        shown.Green.Should().BeApproximately(pixel[1], 4);
        shown.Blue.Should().BeApproximately(pixel[0], 4);
    }
}
