namespace RemoteAssist.Shared.Wire;

/// <summary>How somebody stands in a session, by the Relay's word.</summary>
public enum PersonState
{
    /// <summary>The session is theirs.</summary>
    Technician,

    /// <summary>Was asked to come, and has not answered.</summary>
    Invited,

    /// <summary>Has come, and waits to be introduced and to be allowed by the customer.</summary>
    Waiting,

    /// <summary>The customer has allowed them to look.</summary>
    In,

    /// <summary>Did not want to come.</summary>
    Declined,

    /// <summary>The customer did not allow them, or does not any more.</summary>
    Refused,

    /// <summary>Has left.</summary>
    Left,

    /// <summary>The technician took the invitation back, or ended their viewing.</summary>
    SentAway,
}

/// <summary>Somebody of a session: its technician, or a colleague whom the technician has invited.</summary>
/// <param name="Account">The id of their account.</param>
/// <param name="Name">Their name.</param>
/// <param name="Organisation">Their organisation.</param>
/// <param name="State">How they stand.</param>
/// <param name="Viewers">The numbers of their Viewers that are connected.</param>
/// <param name="Until">While they are invited: until when they may come.</param>
public sealed record SessionPerson(
    string Account, string Name, string Organisation, PersonState State, IReadOnlyList<int> Viewers, DateTimeOffset? Until);

/// <summary>A technician of this Relay who can be invited.</summary>
/// <param name="Account">The id of their account.</param>
/// <param name="Name">Their name.</param>
/// <param name="Organisation">Their organisation.</param>
public sealed record ColleagueChoice(string Account, string Name, string Organisation);
