using System.CommandLine;
using System.Net.Security;
using System.Runtime.InteropServices;
using RemoteAssist.Relay.Hosting;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Sealing;

namespace RemoteAssist.Relay.Witness;

/// <summary>
/// <c>Relay witness --relay URL --data DIR [--relay-key FINGERPRINT] [--once]</c>: a small process for another machine than the
/// Relay's, and for other people.
/// </summary>
internal static class WitnessCommand
{
    /// <summary>Everything was in order.</summary>
    public const int InOrder = 0;

    /// <summary>Something was refused.</summary>
    public const int Refused = 1;

    /// <summary>There was no answer, or the folder cannot be used.</summary>
    public const int NoWord = 2;

    // A minute is promised, and the end of a session is to be cosigned soon.
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // A note is at most 16 KiB, a proof 64 hashes, a history some hundred keys.
    private const int LargestAnswer = 256 * 1024;

    public static Command Make(Option<string?> data)
    {
        var relay = new Option<string>("--relay") { Description = "The Relay's address.", HelpName = "URL", Required = true };
        var key = new Option<string?>("--relay-key")
        {
            Description = "The fingerprint of the Relay's signing key, for the first contact. Without it the key is taken that is shown then.",
            HelpName = "FINGERPRINT",
        };
        var once = new Option<bool>("--once") { Description = "Looks once. Ends with 0 if all is in order, 1 if it refuses, 2 if it cannot tell." };
        var witness = new Command("witness", "Watches a Relay's log from another machine and cosigns its checkpoints.") { relay, key, once };
        witness.SetAction((parsed, _) => RunUntilStopped(
            parsed.GetValue(relay)!, parsed.GetValue(data) ?? RelaySettings.DefaultData, parsed.GetValue(key), parsed.GetValue(once)));
        return witness;
    }

    /// <summary>Watches.</summary>
    /// <param name="address">The Relay's.</param>
    /// <param name="folder">For the key, the memory and alarms.</param>
    /// <param name="fingerprint">The Relay's key that is expected at the first contact, if one is.</param>
    /// <param name="once">Whether to look only once.</param>
    /// <param name="console">Where it says what it does, and what is wrong.</param>
    /// <param name="clock">Which time.</param>
    /// <param name="stop">Ends it.</param>
    public static async Task<int> Run(
        string address, string folder, string? fingerprint, bool once, (TextWriter Output, TextWriter Error) console, TimeProvider clock, CancellationToken stop)
    {
        try
        {
            if (!Uri.TryCreate(address.TrimEnd('/') + "/", UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            {
                throw new UnusableSettingException($"\"{address}\" is not the address of a Relay; one is https://help.example.org.");
            }

            var full = Folder(folder);
            using var key = WitnessKey.Open(Path.Combine(full, "witness-key.pem"));
            using var memory = WitnessMemory.Open(Path.Combine(full, "witness.db"));
            using var http = Http(url, () => memory.RelayKey is not null || fingerprint is not null);
            var witness = new LogWitness(new WatchedRelay(http, key, clock), memory, key, fingerprint, full, clock);
            await console.Output.WriteLineAsync($"Witness key: {key.Public}");
            await console.Output.WriteLineAsync("The Relay takes it by the setting --Relay:Witnesses=KEY (several with semicolons between them).");
            return await Watch(witness, memory, once, console, clock, stop);
        }
        catch (Exception failure) when (failure is StorageException or UnusableSettingException)
        {
            await console.Error.WriteLineAsync($"ERROR {failure.Message}");
            return NoWord;
        }
    }

    private static async Task<int> Watch(
        LogWitness witness, WitnessMemory memory, bool once, (TextWriter Output, TextWriter Error) console, TimeProvider clock, CancellationToken stop)
    {
        var (refused, said, followed) = (false, "", "");
        try
        {
            while (true)
            {
                var word = await witness.Look(stop);
                refused |= word.Outcome == WitnessOutcome.Refused;
                if (memory.RelayKey is { } relayKey && AskingStatement.Fingerprint(relayKey) is var now && now != followed)
                {
                    await console.Output.WriteLineAsync($"Follows the Relay's signing key {followed = now}");
                }

                var line = $"{(word.Outcome is WitnessOutcome.Cosigned or WitnessOutcome.NothingNew ? "" : "ERROR ")}{Name(word.Outcome)}: {word.Says}";
                if (line != said && (once || word.Outcome != WitnessOutcome.NothingNew))
                {
                    await (word.Outcome is WitnessOutcome.Refused or WitnessOutcome.NoWord ? console.Error : console.Output).WriteLineAsync(said = line);
                }

                if (once)
                {
                    return word.Outcome switch { WitnessOutcome.Refused => Refused, WitnessOutcome.NoWord => NoWord, _ => InOrder };
                }

                await Task.Delay(Every, clock, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return refused ? Refused : InOrder;
        }
    }

    private static async Task<int> RunUntilStopped(string address, string folder, string? fingerprint, bool once)
    {
        using var stop = new CancellationTokenSource();
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        return await Run(address, folder, fingerprint, once, (Console.Out, Console.Error), TimeProvider.System, stop.Token);

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    private static string Folder(string folder)
    {
        var full = Path.GetFullPath(folder);
        try
        {
            DataFolder.MakePrivate(full);
            return full;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"The folder {full} cannot be written: {failure.Message}", failure);
        }
    }

    // Everything that counts is signed by a key that is known after the first contact; only there must the certificate be good.
    private static HttpClient Http(Uri url, Func<bool> isKeyKnown)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, _, _, errors) => errors == SslPolicyErrors.None || isKeyKnown(),
            },
        };
        return new HttpClient(handler) { BaseAddress = url, Timeout = Patience, MaxResponseContentBufferSize = LargestAnswer };
    }

    private static string Name(WitnessOutcome outcome) => outcome switch
    {
        WitnessOutcome.Cosigned => "Cosigned",
        WitnessOutcome.NothingNew => "Nothing new",
        WitnessOutcome.NoWord => "No word",
        _ => "Refused",
    };
}
