using System.CommandLine;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Backups;
using RemoteAssist.Relay.Bundles;
using RemoteAssist.Relay.Receipts;
using RemoteAssist.Relay.Recordings;
using RemoteAssist.Relay.Witness;

namespace RemoteAssist.Relay.Hosting;

/// <summary>
/// <c>Relay [--url URL] [--https auto|FILE] [--data DIR] [--Section:Name=value …]</c>, <c>Relay audit verify [FILE] [--trust KEYS] [--data DIR] [--against FILE] [--json]</c>,
/// <c>Relay audit export FILE --session ID|--case NUMBER [--recording] [--data DIR]</c>,
/// <c>Relay audit erase --case NUMBER|--session ID --reason TEXT [--data DIR]</c>,
/// <c>Relay keys rotate signing|cookies|https… [--data DIR]</c>, <c>Relay backup</c> and <c>restore FILE [--data DIR]</c>,
/// <c>Relay witness --relay URL [--data DIR]</c>, <c>Relay receipt verify FILE [--trust KEY]</c>, and
/// <c>Relay recording verify FILE [--data DIR]</c> and <c>export FILE --key KEYFILE [--rate N] [--from TIME] [--to TIME]</c>.
/// Settings with a colon in their name go to the configuration as they are, above appsettings.json and environment.
/// </summary>
internal static class CommandLine
{
    // What hosts of tests and services pass besides.
    private static readonly string[] HostSettings = ["--environment=", "--contentRoot=", "--applicationName="];

    /// <summary>Does what the arguments say.</summary>
    /// <param name="args">As the program got them.</param>
    /// <param name="serve">Runs the Relay with these settings and gives its exit code.</param>
    public static async Task<int> Run(string[] args, Func<string[], Task<int>> serve)
    {
        var settings = args.Where(IsSetting).ToArray();
        var url = new Option<string?>("--url") { Description = $"Where to listen; {RelaySettings.DefaultUrl} if not said." };
        var https = new Option<string?>("--https")
        {
            Description = "auto: makes a certificate. Or a PEM file with one, and with those between it and its root.",
            HelpName = "auto|FILE",
        };
        var httpsKey = new Option<string?>("--https-key") { Description = "The PEM file with its key, if that is another one.", HelpName = "FILE" };
        var data = new Option<string?>("--data")
        {
            Description = "The folder for everything that is kept; ./data if not said.",
            Recursive = true,
        };

        var root = new RootCommand("The Relay of RemoteAssist. Settings may follow as --Section:Name=value.")
        {
            url, https, httpsKey, data, Audit(data), KeysCommand.Make(data),
            BackupCommand.Make(data), RestoreCommand.Make(data), WitnessCommand.Make(data), VerifyReceipt.Make(),
            new Command("recording", "Works on recordings.") { VerifyRecordingCommand.Make(data), ExportRecordingCommand.Make(data) },
        };
        root.SetAction((found, _) => serve(
        [
            .. settings,
            .. Setting(RelaySettings.Url, found.GetValue(url)),
            .. Setting(RelaySettings.Https, found.GetValue(https)),
            .. Setting(RelaySettings.HttpsKey, found.GetValue(httpsKey)),
            .. Setting(RelaySettings.Data, found.GetValue(data)),
        ]));

        // The host handles signals by itself, and its errors are its own.
        var invocation = new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false };
        var parsed = root.Parse(args.Where(arg => !IsSetting(arg)).ToArray());
        var code = await parsed.InvokeAsync(invocation);
        return parsed.Errors.Count == 0 ? code : ExitCodes.CannotStart;
    }

    private static Command Audit(Option<string?> data)
    {
        var json = new Option<bool>("--json") { Description = "Answers in JSON." };
        var against = new Option<string?>("--against")
        {
            Description = "A checkpoint that was kept elsewhere, such as a witness's checkpoint.txt: the log must continue it.",
            HelpName = "FILE",
        };
        var bundle = new Argument<string?>("FILE") { Description = "A bundle that was exported; the log itself if there is none.", Arity = ArgumentArity.ZeroOrOne };
        var trust = new Option<string?>("--trust")
        {
            Description = "For a bundle: a file with the keys of Relays and witnesses that you trust, a line each.",
            HelpName = "KEYS",
        };
        var verify = new Command(
            "verify", "Checks that the log, or a bundle, is whole. Ends with 0 if it is, 1 if not, 2 if it cannot tell, 3 if a bundle's signer is not known.")
        {
            bundle, trust, json, against,
        };
        verify.SetAction(parsed => parsed.GetValue(bundle) is { } file
            ? VerifyBundleCommand.Run(file, parsed.GetValue(trust), parsed.GetValue(against), parsed.GetValue(json), Console.Out, Console.Error)
            : VerifyCommand.Run(parsed.GetValue(data) ?? RelaySettings.DefaultData, parsed.GetValue(json), Console.Out, Console.Error, parsed.GetValue(against)));
        return new Command("audit", "Works on the log.") { verify, ExportCommand.Make(data), EraseCommand.Make(data) };
    }

    private static bool IsSetting(string arg) =>
        arg.StartsWith("--", StringComparison.Ordinal)
        && arg.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals
        && (arg[..equals].Contains(':', StringComparison.Ordinal)
            || equals == arg.Length - 1 // the name of a section, which those hosts pass before what is in it
            || HostSettings.Any(known => arg.StartsWith(known, StringComparison.OrdinalIgnoreCase)));

    private static IEnumerable<string> Setting(string key, string? value) => value is null ? [] : [$"--{key}={value}"];
}
