using System.CommandLine;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Win32.SafeHandles;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Hosting;
using RemoteAssist.Relay.Recordings.Film;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Recordings;

namespace RemoteAssist.Relay.Recordings;

/// <summary>
/// <c>Relay recording export FILE --key KEYFILE [--rate 10] [--from TIME] [--to TIME]</c>: a recording as uncompressed video on standard
/// output, for an auditor for whom it was sealed. The key stays in this process; what packs the video is at the other end of a pipe.
/// </summary>
internal static class ExportRecordingCommand
{
    /// <summary>What is asked for.</summary>
    /// <param name="File">The recording.</param>
    /// <param name="Key">The auditor's key file.</param>
    /// <param name="Cut">Which part.</param>
    /// <param name="Data">The data folder, whose log the chunks are compared with where it is there.</param>
    internal sealed record Wanted(string File, string Key, FilmCut Cut, string Data);

    public static Command Make(Option<string?> data)
    {
        var file = new Argument<string>("FILE") { Description = "A recording, such as data/recordings/….rarec." };
        var key = new Option<string>("--key") { Description = "The backup file of the auditor's key.", HelpName = "KEYFILE", Required = true };
        var passphrase = new Option<string?>("--passphrase-file") { Description = "A file whose first line is the key's passphrase.", HelpName = "FILE" };
        var rate = new Option<int>("--rate") { Description = "Frames a second.", DefaultValueFactory = _ => new FilmCut().Rate };
        var from = new Option<string?>("--from") { Description = "Where to begin, as 00:10:00 since the recording began.", HelpName = "TIME" };
        var to = new Option<string?>("--to") { Description = "Where to end.", HelpName = "TIME" };
        var export = new Command(
            "export",
            "Writes a recording as uncompressed video (YUV4MPEG2) to standard output, for a pipe; scripts/export.sh makes a file of it. "
            + "Ends with 0 if all is well, 1 if the film ends before a damaged chunk, 2 if there is none.") { file, key, passphrase, rate, from, to };
        export.SetAction(parsed =>
        {
            var (cut, wrong) = FilmCut.Read(parsed.GetValue(rate), parsed.GetValue(from), parsed.GetValue(to));
            if (cut is null)
            {
                return Refuse(Console.Error, wrong);
            }

            using var output = Console.IsOutputRedirected ? StandardOutput() : null;
            return Run(
                new Wanted(parsed.GetValue(file)!, parsed.GetValue(key)!, cut, parsed.GetValue(data) ?? RelaySettings.DefaultData),
                () => Passphrase.Read(parsed.GetValue(passphrase), Console.Error), output, Console.Error);
        });
        return export;
    }

    /// <summary>Makes the film.</summary>
    /// <param name="wanted">What of what.</param>
    /// <param name="passphrase">Asked once everything else is there; null where there is none.</param>
    /// <param name="output">Where the film goes; null where that is a terminal.</param>
    /// <param name="error">Where it says what it does.</param>
    /// <returns>0, <see cref="VerifyCommand.Damaged"/>, or <see cref="ExitCodes.CannotStart"/> with nothing written.</returns>
    public static int Run(Wanted wanted, Func<string?> passphrase, Stream? output, TextWriter error)
    {
        if (output is null)
        {
            return Refuse(error, "A film is nothing for a terminal: send it into a pipe or a file, or use scripts/export.sh.");
        }

        try
        {
            if (new FileInfo(wanted.Key).Length > KeyFile.Longest || KeyFile.Read(File.ReadAllBytes(wanted.Key)) is not { } keyFile)
            {
                return Refuse(error, $"{wanted.Key} is not the backup file of an auditor's key.");
            }

            using var stream = new FileStream(wanted.File, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[RecordingHeader.Size];
            if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length || RecordingHeader.Read(bytes) is not { } header)
            {
                return Refuse(error, $"{wanted.File} is not a recording.");
            }

            if (!JpegDecoder.IsHere)
            {
                return Refuse(error, "This computer has no libturbojpeg, which opens the photographs in a recording (Debian: apt install libturbojpeg0).");
            }

            using var key = passphrase() is { } typed ? keyFile.Open(typed) : null;
            if (key is null)
            {
                return Refuse(error, "This is not the passphrase of that key file, or the file was changed.");
            }

            stream.Position = 0;
            using var photos = new JpegDecoder();
            using var pictures = new RecordedPictures(header, key, photos);
            return Film(stream, VerifyRecordingCommand.Logged(wanted.Data, header.Session), pictures, new FilmMaker(pictures, wanted.Cut, output), error);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or StorageException or SqliteException)
        {
            error.WriteLine($"The film could not be made: {failure.Message}");
            return ExitCodes.CannotStart;
        }
    }

