using Microsoft.Extensions.Options;

namespace RemoteAssist.Relay.Recordings;

/// <summary>Section <c>Recording</c> of the configuration, as far as it is about keeping. Nothing is deleted unless it says so.</summary>
internal sealed class KeepingOptions
{
    public const string Section = "Recording";

    /// <summary>A recording that ended so many days ago is deleted; null keeps all.</summary>
    public int? KeepDays { get; set; }

    /// <summary>Where all together have more mebibytes, the oldest are deleted; null keeps all.</summary>
    public int? KeepMegabytes { get; set; }
}

/// <summary>Says at start what is wrong with the configuration, by its key.</summary>
internal sealed class KeepingOptionsCheck : IValidateOptions<KeepingOptions>
{
    // A hundred years, and a pebibyte.
    private const int MostDays = 36_525;
    private const int MostMegabytes = 1 << 30;

    public ValidateOptionsResult Validate(string? name, KeepingOptions options) =>
        Wrong(nameof(options.KeepDays), options.KeepDays, MostDays) ?? Wrong(nameof(options.KeepMegabytes), options.KeepMegabytes, MostMegabytes)
        ?? ValidateOptionsResult.Success;

    private static ValidateOptionsResult? Wrong(string key, int? value, int most) => value is null or >= 1 && (value ?? 1) <= most
        ? null
        : ValidateOptionsResult.Fail($"{KeepingOptions.Section}:{key} is {value}; it must be 1 to {most}, or not be there.");
}
