using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Sessions;

/// <summary>A technician who was invited to another one's session.</summary>
/// <param name="Account">The id of their account.</param>
/// <param name="Name">Their name, as it is shown.</param>
/// <param name="Organisation">Their organisation, as it is shown.</param>
/// <param name="InvitedBy">Who asked them.</param>
/// <param name="Reason">Why.</param>
/// <param name="State">How they stand; never <see cref="PersonState.Technician"/>.</param>
/// <param name="Until">Until when they may come.</param>
internal sealed record Colleague(
    string Account, string Name, string Organisation, string InvitedBy, string Reason, PersonState State, DateTimeOffset Until)
{
    /// <summary>Whether they are expected, or here: nobody is invited twice at a time.</summary>
    public bool IsAsked(DateTimeOffset now) => State is PersonState.Waiting or PersonState.In || (State is PersonState.Invited && now < Until);

    /// <summary>Whether they may have a viewer's seat. Whoever has come may reload the page later too.</summary>
    public bool MayWatch(DateTimeOffset now) => IsAsked(now);
}