    private static int Film(
        Stream source, IReadOnlyDictionary<uint, string>? logged, RecordedPictures pictures, FilmMaker film, TextWriter error)
    {
        var reader = new RecordingReader(source);
        RecordingFault? fault = null;
        var good = new RecordingFinding(null, null, 0, 0, 0, [], null);
        var more = true;
        while (more && reader.Next() is { } chunk)
        {
            if (logged?.TryGetValue(chunk.Number, out var hash) == true && hash != chunk.Logged.Hash)
            {
                fault = new RecordingFault(RecordingDamage.NotAsLogged, chunk.Number);
                break;
            }

            good = good with { Header = reader.Header, Chunks = reader.Chunks, GoodUntil = reader.LastAt };
            more = chunk.Records.All(film.Take);
        }

        film.Finish(good.GoodUntil);
        if (more)
        {
            fault ??= reader.Fault ?? (logged?.Keys.Any(number => number >= good.Chunks) == true
                ? new RecordingFault(RecordingDamage.Missing, good.Chunks)
                : null);
        }

        if (fault is not null)
        {
            error.WriteLine($"{VerifyRecordingCommand.Says(fault, good)} {(film.Frames == 0 ? "There is no film." : "The film ends before it.")}");
            Tell(film, pictures, reader.Header, logged, error);
            return VerifyCommand.Damaged;
        }

        if (film.Frames == 0)
        {
            return Refuse(error, pictures is { KeysMet: > 0, KeysOpened: 0 }
                ? "The recording was not sealed for this auditor's key."
                : "There is no picture in this part of the recording.");
        }

        Tell(film, pictures, reader.Header, logged, error);
        return ExitCodes.Stopped;
    }

    private static void Tell(
        FilmMaker film, RecordedPictures pictures, RecordingHeader? header, IReadOnlyDictionary<uint, string>? logged, TextWriter error)
    {
        if (film.Frames == 0)
        {
            return;
        }

        var start = TimeSpan.FromMilliseconds(film.Start!.Value);
        error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{film.Frames} frames of {film.Size.Width}×{film.Size.Height}; the film begins {start:c} into the recording, {header!.Start.UtcDateTime + start:yyyy-MM-dd HH:mm:ss.fff} UTC."));
        if (logged is not { Count: > 0 })
        {
            error.WriteLine("There is no log of this session here: the recording was compared with itself alone.");
        }

        if (pictures.Failed > 0)
        {
            error.WriteLine($"{pictures.Failed} parts of pictures could not be opened; {pictures.KeysOpened} of {pictures.KeysMet} content keys are for this auditor.");
        }

        if (pictures.Differed > 0)
        {
            error.WriteLine($"{pictures.Differed} pictures do not look in every place as the Agent said of them.");
        }
    }

    private static int Refuse(TextWriter error, string why)
    {
        error.WriteLine($"No film was made. {why}");
        return ExitCodes.CannotStart;
    }

    // The console's own stream says nothing where the other end of the pipe has gone.
    private static Stream StandardOutput() => OperatingSystem.IsWindows()
        ? Console.OpenStandardOutput()
        : new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
}
