using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Shared.Receipts;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Receipts;

/// <summary><c>Relay receipt verify FILE [--trust KEY]</c>: whether a receipt, as a page or as JSON, is what it says. It needs no data folder and no network.</summary>
internal static class VerifyReceipt
{
    private static readonly JsonSerializerOptions Camel = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // it goes to a terminal or a file, never into a page
    };

    /// <summary>The command.</summary>
    public static Command Make()
    {
        var file = new Argument<string>("FILE") { Description = "The page that the customer has, or the JSON of one receipt." };
        var trust = new Option<string[]>("--trust")
        {
            Description = "The fingerprint of a Relay's key, as the Relay says it when it starts. Without it nobody can say whose the signatures are.",
            HelpName = "KEY",
        };
        var json = new Option<bool>("--json") { Description = "Answers in JSON." };
        var verify = new Command("verify", "Checks a receipt. Ends with 0 if it is right, 1 if not, 2 if it cannot tell.") { file, trust, json };
        verify.SetAction(parsed => Run(parsed.GetValue(file)!, parsed.GetValue(trust) ?? [], parsed.GetValue(json), Console.Out, Console.Error));
        return new Command("receipt", "Works on customers' receipts.") { verify };
    }

    /// <summary>Checks a file and says the outcome.</summary>
    /// <param name="path">The file.</param>
    /// <param name="trusted">Fingerprints of keys that are trusted; none where nobody is known.</param>
    /// <param name="json">Whether to answer in JSON.</param>
    /// <param name="output">Where the outcome goes.</param>
    /// <param name="error">Where it goes if nothing could be checked.</param>
    /// <returns><see cref="VerifyCommand.Whole"/>, <see cref="VerifyCommand.Damaged"/> or <see cref="VerifyCommand.Unchecked"/>.</returns>
    public static int Run(string path, IReadOnlyList<string> trusted, bool json, TextWriter output, TextWriter error)
    {
        var finding = Check(path, trusted);
        if (json)
        {
            output.WriteLine(JsonSerializer.Serialize(finding, Camel));
        }
        else
        {
            (finding.Verified is null ? error : output).WriteLine(finding.Says);
        }

        return finding.Verified switch { true => VerifyCommand.Whole, false => VerifyCommand.Damaged, null => VerifyCommand.Unchecked };
    }

    private static Finding Check(string path, IReadOnlyList<string> trusted)
    {
        var keys = new List<string>();
        foreach (var said in trusted)
        {
            if (Fingerprint(said) is not { } key)
            {
                return new Finding(null, $"\"{said}\" is not the fingerprint of a key: it has 64 hexadecimal digits.");
            }

            keys.Add(key);
        }

        byte[] bytes;
        try
        {
            if (new FileInfo(path).Length > ReceiptFile.MostBytes)
            {
                return new Finding(false, "This is no receipt: it is too large.") { Fault = EnumName.Of(ReceiptFault.Malformed) };
            }

            bytes = File.ReadAllBytes(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new Finding(null, $"The file cannot be read: {failure.Message}");
        }

        return Check(bytes, keys);
    }

    private static Finding Check(byte[] bytes, List<string> keys)
    {
        if (ReceiptFile.Read(bytes, out var unread) is not { } file)
        {
            return new Finding(false, $"This is not right: {Says(unread!.Value)}.") { Fault = EnumName.Of(unread.Value) };
        }

        IReadOnlyCollection<string>? trusted = keys.Count == 0 ? null : keys;
        var wrong = file.IsPage ? ReceiptCheck.Of(file.Receipts, trusted)
            : ReceiptCheck.Of(file.Receipts[0], trusted) is { } fault ? (fault, file.Receipts[0].Receipt.Number)
            : null;
        if (wrong is var (why, number))
        {
            return new Finding(false, $"Receipt {number.ToString(CultureInfo.InvariantCulture)} is not right: {Says(why)}.")
            {
                Receipts = file.Receipts.Count, FirstBad = number, Fault = EnumName.Of(why),
            };
        }

        var last = file.Receipts[^1].Receipt;
        var many = file.Receipts.Count == 1 ? "1 receipt" : $"{file.Receipts.Count.ToString(CultureInfo.InvariantCulture)} receipts";
        var whose = trusted is null
            ? "consistent, signer unknown: say with --trust which Relay's key you know"
            : "signed by the customer's Agent, and by a Relay that you trust";
        return new Finding(true, $"{many} of session {last.Session}, case {PlainText.Clean(last.CaseNumber)}: {whose}.")
        {
            Receipts = file.Receipts.Count, Session = last.Session, SignerKnown = trusted is not null, RelayKey = AskingStatement.Fingerprint(last.RelayKey),
        };
    }

    private static string? Fingerprint(string said)
    {
        var digits = said.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();
        return digits.Length == 64 && digits.All(char.IsAsciiHexDigitLower)
            ? string.Join(' ', digits.Chunk(4).Select(group => new string(group)))
            : null;
    }

    private static string Says(ReceiptFault fault) => fault switch
    {
        ReceiptFault.Missing => "there is no receipt in it (missing)",
        ReceiptFault.Malformed => "it is not in the form of a receipt (malformed)",
        ReceiptFault.NotSigned => "the customer's Agent has not signed what it says (notSigned)",
        ReceiptFault.OtherAgent => "it is of another Agent than the one before (otherAgent)",
        ReceiptFault.OtherSession => "it is of another session than the one before (otherSession)",
        ReceiptFault.OtherExchange => "it is of another code exchange than the one before (otherExchange)",
        ReceiptFault.OtherText => "its hash is not that of the text in it (otherText)",
        ReceiptFault.NotShown => "it has no text that names who asked, and for which case (notShown)",
        ReceiptFault.OutOfOrder => "one before it is missing, or they stand in another order (outOfOrder)",
        ReceiptFault.NotCountersigned => "the Relay has not signed it (notCountersigned)",
        ReceiptFault.BadCountersignature => "the signature under it is not that of the Relay that it names (badCountersignature)",
        ReceiptFault.OtherRelay => "the Relay that signed it is none that you trust (otherRelay)",
        ReceiptFault.PageAltered => "the page shows something else than what was signed (pageAltered)",
        _ => $"it says something else than what was allowed ({EnumName.Of(fault)})",
    };

    /// <summary>The outcome; its names are those of the JSON.</summary>
    private sealed record Finding(bool? Verified, string Says)
    {
        public int? Receipts { get; init; }

        public Guid? Session { get; init; }

        public bool? SignerKnown { get; init; }

        public string? RelayKey { get; init; }

        public int? FirstBad { get; init; }

        public string? Fault { get; init; }
    }
}
