using System.Security.Claims;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Accounts;

/// <summary>What an account may do; claims of type <see cref="ClaimTypes.Role"/>.</summary>
public static class Roles
{
    /// <summary>Works with cases and sessions.</summary>
    public const string Technician = "technician";

    /// <summary>Reads cases and what happened in sessions, and changes nothing.</summary>
    public const string Auditor = "auditor";

    /// <summary>Looks after people.</summary>
    public const string Administrator = "administrator";

    /// <summary>The claim's value for a role.</summary>
    public static string Of(PersonRole role) => role switch
    {
        PersonRole.Technician => Technician,
        PersonRole.Auditor => Auditor,
        PersonRole.Administrator => Administrator,
        _ => throw new ArgumentOutOfRangeException(nameof(role)),
    };
}

/// <summary>What a signed-in person's cookie says besides the account's id and roles.</summary>
public static class AccountClaims
{
    /// <summary>The name as customers see it.</summary>
    public const string Name = "name";

    /// <summary>The organisation as customers see it.</summary>
    public const string Organisation = "organisation";

    /// <summary>The id of the sign-in, see <see cref="SignIns"/>.</summary>
    public const string SignIn = "signIn";

    /// <summary>The id of the key, where a program comes. It has no account and no role, so nothing that people may is open to it.</summary>
    public const string ApiKey = "apiKey";

    /// <summary>What the program is called.</summary>
    public const string Program = "program";

    /// <summary>The key's id; null where it is not a program that comes.</summary>
    public static string? ApiKeyId(this ClaimsPrincipal caller) => caller.FindFirstValue(ApiKey);

    /// <summary>What the program is called; null where it is none.</summary>
    public static string? ProgramName(this ClaimsPrincipal caller) => caller.FindFirstValue(Program);

    /// <summary>The sign-in's id; null where nobody is signed in.</summary>
    public static Guid? SignInId(this ClaimsPrincipal person) => Guid.TryParse(person.FindFirstValue(SignIn), out var id) ? id : null;

    /// <summary>The account's id; null where nobody is signed in.</summary>
    public static string? AccountId(this ClaimsPrincipal person) => person.FindFirstValue(ClaimTypes.NameIdentifier);
}
