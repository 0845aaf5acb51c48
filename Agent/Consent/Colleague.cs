using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Agent.Consent;

/// <summary>Somebody beside the session's technician, whom the customer has let in by name.</summary>
/// <param name="Number">Which, for <see cref="ICustomerActions.SendAway"/>; never twice in a session.</param>
/// <param name="Name">As the question showed it.</param>
/// <param name="Organisation">As the question showed it.</param>
/// <param name="Scopes">What the customer allows them: looking, and what they asked for by themselves since.</param>
internal sealed record Colleague(int Number, string Name, string Organisation, IReadOnlyList<Scope> Scopes)
{
    /// <summary>Whether it is the same person with the same permissions; lists are compared by what is in them.</summary>
    public bool Equals(Colleague? other) => other is not null && Number == other.Number && Scopes.SequenceEqual(other.Scopes);

    /// <inheritdoc/>
    public override int GetHashCode() => Number;
}
