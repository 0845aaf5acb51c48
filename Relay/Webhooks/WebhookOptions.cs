using Microsoft.Extensions.Options;

namespace RemoteAssist.Relay.Webhooks;

/// <summary>Section <c>Webhooks</c> of the configuration.</summary>
internal sealed class WebhookOptions
{
    public const string Section = "Webhooks";

    /// <summary>So many steps at most wait for one receiver: a day of ten sessions an hour, with forty steps each.</summary>
    public int MostWaiting { get; set; } = 10_000;
}

/// <summary>Says at start what is wrong with the configuration, by its key.</summary>
internal sealed class WebhookOptionsCheck : IValidateOptions<WebhookOptions>
{
    private const int Most = 1_000_000;

    public ValidateOptionsResult Validate(string? name, WebhookOptions options) => options.MostWaiting is >= 1 and <= Most
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail($"{WebhookOptions.Section}:{nameof(options.MostWaiting)} is {options.MostWaiting}; it must be 1 to {Most}.");
}
