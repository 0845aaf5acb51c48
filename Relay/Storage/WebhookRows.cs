using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Storage;

/// <summary>Whom the Relay tells of the steps of sessions.</summary>
public sealed class WebhookRow
{
    public required Guid Id { get; init; }

    /// <summary>Where to; see <c>TargetRules</c>.</summary>
    public required string Url { get; init; }

    /// <summary>Whether it may lie inside of the own network.</summary>
    public required bool Inside { get; init; }

    /// <summary>Actions of the log such as <c>session.end</c>, apart by commas.</summary>
    public required string Steps { get; init; }

    /// <summary>What is signed with, sealed with the keys of the data folder.</summary>
    public required string Secret { get; init; }

    /// <summary>The id of the account that added it, or of the key.</summary>
    public required string MadeById { get; init; }

    /// <summary>The name of whoever added it.</summary>
    public required string MadeBy { get; init; }

    public required DateTimeOffset Made { get; init; }

    /// <summary>Since when nothing is sent; null where it is.</summary>
    public DateTimeOffset? Paused { get; set; }

    /// <summary>When the receiver last said that it got something; null where never.</summary>
    public DateTimeOffset? LastTold { get; set; }

    /// <summary>So many steps were not put down because too much was waiting.</summary>
    public long LostOutboxFull { get; set; }

    /// <summary>So often a step was given up.</summary>
    public long GivenUp { get; set; }
}

/// <summary>One step that a receiver is still to be told of, or that was given up.</summary>
public sealed class WebhookDeliveryRow
{
    public required Guid WebhookId { get; init; }

    /// <summary>Of the step's entry in the log.</summary>
    public required long Sequence { get; init; }

    /// <summary>Since when it waits.</summary>
    public required DateTimeOffset Queued { get; set; }

    /// <summary>When it is tried next.</summary>
    public required DateTimeOffset Due { get; set; }

    public int Tries { get; set; }

    /// <summary>Why the last try failed; null before.</summary>
    public WebhookTrouble? Trouble { get; set; }

    /// <summary>What the receiver answered then, where it did.</summary>
    public int? Status { get; set; }

    /// <summary>When it was given up; null while it waits.</summary>
    public DateTimeOffset? GivenUp { get; set; }
}
