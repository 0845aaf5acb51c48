using System.CommandLine;
using RemoteAssist.Agent.Texts;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent;

/// <summary>How the Agent ended, for whoever started it. <c>--help</c> lists them.</summary>
internal enum ExitCode
{
    /// <summary>The session ended as somebody wished, or there was none.</summary>
    Done = 0,

    /// <summary>Something broke.</summary>
    Fault = 1,

    /// <summary>The command line makes no sense.</summary>
    Usage = 2,

    /// <summary>No X display, or its server does not answer.</summary>
    NoDisplay = 3,

    /// <summary>The desktop uses Wayland.</summary>
    Wayland = 4,

    /// <summary>GTK or an X11 library is missing.</summary>
    NoLibrary = 5,

    /// <summary>The screen's pixels cannot be captured.</summary>
    OddScreen = 6,

    /// <summary>The connection to the Relay was lost, or the Relay was shut down.</summary>
    RelayLost = 7,
}

/// <summary>What was asked for on the command line. The code is never there: other people of the same computer can read command lines.</summary>
/// <param name="Relay">The Relay's address.</param>
/// <param name="Language">A language of <see cref="Text.Languages"/>, or null for the desktop's.</param>
/// <param name="Theme">A look of <see cref="Themes"/>, or null for the desktop's.</param>
/// <param name="Verbose">Whether steps are logged, not only trouble.</param>
/// <param name="RelayKey">The fingerprint of the only key that the Relay may have, or of one that leads to it; null for whichever it shows.</param>
/// <param name="RelayCertificate">What the Relay's certificate is known by; null for one that this computer trusts.</param>
/// <param name="OrganisationKey">The fingerprint of the only key that may certify auditors; null for whichever the Relay names.</param>
internal sealed record CommandLine(Uri Relay, string? Language, string? Theme, bool Verbose, string? RelayKey, string? RelayCertificate = null, string? OrganisationKey = null)
{
    private const int FingerprintDigits = 64;

    private static readonly string[] Themes = ["light", "dark"];

    private const string About = """
        RemoteAssist Agent: shows this screen to your technician, after you have allowed it.

        Exit codes:
          0  the session is over, or there was none
          1  something broke; the last line says what
          2  the command line makes no sense
          3  there is no X display, or it does not answer
          4  this desktop uses Wayland
          5  GTK 3 or an X11 library is missing
          6  the screen's colours are not 24 bits
          7  the connection to the Relay was lost
        """;

    /// <summary>Reads the arguments and runs <paramref name="agent"/> with them.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="stamp">What the program knows of the Relay that it was downloaded from; what is asked for wins over it.</param>
    /// <param name="agent">What to run.</param>
    /// <returns>The process's exit code.</returns>
    public static int Run(string[] arguments, AgentStamp? stamp, Func<CommandLine, ExitCode> agent)
    {
        var known = stamp is not null && IsSafe(stamp.Relay) ? stamp : null;
        var relay = new Option<Uri>("--relay")
        {
            Description = "Address of the support server, such as https://relay.example",
            HelpName = "URL",
            Required = known is null,
            CustomParser = result =>
            {
                if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var address) && IsSafe(address))
                {
                    return address;
                }

                result.AddError(Text.For(null, Environment.GetEnvironmentVariable)["BadRelay"]);
                return null;
            },
        };
        var language = new Option<string?>("--language") { Description = "en or zh-Hans; else the desktop's language" };
        language.AcceptOnlyFromAmong([.. Text.Languages]);
        var theme = new Option<string?>("--theme") { Description = "light or dark; else as the desktop's programs are" };
        theme.AcceptOnlyFromAmong(Themes);
        var verbose = new Option<bool>("--verbose") { Description = "Log each step on the console" };
        var relayKey = Fingerprint("--relay-key", "Fingerprint of the support server's key, 64 hexadecimal digits; with any other key nothing is tried");
        var certificate = Fingerprint(
            "--relay-certificate", "What the support server's own certificate is known by, 64 hexadecimal digits that it prints at its start; no other is trusted then");
        var organisation = Fingerprint(
            "--organisation-key", "Fingerprint of the organisation's key that certifies auditors, 64 hexadecimal digits; with any other nothing can be recorded");
        var root = new RootCommand(About) { relay, relayKey, certificate, organisation, language, theme, verbose };
        root.SetAction(parsed =>
        {
            // The key goes with the address: one without the other would be the wrong one.
            var asked = parsed.GetValue(relay);
            return (int)agent(new CommandLine(
                asked ?? known!.Relay,
                parsed.GetValue(language),
                parsed.GetValue(theme),
                parsed.GetValue(verbose),
                parsed.GetValue(relayKey) ?? (asked is null ? known!.RelayKey : null),
                parsed.GetValue(certificate) ?? (asked is null ? known!.Certificate : null),
                parsed.GetValue(organisation)));
        });

        var result = root.Parse(arguments);
        if (result.Errors.Count > 0)
        {
            foreach (var problem in result.Errors)
            {
                Console.Error.WriteLine(problem.Message);
            }

            return (int)ExitCode.Usage;
        }

        return result.Invoke();
    }

    private static Option<string?> Fingerprint(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "FINGERPRINT",
        CustomParser = result =>
        {
            var digits = string.Concat(result.Tokens[0].Value.Where(c => !char.IsWhiteSpace(c)));
            if (digits.Length == FingerprintDigits && digits.All(char.IsAsciiHexDigit))
            {
                return digits.ToLowerInvariant();
            }

            result.AddError($"{name}: 64 hexadecimal digits, with or without spaces");
            return null;
        },
    };

    // The Relay's key and its word on who asks are first met on this way: it must be a protected one. Only this computer needs none.
    private static bool IsSafe(Uri relay) =>
        relay.Scheme == Uri.UriSchemeHttps || (relay.Scheme == Uri.UriSchemeHttp && relay.IsLoopback);
}
