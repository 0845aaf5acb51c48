using Microsoft.AspNetCore.Identity;
using RemoteAssist.Relay.Storage;

namespace RemoteAssist.Relay.Accounts;

/// <summary>
/// Refuses passwords that are tried first: the commonest of twelve characters or more, runs and repetitions, and what
/// anybody can read on the same form. Length does the rest; there are no rules about kinds of characters.
/// </summary>
internal sealed class CommonPasswords : IPasswordValidator<Account>
{
    // Fewer different characters than this make a pattern, not a password: "abcabcabcabc", "111111111111".
    private const int DifferentCharacters = 5;

    // Without digits, marks and letter case, which is how people vary them to get past a form.
    private static readonly HashSet<string> Cores = new(StringComparer.Ordinal)
    {
        "password", "passwordpassword", "passphrase", "mypassword", "changeme", "changemenow", "letmein", "letmeinplease",
        "welcome", "welcomeback", "iloveyou", "iloveyouforever", "sunshine", "princess", "football", "baseball", "superman",
        "batman", "dragon", "monkey", "master", "shadow", "trustno", "whatever", "administrator", "admin", "adminadmin", "root",
        "secret", "default", "test", "testtest", "testing", "qwerty", "qwertyuiop", "qwertyuiopasdfghjkl", "qwertyqwerty", "qwertz",
        "qwertzuiop", "azerty", "azertyuiop", "asdfghjkl", "asdfghjklzxcvbnm", "zxcvbnm", "qazwsxedc", "qazwsxedcrfv", "qwaszx",
        "abcdef", "abcdefgh", "abcdefghijkl", "abcdefghijklmnopqrstuvwxyz", "woaini", "woainiwoaini", "remoteassist", "helpdesk",
        "correcthorsebatterystaple", "passwrd", "psswrd",
    };

    private static readonly string[] Runs =
    [
        "01234567890123456789", "98765432109876543210", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm",
        "1qaz2wsx3edc4rfv5tgb6yhn", "1q2w3e4r5t6y7u8i9o0p", "q1w2e3r4t5y6u7i8o9p0",
    ];

    public Task<IdentityResult> ValidateAsync(UserManager<Account> manager, Account user, string? password) =>
        Task.FromResult(IsCommon(password ?? "", user)
            ? IdentityResult.Failed(new IdentityError { Code = "PasswordTooCommon", Description = "It is among the first that are tried." })
            : IdentityResult.Success);

    private static bool IsCommon(string password, Account user)
    {
        var plain = password.ToLowerInvariant();
        var core = string.Concat(plain.Where(char.IsLetter));
        return plain.Distinct().Count() < DifferentCharacters
            || Cores.Contains(core)
            || Runs.Any(run => run.Contains(plain, StringComparison.Ordinal))
            || (core.Length == 0 && plain.All(char.IsAsciiDigit) && plain.Length < 16)
            || string.Equals(plain, user.Email, StringComparison.OrdinalIgnoreCase)
            || string.Equals(plain, user.Name, StringComparison.OrdinalIgnoreCase)
            || string.Equals(plain, user.Organisation, StringComparison.OrdinalIgnoreCase);
    }
}
