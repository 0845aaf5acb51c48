using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Storage;

/// <summary>The second factor of an account: what its authenticator app knows.</summary>
public sealed class FactorRow
{
    public required string AccountId { get; init; }

    /// <summary>The shared secret, sealed with the keys of the data folder.</summary>
    public required string Secret { get; set; }

    /// <summary>The last time-step whose code was taken.</summary>
    public required long LastStep { get; set; }

    public required DateTimeOffset Since { get; set; }
}

/// <summary>A recovery code, as its hash.</summary>
public sealed class RecoveryCodeRow
{
    public required string AccountId { get; init; }

    /// <summary>SHA-256, lower-case hex.</summary>
    public required string Hash { get; init; }

    /// <summary>When it was used; null where it is still good.</summary>
    public DateTimeOffset? Used { get; set; }
}

/// <summary>A link with which somebody sets password and factor.</summary>
public sealed class InvitationRow
{
    public required string AccountId { get; init; }

    /// <summary>SHA-256 of the link's secret part, lower-case hex.</summary>
    public required string TokenHash { get; init; }

    public required DateTimeOffset Until { get; init; }
}

/// <summary>One sign-in: its cookie is good until it ends.</summary>
public sealed class SignInRow
{
    public required Guid Id { get; init; }

    public required string AccountId { get; init; }

    public required DateTimeOffset Began { get; init; }

    /// <summary>When a page was last asked for, to some minutes.</summary>
    public required DateTimeOffset Seen { get; set; }

    /// <summary>The network address it was made from.</summary>
    public required string Address { get; init; }

    /// <summary>What the browser said it is; at most 200 characters.</summary>
    public required string Browser { get; init; }

    /// <summary>When it ended; null while it is good.</summary>
    public DateTimeOffset? Ended { get; set; }

    /// <summary>Why it ended; null while it is good.</summary>
    public SignInEnd? Why { get; set; }
}
