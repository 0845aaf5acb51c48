using System.Security.Claims;

namespace RemoteAssist.Relay.Accounts;

/// <summary>What an account may do; claims of type <see cref="ClaimTypes.Role"/>.</summary>
public static class Roles
{
    /// <summary>Works with cases and sessions.</summary>
    public const string Technician = "technician";

    /// <summary>Looks after the Relay.</summary>
    public const string Administrator = "administrator";
}

/// <summary>What a signed-in person's cookie says besides the account's id and roles.</summary>
public static class AccountClaims
{
    /// <summary>The name as customers see it.</summary>
    public const string Name = "name";

    /// <summary>The organisation as customers see it.</summary>
    public const string Organisation = "organisation";

    /// <summary>The account's id; null where nobody is signed in.</summary>
    public static string? AccountId(this ClaimsPrincipal person) => person.FindFirstValue(ClaimTypes.NameIdentifier);
}
