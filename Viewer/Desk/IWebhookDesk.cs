namespace RemoteAssist.Viewer.Desk;

/// <summary>Whom the Relay tells of the steps of sessions, for administrators. The Relay implements it.</summary>
public interface IWebhookDesk
{
    /// <summary>All of them, the oldest first.</summary>
    Task<IReadOnlyList<Webhook>> List(CancellationToken cancel);

    /// <summary>Adds one. Its steps are already valid; its address may not be.</summary>
    Task<WebhookAnswer> Add(WebhookForm form, CancellationToken cancel);

    /// <summary>Removes one, and what is still to be told to it.</summary>
    /// <returns>False where there is none.</returns>
    Task<bool> Remove(Guid id, CancellationToken cancel);

    /// <summary>Holds back what is to be told, or lets it go again. It is put down meanwhile.</summary>
    /// <returns>False where there is none.</returns>
    Task<bool> Pause(Guid id, bool pause, CancellationToken cancel);

    /// <summary>Tells steps once more, each as the event that it was.</summary>
    /// <returns>Null where there is no such webhook, or no such event.</returns>
    Task<ReplayAnswer?> Replay(Guid id, ReplayWish wish, CancellationToken cancel);
}

/// <summary>Why a receiver could not be told.</summary>
public enum WebhookTrouble
{
    /// <summary>It answered, and not with 2xx.</summary>
    Status,

    /// <summary>It sent us elsewhere; nobody goes there.</summary>
    Redirect,

    /// <summary>It said nothing within ten seconds.</summary>
    TimedOut,

    /// <summary>There is no way to it, or nobody listens there.</summary>
    NotReached,

    /// <summary>Its certificate does not vouch for it.</summary>
    NotTrusted,

    /// <summary>Its name leads where nothing may be sent.</summary>
    AddressRefused,

    /// <summary>What was to be sent, or the secret to sign it with, cannot be read here.</summary>
    Unreadable,
}

/// <summary>Why a webhook was not added.</summary>
public enum WebhookProblem
{
    /// <summary>The address is not one that can be sent to.</summary>
    BadUrl,

    /// <summary>It is http and not this computer's own, or nobody said that it is inside.</summary>
    NotHttps,

    /// <summary>It leads inside of the own network, and nobody said so.</summary>
    IsInside,

    /// <summary>It leads where nothing is ever sent to.</summary>
    AddressRefused,

    /// <summary>Its name is not found.</summary>
    NotFound,

    /// <summary>There are <see cref="WebhookForm.Most"/> already.</summary>
    TooMany,
}

/// <summary>A webhook to add.</summary>
/// <param name="Url">Where to: https, or http to this computer itself.</param>
/// <param name="Steps">Of <see cref="Shared.Audit.SessionSteps.All"/>, at least one, each once.</param>
/// <param name="Inside">Whether it may lie inside of the own network.</param>
public sealed record WebhookForm(string Url, IReadOnlyList<string> Steps, bool Inside)
{
    /// <summary>So many characters at most in an address.</summary>
    public const int LongestUrl = 1000;

    /// <summary>So many webhooks at most.</summary>
    public const int Most = 20;
}

/// <summary>What came of adding one: what is wrong, or the webhook and its secret.</summary>
/// <param name="Problem">Null where it was added.</param>
/// <param name="Id">Which it is.</param>
/// <param name="Secret">To check signatures with; nobody can be shown it again.</param>
public sealed record WebhookAnswer(WebhookProblem? Problem, Guid Id = default, string Secret = "");

/// <summary>A webhook as it is listed.</summary>
/// <param name="Id">The webhook.</param>
/// <param name="Url">Where to.</param>
/// <param name="Inside">Whether it may lie inside of the own network.</param>
/// <param name="Steps">Of <see cref="Shared.Audit.SessionSteps.All"/>, in that order.</param>
/// <param name="MadeBy">Who added it.</param>
/// <param name="Made">When, UTC.</param>
/// <param name="Paused">Since when nothing is sent, UTC; null where it is.</param>
/// <param name="LastTold">When the receiver last took something, UTC; null where never.</param>
/// <param name="Waiting">So many steps are still to be told.</param>
/// <param name="LostOutboxFull">So many were not put down because too much was waiting.</param>
/// <param name="GivenUp">So often one was given up.</param>
/// <param name="Next">What is told next, where something is.</param>
/// <param name="LastGivenUp">The newest that were given up, a few.</param>
public sealed record Webhook(
    Guid Id,
    string Url,
    bool Inside,
    IReadOnlyList<string> Steps,
    string MadeBy,
    DateTimeOffset Made,
    DateTimeOffset? Paused,
    DateTimeOffset? LastTold,
    int Waiting,
    long LostOutboxFull,
    long GivenUp,
    WebhookDelivery? Next,
    IReadOnlyList<WebhookDelivery> LastGivenUp);

/// <summary>A step that is still to be told, or that was given up.</summary>
/// <param name="Event">Its id, the same each time that it is sent.</param>
/// <param name="Sequence">Of its entry in the log.</param>
/// <param name="Queued">Since when it waits, UTC.</param>
/// <param name="Due">When it is tried next, UTC.</param>
/// <param name="Tries">How often it was tried.</param>
/// <param name="Trouble">Why the last try failed; null before.</param>
/// <param name="Status">What the receiver answered then, where it did.</param>
/// <param name="GivenUp">When it was given up, UTC; null while it waits.</param>
public sealed record WebhookDelivery(
    string Event, long Sequence, DateTimeOffset Queued, DateTimeOffset Due, int Tries, WebhookTrouble? Trouble, int? Status, DateTimeOffset? GivenUp);

/// <summary>What to tell once more: one event by its id, or all from a sequence on.</summary>
/// <param name="Event">The event's id; null where it goes by the sequence.</param>
/// <param name="From">The sequence of the first entry.</param>
public sealed record ReplayWish(string? Event, long From = 0)
{
    /// <summary>So many steps at most at once.</summary>
    public const int Most = 1000;

    /// <summary>What was typed: an event's id, or a sequence; null where it is neither.</summary>
    public static ReplayWish? Read(string? typed) => (typed ?? "").Trim() switch
    {
        { Length: > 0 and < 19 } digits when digits.All(char.IsAsciiDigit) => new ReplayWish(null, long.Parse(digits, System.Globalization.CultureInfo.InvariantCulture)),
        ['e', 'v', 't', '_', ..] id => new ReplayWish(id),
        _ => null,
    };
}

/// <summary>What is told once more.</summary>
/// <param name="Steps">So many steps.</param>
/// <param name="Next">Where to go on: the sequence of the first that did not fit any more; null where that was all.</param>
public sealed record ReplayAnswer(int Steps, long? Next);
