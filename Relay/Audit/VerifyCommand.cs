using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Data.Sqlite;
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
    /// <returns><see cref="Whole"/>, <see cref="Damaged"/> or <see cref="Unchecked"/>.</returns>
    public static int Run(string folder, bool json, TextWriter output, TextWriter error)
    {
        var finding = Check(folder);
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

    private static Finding Check(string folder)
    {
        try
        {
            using var log = StoredLog.Open(folder);
            var report = log.Verify();
            var (signed, fault) = report.Fault is null ? log.VerifyUse() : (0, null);
            return Say(report with { Fault = report.Fault ?? fault }, signed);
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

    private static Finding Say(ChainReport report, long signed)
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
        return new Finding(true, $"{count} {(report.Entries == 1 ? "entry" : "entries")}, none missing, none changed.{use}{erased}")
        {
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

        public long? Erased { get; init; }

        public DateTime? LastTime { get; init; }

        public string? LastHash { get; init; }

        public long? FirstBad { get; init; }

        public string? Damage { get; init; }
    }
}
