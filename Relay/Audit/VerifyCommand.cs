using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Data.Sqlite;
using RemoteAssist.Relay.Audit.Checkpoints;
using RemoteAssist.Relay.Sessions;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Audit;

/// <summary><c>Relay audit verify</c>: whether the log is whole, in one sentence or as JSON.</summary>
internal static class VerifyCommand
{
    /// <summary>Nothing is missing and nothing changed.</summary>
    public const int Whole = 0;

    /// <summary>The log is damaged.</summary>
    public const int Damaged = 1;

    /// <summary>It could not be checked.</summary>
    public const int Unchecked = 2;

    private static readonly JsonSerializerOptions Camel = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // it goes to a terminal or a file, never into a page
    };

    /// <summary>Checks the log of a data folder and says the outcome.</summary>
    /// <param name="folder">Its path.</param>
    /// <param name="json">Whether to answer in JSON.</param>
    /// <param name="output">Where the outcome goes.</param>
    /// <param name="error">Where it goes if nothing could be checked.</param>
    /// <param name="against">A file with a checkpoint that was kept elsewhere; null for none.</param>
    /// <returns><see cref="Whole"/>, <see cref="Damaged"/> or <see cref="Unchecked"/>.</returns>
    public static int Run(string folder, bool json, TextWriter output, TextWriter error, string? against = null)
    {
        var finding = Check(folder, against);
        if (json)
        {
            output.WriteLine(JsonSerializer.Serialize(finding, Camel));
        }
        else
        {
            (finding.Verified is null ? error : output).WriteLine(finding.Says);
        }

        return finding.Verified switch { true => Whole, false => Damaged, null => Unchecked };
    }

    private static Finding Check(string folder, string? against)
    {
        try
        {
            using var log = StoredLog.Open(folder);
            var checkpoints = new CheckpointCheck(SigningKeys(folder), against is null ? null : File.ReadAllBytes(against));
            var report = log.Verify(checkpoints);
            if (checkpoints.Fault is { } wrong && (report.Fault is null || wrong.Size < report.Fault.Sequence))
            {
                return new Finding(false, wrong.Says)
                {
                    Entries = report.Entries, Checkpoints = checkpoints.Good, FirstBadCheckpoint = wrong.Size, Damage = EnumName.Of(wrong.Damage),
                };
            }

            var (signed, fault) = report.Fault is null ? log.VerifyUse() : (0, null);
            return Say(report with { Fault = report.Fault ?? fault }, signed, checkpoints);
        }
        catch (StorageException cannot)
        {
            return new Finding(null, cannot.Message);
        }
        catch (SqliteException failure) when (failure.SqliteErrorCode is 1 or 11 or 26) // no such table, corrupt, not a database
        {
            return new Finding(false, $"The database is damaged and cannot be read to its end: {failure.Message}");
        }
        catch (Exception failure) when (failure is SqliteException or IOException or UnauthorizedAccessException)
        {
            return new Finding(null, $"The log could not be checked: {failure.Message}");
        }
    }

    // Not made here: a folder without a key is one where nobody can say whose signatures those are.
    private static IReadOnlyList<byte[]> SigningKeys(string folder)
    {
        var file = DataFolder.SigningKeyIn(folder);
        if (!File.Exists(file))
        {
            return [];
        }

        using var key = RelayKey.Open(file);
        return key.All();
    }

    private static Finding Say(ChainReport report, long signed, CheckpointCheck checkpoints)
    {
        var count = report.Entries.ToString(CultureInfo.InvariantCulture);
        if (report.Fault is { } fault)
        {
            return new Finding(false, $"Entry {fault.Sequence} is the first that is not as it was written. {fault.Says}")
            {
                Entries = report.Entries,
                FirstBad = fault.Sequence,
                Damage = EnumName.Of(fault.Damage),
            };
        }

        if (report.Entries == 0)
        {
            return new Finding(false, StoredLog.Emptied) { Entries = 0 };
        }

        var erased = report.Erased switch
        {
            0 => "",
            1 => " 1 personal value was erased.",
            _ => $" {report.Erased.ToString(CultureInfo.InvariantCulture)} personal values were erased.",
        };
        var use = signed switch
        {
            0 => "",
            1 => " 1 count of use, signed by the Agent of its session.",
            _ => $" {signed.ToString(CultureInfo.InvariantCulture)} counts of use, each signed by the Agent of its session.",
        };
        var states = (checkpoints.Good, checkpoints.KnowsKeys) switch
        {
            (0, _) => "",
            (1, true) => " 1 checkpoint, signed by the Relay.",
            (1, false) => " 1 checkpoint, whose signer is not known here.",
            (var many, true) => $" {many.ToString(CultureInfo.InvariantCulture)} checkpoints, each signed by the Relay.",
            (var many, false) => $" {many.ToString(CultureInfo.InvariantCulture)} checkpoints, whose signer is not known here.",
        };
        return new Finding(true, $"{count} {(report.Entries == 1 ? "entry" : "entries")}, none missing, none changed.{use}{erased}{states}")
        {
            Checkpoints = checkpoints.Good,
            SignerKnown = checkpoints.KnowsKeys,
            SignedCounts = signed,
            Entries = report.Entries,
            Erased = report.Erased,
            LastTime = report.LastTime?.UtcDateTime,
            LastHash = report.LastHash,
        };
    }

    /// <summary>The outcome; its names are those of the JSON.</summary>
    private sealed record Finding(bool? Verified, string Says)
    {
        public long? Entries { get; init; }

        public long? SignedCounts { get; init; }

        public long? Checkpoints { get; init; }

        public bool? SignerKnown { get; init; }

        public long? FirstBadCheckpoint { get; init; }

        public long? Erased { get; init; }

        public DateTime? LastTime { get; init; }

        public string? LastHash { get; init; }

        public long? FirstBad { get; init; }

        public string? Damage { get; init; }
    }
}
