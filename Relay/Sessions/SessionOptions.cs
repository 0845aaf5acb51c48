using Microsoft.Extensions.Options;
using RemoteAssist.Shared.Receipts;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Sessions;

/// <summary>How long things of a session may take; section <c>Sessions</c> of the configuration.</summary>
internal sealed class SessionOptions
{
    public const string Section = "Sessions";

    /// <summary>How long a code is good, and how long a session without one waits for the next.</summary>
    public TimeSpan CodeLifetime { get; set; } = SessionCode.Lifetime;

    /// <summary>How often a code may be typed wrongly.</summary>
    public int Tries { get; set; } = SessionCode.Tries;

    /// <summary>How long the customer may think before it counts as declined.</summary>
    public TimeSpan AnswerWithin { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>The longest session that a technician may ask for, in whole minutes.</summary>
    public TimeSpan LongestSession { get; set; } = TimeSpan.FromHours(2);

    /// <summary>How long a joined session waits for a lost end, from the last word that was heard of it.</summary>
    public TimeSpan ComeBackWithin { get; set; } = HubContract.ComeBackWithin;

    /// <summary>Who answers for customers' data.</summary>
    public ControllerOptions Controller { get; set; } = new();
}

/// <summary>Says at start what is wrong with the configuration, by its key.</summary>
internal sealed class SessionOptionsCheck : IValidateOptions<SessionOptions>
{
    public ValidateOptionsResult Validate(string? name, SessionOptions options)
    {
        var wrong = new List<string>();
        Check(nameof(options.CodeLifetime), options.CodeLifetime, TimeSpan.FromSeconds(10), TimeSpan.FromHours(1), wrong);
        // The ends of these two stand in SessionOffer.
        Check(nameof(options.AnswerWithin), options.AnswerWithin, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(600), wrong);
        Check(nameof(options.LongestSession), options.LongestSession, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(480), wrong);
        Check(nameof(options.ComeBackWithin), options.ComeBackWithin, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10), wrong);
        if (options.Tries is < 1 or > 10)
        {
            wrong.Add($"{SessionOptions.Section}:{nameof(options.Tries)} is {options.Tries}; it must be 1 to 10.");
        }

        if (options.Controller.Named is { IsFit: false })
        {
            wrong.Add($"{SessionOptions.Section}:{nameof(options.Controller)} has a text that is longer than {Controller.LongestText} characters, or not plain.");
        }

        if (options.LongestSession.Ticks % TimeSpan.TicksPerMinute != 0)
        {
            wrong.Add($"{SessionOptions.Section}:{nameof(options.LongestSession)} is {options.LongestSession}; it must be whole minutes.");
        }

        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    private static void Check(string key, TimeSpan value, TimeSpan least, TimeSpan most, List<string> wrong)
    {
        if (value < least || value > most)
        {
            wrong.Add($"{SessionOptions.Section}:{key} is {value}; it must be {least} to {most}.");
        }
    }
}
