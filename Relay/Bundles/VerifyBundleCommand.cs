using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Bundles;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Bundles;

/// <summary><c>Relay audit verify FILE [--trust KEYS] [--against FILE]</c>: whether a bundle holds, in a few sentences or as JSON.</summary>
internal static class VerifyBundleCommand
{
    /// <summary>The bundle is consistent in itself, and nobody vouches for who made it.</summary>
    public const int SignerUnknown = 3;

    private const int MostTrust = 64 * 1024;

    private static readonly JsonSerializerOptions Camel = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // it goes to a terminal or a file, never into a page
    };

    /// <summary>Checks a bundle and says the outcome.</summary>
    /// <param name="file">The bundle.</param>
    /// <param name="trust">A file of keys, a line each; null for none.</param>
    /// <param name="against">A file with a checkpoint that was kept elsewhere; null for none.</param>
    /// <param name="json">Whether to answer in JSON.</param>
    /// <param name="output">Where the outcome goes.</param>
    /// <param name="error">Where it goes if nothing could be checked.</param>
    /// <returns><see cref="VerifyCommand.Whole"/>, <see cref="VerifyCommand.Damaged"/>, <see cref="VerifyCommand.Unchecked"/> or <see cref="SignerUnknown"/>.</returns>
    public static int Run(string file, string? trust, string? against, bool json, TextWriter output, TextWriter error)
    {
        var (report, why) = Check(file, trust, against);
        if (report is null)
        {
            if (json)
            {
                output.WriteLine(JsonSerializer.Serialize(new { says = why }, Camel));
            }
            else
            {
                error.WriteLine(why);
            }

            return VerifyCommand.Unchecked;
        }

        output.WriteLine(json ? JsonSerializer.Serialize(Finding(report), Camel) : Say(report));
        return !report.IsGood ? VerifyCommand.Damaged : report.SignerKnown ? VerifyCommand.Whole : SignerUnknown;
    }

    private static (BundleReport? Report, string Why) Check(string file, string? trust, string? against)
    {
        try
        {
            if (new FileInfo(file).Length > BundleContainer.MostBytes)
            {
                return (null, $"{file} is larger than a bundle may be.");
            }

            if (Trust(trust) is not { } known)
            {
                return (null, $"{trust} has a line that is no key of a Relay or a witness, or no key at all: NAME+8 DIGITS+LETTERS.");
            }

            if (against is not null && (SignedNote.Read(Small(against)) is not { } note || (known = known with { Kept = Checkpoint.Read(note.Body) }).Kept is null))
            {
                return (null, $"{against} is no checkpoint.");
            }

            return (BundleCheck.Verify(File.ReadAllBytes(file), known), "");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return (null, $"It could not be checked: {failure.Message}");
        }
    }

    private static BundleTrust? Trust(string? file) => file is null ? BundleTrust.None : BundleTrust.Read(Small(file));

    // One byte more than is read of any of them: what is too long is refused by who reads it.
    private static byte[] Small(string file)
    {
        using var stream = File.OpenRead(file);
        var bytes = new byte[MostTrust + 1];
        return bytes[..stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
    }

    private static string Say(BundleReport report)
    {
        if (report.Fault is { } fault)
        {
            return Printable($"REFUSED. {BundleWords.Say(fault)}");
        }

        var manifest = report.Manifest!;
        var lines = new List<string>
        {
            report.SignerKnown ? "HOLDS. It is signed by a Relay of your keys." : $"CONSISTENT, SIGNER UNKNOWN. Nothing contradicts itself, but anybody could have made it. It is signed by: {manifest.Key}",
            string.Create(CultureInfo.InvariantCulture, $"Session {manifest.Session} of case {manifest.Case.Number}, exported {manifest.Time:yyyy-MM-dd HH:mm:ss} UTC by {manifest.By.Name}."),
            string.Create(CultureInfo.InvariantCulture, $"{report.Entries} entries, each proven to be in a log of {manifest.Size}; the signer says that they are all of this session."),
            report.HasEnd ? "The session's end is among them." : "The session's end is NOT among them: it went on after this.",
        };
        if (report.Recording is { } recording)
        {
            lines.Add($"The session was recorded. The recording is in this file: {recording.Chunks} chunks, of which the entries have {recording.Logged}, and none of those is changed or missing.");
        }
        else if (report.WasRecorded)
        {
            lines.Add("The session was recorded. The recording is not in this file; the hashes of its chunks are among the entries.");
        }

        lines.Add(report.Links is { } links
            ? string.Create(CultureInfo.InvariantCulture, $"No gap in the Agent's sequence: {links} statements, numbered and signed by the program that the code let in. What it may have stated behind the last one nobody can see.")
            : "The Agent's version kept no sequence of its own.");
        if (report.Erased > 0)
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{report.Erased} personal values were erased, which leaves the rest as it is."));
        }

        lines.AddRange(report.Cosignatures.Select(one => string.Create(
            CultureInfo.InvariantCulture,
            $"Cosigned by witness {one.Witness} at {one.Time:yyyy-MM-dd HH:mm:ss} UTC{(one.IsTrusted ? "" : ", whose key is not among yours")}.")));
        if (report.Cosignatures.Count == 0)
        {
            lines.Add("No witness cosigned that log.");
        }

        var further = manifest.Parts.Skip(BundleParts.Listed.Count).Select(part => part.Name).Where(name => name != BundleParts.RecordingOf(manifest.Session)).ToList();
        if (further.Count > 0)
        {
            lines.Add($"As they were exported, and not looked into: {string.Join(", ", further.Take(20))}{(further.Count > 20 ? " and more" : "")}.");
        }

        return string.Join(Environment.NewLine, lines.Select(Printable));
    }

    // Names come from the bundle: nothing of it may move a terminal's cursor.
    private static string Printable(string line) => string.Concat(line.Select(letter => char.IsControl(letter) ? '?' : letter));

    private static object Finding(BundleReport report) => new
    {
        verified = report.IsGood,
        report.SignerKnown,
        says = Say(report),
        damage = report.Fault is { } fault ? EnumName.Of(fault.Damage) : null,
        report.Fault?.Part,
        report.Fault?.Entry,
        session = report.Manifest?.Session,
        caseNumber = report.Manifest?.Case.Number,
        exported = report.Manifest?.Time.UtcDateTime,
        by = report.Manifest?.By.Name,
        signer = report.Manifest is { } manifest ? $"{manifest.Key}" : null,
        size = report.Manifest?.Size,
        report.Entries,
        report.Erased,
        report.HasEnd,
        report.WasRecorded,
        recordedChunks = report.Recording?.Chunks,
        report.Links,
        cosignatures = report.Cosignatures.Select(one => new { one.Witness, time = one.Time.UtcDateTime, trusted = one.IsTrusted }),
    };
}
