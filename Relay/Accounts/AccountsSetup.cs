using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Accounts;

/// <summary>How the Relay takes accounts in: Identity with a password, a cookie, and no without sign-in.</summary>
public static class AccountsSetup
{
    /// <summary>The cookie of a signed-in person.</summary>
    public const string Cookie = "remoteassist";

    /// <summary>Adds accounts; the keys of cookies and forms lie in <paramref name="keys"/>.</summary>
    public static IServiceCollection AddAccounts(this IServiceCollection services, IConfiguration settings, string keys)
    {
        services.AddDataProtection()
            .SetApplicationName("RemoteAssist Relay")
            .PersistKeysToFileSystem(new DirectoryInfo(keys));
        services.AddHttpContextAccessor();
        services.AddSingleton<SetUpLink>().AddSingleton<SignInTurns>().AddScoped<IAccountDesk, AccountDesk>();
        services.AddIdentityCore<Account>(Configure)
            .AddEntityFrameworkStores<RelayDb>()
            .AddSignInManager()
            .AddPasswordValidator<CommonPasswords>()
            .AddClaimsPrincipalFactory<AccountPrincipal>();
        services.Configure<SecurityStampValidatorOptions>(options => options.ValidationInterval = TimeSpan.FromMinutes(1));
        services.AddAuthentication(IdentityConstants.ApplicationScheme)
            .AddCookie(IdentityConstants.ApplicationScheme, options =>
            {
                options.Cookie.Name = Cookie;
                options.Cookie.HttpOnly = true;
                options.Cookie.SameSite = SameSiteMode.Lax; // a link from the help desk to a case finds people signed in
                options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
                options.ExpireTimeSpan = TimeSpan.FromHours(10); // a working day
                options.SlidingExpiration = true;
                options.LoginPath = "/sign-in";
                options.ReturnUrlParameter = "returnUrl";
                options.Events.OnRedirectToLogin = Answers.SignInFirst;
                options.Events.OnRedirectToAccessDenied = Answers.NotAllowed;
                options.Events.OnValidatePrincipal = SecurityStampValidator.ValidatePrincipalAsync;
            });
        services.AddAuthorizationBuilder()
            .SetDefaultPolicy(Somebody())
            .SetFallbackPolicy(Somebody());
        return services.AddTryLimits(settings);
    }

    // Deny by default: what does not say otherwise, and what does not exist, is for signed-in people with a role.
    private static AuthorizationPolicy Somebody() => new AuthorizationPolicyBuilder()
        .RequireAuthenticatedUser()
        .RequireRole(Roles.Technician, Roles.Administrator)
        .Build();

    private static void Configure(IdentityOptions options)
    {
        options.User.RequireUniqueEmail = true;
        options.Password.RequiredLength = 12;
        options.Password.RequireDigit = false;
        options.Password.RequireLowercase = false;
        options.Password.RequireUppercase = false;
        options.Password.RequireNonAlphanumeric = false;
        options.Lockout.MaxFailedAccessAttempts = 5;
        options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(5);
        options.Lockout.AllowedForNewUsers = true;
    }
}
