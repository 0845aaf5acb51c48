using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Api;

/// <summary>A webhook to add.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record WebhookToAdd
{
    /// <summary>Where to send: https, and not inside of this server's own network.</summary>
    [Required, StringLength(WebhookForm.LongestUrl, MinimumLength = 1)]
    public string? Url { get; init; }

    /// <summary>Which steps of sessions, as the log names them, such as session.end; all where nothing is said.</summary>
    public IReadOnlyList<string>? Steps { get; init; }
}

/// <summary>What to tell once more: one event, or all from an entry of the log on.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ReplayForm
{
    /// <summary>The event's id; leave from out then.</summary>
    public string? Event { get; init; }

    /// <summary>The sequence of the first entry; leave event out then.</summary>
    public long? From { get; init; }
}

/// <summary>A webhook that was just added.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Secret">To check signatures with; it is shown only now.</param>
internal sealed record WebhookMade(Guid Id, string Secret);
