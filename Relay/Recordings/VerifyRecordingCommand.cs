using System.CommandLine;
using System.Globalization;
using Microsoft.Data.Sqlite;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Hosting;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Recordings;

namespace RemoteAssist.Relay.Recordings;

/// <summary><c>Relay recording verify FILE [--data DIR]</c>: whether a recording is as it was written, and as the log says.</summary>
internal static class VerifyRecordingCommand
{
    private const string Clock = "yyyy-MM-dd HH:mm:ss.fff";

    public static Command Make(Option<string?> data)
    {
        var file = new Argument<string>("FILE") { Description = "A recording, such as data/recordings/….rarec." };
        var verify = new Command(
            "verify",
            "Checks a recording against itself and against the log of the data folder, also while the Relay runs. "
            + "Ends with 0 if it is as it was recorded, 1 if not, 2 if it cannot tell.") { file };
        verify.SetAction(parsed => Run(
            parsed.GetValue(file)!, parsed.GetValue(data) ?? RelaySettings.DefaultData, Console.Out, Console.Error));
        return verify;
    }

    /// <summary>Checks one and says the outcome.</summary>
    /// <returns><see cref="VerifyCommand.Whole"/>, <see cref="VerifyCommand.Damaged"/> or <see cref="VerifyCommand.Unchecked"/>.</returns>
    public static int Run(string file, string folder, TextWriter output, TextWriter error)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var header = new byte[RecordingHeader.Size];
            var isRecording = stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) == header.Length;
            var session = isRecording ? RecordingHeader.Read(header)?.Session : null;
            var logged = session is { } id ? Logged(folder, id) : null;
            stream.Position = 0;
            var finding = RecordingCheck.Of(stream, logged ?? new Dictionary<uint, string>());
            if (finding.Fault is { } fault)
            {
                output.WriteLine(Says(fault, finding));
                return VerifyCommand.Damaged;
            }

            output.WriteLine(Says(finding));
            if (logged is not { Count: > 0 })
            {
                output.WriteLine($"It agrees with itself, but there is no log of this session in {Path.GetFullPath(folder)} to compare it with.");
                return VerifyCommand.Unchecked;
            }

            return VerifyCommand.Whole;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or StorageException or SqliteException)
        {
            error.WriteLine($"The recording could not be checked: {failure.Message}");
            return VerifyCommand.Unchecked;
        }
    }

    /// <summary>The hashes that the log of a data folder has of a session; null where there is no log.</summary>
    internal static IReadOnlyDictionary<uint, string>? Logged(string folder, Guid session)
    {
        if (!File.Exists(DataFolder.DatabaseIn(folder)))
        {
            return null;
        }

        using var log = StoredLog.Open(folder);
        return log.RecordedHashes(session);
    }

    /// <summary>What is wrong, in a sentence.</summary>
    internal static string Says(RecordingFault fault, RecordingFinding finding)
    {
        var where = fault.Chunk is { } chunk ? string.Create(CultureInfo.InvariantCulture, $"Chunk {chunk} ({After(finding)})") : "The beginning";
        return fault.Damage switch
        {
            RecordingDamage.Header => "It does not begin as a recording of this version does.",
            RecordingDamage.HeaderDiffers => "The header is not the one that was recorded: the first chunk repeats another.",
            RecordingDamage.Cut => $"{where} is not whole: the file ends within it.",
            RecordingDamage.Length => $"{where} says a length that no chunk has.",
            RecordingDamage.Number => $"{where} is not there: another stands in its place.",
            RecordingDamage.Hash => $"{where} is not as it was written: its bytes do not have its hash.",
            RecordingDamage.Records => $"{where} holds something that no Relay writes.",
            RecordingDamage.NotAsLogged => $"{where} is not the one that is in the log: it has another hash.",
            RecordingDamage.Missing => $"{where} is in the log and not in the file: the end was cut off.",
            _ => $"{where} is damaged.",
        };
    }

    private static string After(RecordingFinding finding) => finding.Chunks == 0
        ? "the first"
        : $"after {finding.Header!.Start.UtcDateTime.AddMilliseconds(finding.GoodUntil).ToString(Clock, CultureInfo.InvariantCulture)} UTC";

    private static string Says(RecordingFinding finding)
    {
        var gaps = finding.Gaps.Count == 0 ? "no gap" : $"{finding.Gaps.Count} gaps ({string.Join(", ", finding.Gaps.Distinct(StringComparer.Ordinal).Take(5))})";
        var unlogged = finding.Chunks - finding.Logged;
        var tail = unlogged == 0 ? "each as the log says" : $"{finding.Logged} as the log says, {unlogged} not in the log";
        var end = finding.Ended is { } reason ? $"It ended: {reason}." : "It does not say that it ended.";
        return string.Create(CultureInfo.InvariantCulture, $"{finding.Chunks} chunks, none changed, {tail}; {gaps}. {end}");
    }
}
