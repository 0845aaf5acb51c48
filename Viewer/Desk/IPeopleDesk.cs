namespace RemoteAssist.Viewer.Desk;

/// <summary>Everybody who may sign in, for administrators; and the invitation link, for whoever has it.</summary>
public interface IPeopleDesk
{
    /// <summary>Everybody, by name.</summary>
    Task<IReadOnlyList<Person>> List(CancellationToken cancel);

    /// <summary>One of them; null where there is none.</summary>
    Task<Person?> Find(string id, CancellationToken cancel);

    /// <summary>Makes an account that has neither password nor factor yet, and the link that sets them.</summary>
    Task<InviteAnswer> Invite(NewPerson form, CancellationToken cancel);

    /// <summary>
    /// Takes password, factor and recovery codes from an account, ends all its sign-ins, and makes a link that sets new ones:
    /// for somebody who has lost them, or whose first link has run out.
    /// </summary>
    Task<InviteAnswer> InviteAgain(string id, CancellationToken cancel);

    /// <summary>Gives a person these roles and no others; ends all their sign-ins.</summary>
    /// <returns>Nothing where it worked, else why not.</returns>
    Task<PeopleProblem?> ChangeRoles(string id, IReadOnlyList<PersonRole> roles, CancellationToken cancel);

    /// <summary>Lets a person sign in no more, and ends all their sign-ins.</summary>
    Task<PeopleProblem?> Disable(string id, CancellationToken cancel);

    /// <summary>Lets a person sign in again.</summary>
    Task<PeopleProblem?> Enable(string id, CancellationToken cancel);

    /// <summary>Whom an invitation link is for; null where it is not good, or not any more.</summary>
    Task<Invited?> Invitation(string token, CancellationToken cancel);

    /// <summary>Sets the password of whom the link is for; the second factor comes next. The link is dead afterwards.</summary>
    /// <returns>Nothing where it worked, else <see cref="SetUpProblem.LinkIsDead"/> or <see cref="SetUpProblem.WeakPassword"/>.</returns>
    Task<SetUpProblem?> Accept(string token, string password, CancellationToken cancel);
}

/// <summary>What people may do; somebody may have several.</summary>
public enum PersonRole
{
    /// <summary>Works with cases and sessions.</summary>
    Technician,

    /// <summary>Reads cases and what happened in sessions, and changes nothing.</summary>
    Auditor,

    /// <summary>Looks after people.</summary>
    Administrator,
}

/// <summary>How an account stands.</summary>
public enum AccountState
{
    /// <summary>Has password and second factor.</summary>
    Active,

    /// <summary>Has yet to open the invitation link, or to set up the second factor.</summary>
    Invited,

    /// <summary>May not sign in.</summary>
    Disabled,
}

/// <summary>Somebody with an account.</summary>
/// <param name="Id">The account.</param>
/// <param name="Name">As customers see it.</param>
/// <param name="Organisation">As customers see it.</param>
/// <param name="Email">To sign in with.</param>
/// <param name="Roles">In the order of <see cref="PersonRole"/>.</param>
/// <param name="State">How the account stands.</param>
/// <param name="LastSeen">When they were last here, UTC, to some minutes; null where never.</param>
/// <param name="IsYou">Whether it is who asks.</param>
public sealed record Person(
    string Id,
    string Name,
    string Organisation,
    string Email,
    IReadOnlyList<PersonRole> Roles,
    AccountState State,
    DateTimeOffset? LastSeen,
    bool IsYou);

/// <summary>Somebody to invite. Lengths in characters after trimming.</summary>
/// <param name="Name">1 to 100.</param>
/// <param name="Organisation">1 to 100.</param>
/// <param name="Email">To sign in with; nobody else's.</param>
/// <param name="Roles">At least one.</param>
public sealed record NewPerson(string Name, string Organisation, string Email, IReadOnlyList<PersonRole> Roles);

/// <summary>What came of inviting: the link's secret part, shown once, or what was wrong.</summary>
/// <param name="Problem">Nothing where it worked.</param>
/// <param name="Token">The last part of the link <c>/invitation/…</c>.</param>
/// <param name="Until">Till when it is good, UTC.</param>
public sealed record InviteAnswer(PeopleProblem? Problem, string Token = "", DateTimeOffset Until = default);

/// <summary>Whom an invitation link is for.</summary>
public sealed record Invited(string Name, string Email);

/// <summary>Why something about a person was not done.</summary>
public enum PeopleProblem
{
    /// <summary>There is nobody with this id.</summary>
    NoSuchPerson,

    /// <summary>Nobody would be left to look after people.</summary>
    LastAdministrator,

    /// <summary>The e-mail address is not one.</summary>
    BadEmail,

    /// <summary>Somebody has this e-mail address already.</summary>
    EmailTaken,

    /// <summary>A person has at least one role.</summary>
    NoRole,

    /// <summary>Nobody does this to themselves: it would lock them out.</summary>
    Yourself,

    /// <summary>The account is disabled; it has to be enabled first.</summary>
    IsDisabled,
}
