namespace RemoteAssist.Shared.Sessions;

/// <summary>The customer's consent, given once, for this session only.</summary>
/// <param name="Session">The session it holds for.</param>
/// <param name="Scopes">What was allowed; never empty, never more than was asked.</param>
/// <param name="Technician">The name that the question showed.</param>
/// <param name="Organisation">The organisation that the question showed.</param>
/// <param name="GrantedAt">When <em>Allow</em> was pressed, by the customer's clock, UTC.</param>
/// <param name="Until">When it runs out, by the customer's clock, UTC.</param>
public sealed record ConsentGrant(
    Guid Session,
    IReadOnlyList<Scope> Scopes,
    string Technician,
    string Organisation,
    DateTimeOffset GrantedAt,
    DateTimeOffset Until)
{
    /// <summary>Whether <paramref name="scope"/> is allowed at <paramref name="now"/>. The default is no.</summary>
    public bool Allows(Scope scope, DateTimeOffset now) => now < Until && Scopes.Contains(scope);
}
