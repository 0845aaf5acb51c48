namespace RemoteAssist.Relay.Storage;

/// <summary>A key with which a program comes.</summary>
public sealed class ApiKeyRow
{
    public required Guid Id { get; init; }

    /// <summary>The part of the key that is no secret, 8 characters; by it people tell keys apart and the row is found.</summary>
    public required string Mark { get; init; }

    /// <summary>SHA-256 of the whole key, lower-case hex.</summary>
    public required string Hash { get; init; }

    /// <summary>What the program is called.</summary>
    public required string Name { get; init; }

    /// <summary>Names such as <c>cases.read</c>, apart by commas.</summary>
    public required string Scopes { get; init; }

    /// <summary>The id of the account that made it.</summary>
    public required string MadeById { get; init; }

    /// <summary>The name of whoever made it.</summary>
    public required string MadeBy { get; init; }

    public required DateTimeOffset Made { get; init; }

    public required DateTimeOffset Expires { get; init; }

    /// <summary>When it was last used, refusals included; null where never.</summary>
    public DateTimeOffset? LastUsed { get; set; }

    /// <summary>When it was revoked; null where it was not.</summary>
    public DateTimeOffset? Revoked { get; set; }
}

/// <summary>What a program has written down for the next session of a case.</summary>
public sealed class PreparedSessionRow
{
    public required Guid CaseId { get; init; }

    public required string Reason { get; init; }

    /// <summary>Names of <see cref="Shared.Sessions.Scope"/>, apart by commas.</summary>
    public required string Scopes { get; init; }

    public required int Minutes { get; init; }

    /// <summary>What the program is called.</summary>
    public required string ByProgram { get; init; }

    public required DateTimeOffset Prepared { get; init; }
}
