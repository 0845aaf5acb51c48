using Microsoft.Extensions.Options;

namespace RemoteAssist.Relay.Hosting;

/// <summary>How often anybody may knock in a minute; sections <c>Limits</c> and, for tries, <c>Accounts</c> of the configuration.</summary>
internal sealed class RateLimitOptions
{
    public const string Section = "Limits";

    public const string Accounts = "Accounts";

    /// <summary>Tries of one address to sign in, to set up, to take an invitation or to change a password.</summary>
    public int TriesPerMinute { get; set; } = 20;

    /// <summary>Such tries in all; fifteen times those of one address where nothing is said. A try costs some 50 ms of processor time.</summary>
    public int? TriesPerMinuteInAll { get; set; }

    /// <summary>Connections of Agents from one address: 60 customers of one office whose line comes back, with ten calls each.</summary>
    public int AgentsPerMinute { get; set; } = 600;

    /// <summary>Such connections in all; twenty times those of one address where nothing is said.</summary>
    public int? AgentsPerMinuteInAll { get; set; }

    /// <summary>Requests of programs from one address; each is an entry in the log.</summary>
    public int ProgramsPerMinute { get; set; } = 600;

    /// <summary>Such requests in all; four times those of one address where nothing is said.</summary>
    public int? ProgramsPerMinuteInAll { get; set; }

    /// <summary>All other requests of one address: 60 technicians of one office, with 100 each. Scripts and styles do not count.</summary>
    public int RequestsPerMinute { get; set; } = 6_000;

    /// <summary>Such requests in all; twenty times those of one address where nothing is said.</summary>
    public int? RequestsPerMinuteInAll { get; set; }
}

/// <summary>Says at start what is wrong with the limits, by their keys.</summary>
internal sealed class RateLimitOptionsCheck : IValidateOptions<RateLimitOptions>
{
    private const int Most = 10_000_000;

    public ValidateOptionsResult Validate(string? name, RateLimitOptions options)
    {
        var wrong = new List<string>();
        Check("Accounts:" + nameof(options.TriesPerMinute), options.TriesPerMinute, options.TriesPerMinuteInAll, wrong);
        Check("Limits:" + nameof(options.AgentsPerMinute), options.AgentsPerMinute, options.AgentsPerMinuteInAll, wrong);
        Check("Limits:" + nameof(options.ProgramsPerMinute), options.ProgramsPerMinute, options.ProgramsPerMinuteInAll, wrong);
        Check("Limits:" + nameof(options.RequestsPerMinute), options.RequestsPerMinute, options.RequestsPerMinuteInAll, wrong);
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    private static void Check(string key, int each, int? inAll, List<string> wrong)
    {
        if (each is < 1 or > Most)
        {
            wrong.Add($"{key} is {each}; it must be 1 to {Most}.");
        }

        if (inAll < each || inAll > Most)
        {
            wrong.Add($"{key}InAll is {inAll}; it must be {key} ({each}) to {Most}.");
        }
    }
}
