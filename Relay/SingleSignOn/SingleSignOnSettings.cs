using RemoteAssist.Relay.Hosting;

namespace RemoteAssist.Relay.SingleSignOn;

/// <summary>The organisation's own provider (OpenID Connect): section <c>Relay:SingleSignOn</c> of the configuration.</summary>
/// <param name="Authority">Its address as it calls itself, without a slash at the end.</param>
/// <param name="ClientId">What it calls this Relay.</param>
/// <param name="ClientSecret">What it knows this Relay by; null where it asks for none.</param>
/// <param name="RolesClaim">The claim that says what somebody may do; with dots a way into one that is an object: <c>realm_access.roles</c>.</param>
/// <param name="Roles">The roles for each of its values.</param>
/// <param name="Name">What people call the provider.</param>
/// <param name="Organisation">The organisation of accounts that it makes, as customers see it.</param>
/// <param name="Scopes">What the Relay asks it for.</param>
internal sealed record SingleSignOnSettings(
    Uri Authority,
    string ClientId,
    string? ClientSecret,
    string RolesClaim,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Roles,
    string Name,
    string Organisation,
    IReadOnlyList<string> Scopes)
{
    /// <summary>Where the settings stand.</summary>
    public const string Section = "Relay:SingleSignOn";

    private static readonly string[] AllRoles = [Accounts.Roles.Technician, Accounts.Roles.Auditor, Accounts.Roles.Administrator];

    /// <summary>Whether the provider is on this machine: only then it may speak plain http.</summary>
    public bool IsHere => IsLoopback(Authority);

    /// <summary>The settings; null where there are none.</summary>
    /// <exception cref="UnusableSettingException">They are there and cannot be used.</exception>
    public static SingleSignOnSettings? Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        if (section["Authority"] is not { Length: > 0 } said)
        {
            return section.GetChildren().Any() ? throw Unusable("has no Authority") : null;
        }

        if (!Uri.TryCreate(said, UriKind.Absolute, out var authority) || authority.Query.Length > 0 || authority.Fragment.Length > 0
            || !(authority.Scheme == Uri.UriSchemeHttps || (authority.Scheme == Uri.UriSchemeHttp && IsLoopback(authority))))
        {
            throw Unusable($"has \"{said}\" as its Authority; it must be an https address, such as https://login.example.com");
        }

        return new SingleSignOnSettings(
            authority,
            section["ClientId"] is { Length: > 0 } id ? id : throw Unusable("has no ClientId"),
            Secret(section),
            section["RolesClaim"] ?? "roles",
            RolesOf(section.GetSection("Roles")),
            section["Name"] ?? authority.Host,
            section["Organisation"] ?? section["Name"] ?? authority.Host,
            (section["Scopes"] ?? "openid profile email").Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>What somebody may do of whom the provider says this.</summary>
    public IReadOnlyList<string> RolesFor(IEnumerable<string> said) =>
        [.. said.Where(Roles.ContainsKey).SelectMany(value => Roles[value]).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Whether an address is on this machine.</summary>
    public static bool IsLoopback(Uri address) => address.IsLoopback;

    private static string? Secret(IConfigurationSection section)
    {
        if (section["ClientSecretFile"] is not { Length: > 0 } file)
        {
            return section["ClientSecret"];
        }

        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new UnusableSettingException($"{Section} names the ClientSecretFile \"{file}\", which cannot be read: {unreadable.Message}", unreadable);
        }
    }

    private static Dictionary<string, IReadOnlyList<string>> RolesOf(IConfigurationSection section)
    {
        // Exactly as the provider writes them: two groups may differ in nothing but the case of a letter.
        var roles = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var one in section.GetChildren())
        {
            var given = (one.Value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            if (given.Length == 0 || given.FirstOrDefault(role => !AllRoles.Contains(role)) is not null)
            {
                throw Unusable($"gives \"{one.Key}\" the roles \"{one.Value}\"; there are {string.Join(", ", AllRoles)}");
            }

            roles[one.Key] = given;
        }

        return roles.Count > 0 ? roles : throw Unusable("gives nobody a role; one is Relay:SingleSignOn:Roles:helpdesk=technician");
    }

    private static UnusableSettingException Unusable(string why) => new($"{Section} {why}.");
}
