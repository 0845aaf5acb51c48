using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RemoteAssist.Relay.Hosting;
using RemoteAssist.Relay.Hubs;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Accounts;

/// <summary>How the Relay takes accounts in: Identity with a password and a second factor, a cookie, and no without sign-in.</summary>
public static class AccountsSetup
{
    /// <summary>The cookie of a signed-in person.</summary>
    public const string Cookie = "remoteassist";

    /// <summary>The cookie by which a form is known to be posted from the page that it was shown on.</summary>
    public const string FormCookie = "remoteassist.form";

    /// <summary>Adds accounts; the keys of cookies and forms lie in <paramref name="keys"/>.</summary>
    public static IServiceCollection AddAccounts(this IServiceCollection services, IConfiguration settings, string keys)
    {
        services.AddKeys(keys);
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = FormCookie;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest; // HttpOnly and SameSite=Strict it is by itself
        });
        services.AddHttpContextAccessor();
        services.AddSingleton<SetUpLink>().AddSingleton<SignInTurns>().AddSingleton<HalfSignIn>().AddSingleton<AccountEntries>()
            .AddSingleton<FactorOffers>().AddSingleton<Invitations>().AddSingleton<AccountEnds>().AddScoped<NewPasswords>().AddScoped<PasswordTries>()
            .AddSingleton<ISignInCheck, SignInCheck>().AddScoped<IPeopleDesk, PeopleDesk>().AddScoped<IMyAccountDesk, MyAccountDesk>().AddScoped<SignIns>()
            .AddScoped<IAccountDesk, AccountDesk>().AddScoped<IFactorDesk, FactorDesk>()
            .AddScoped<OwnAccount>().AddSingleton<PasskeyChallenges>().AddScoped<PasskeyTries>().AddScoped<IPasskeyDesk, PasskeyDesk>()
            .AddScoped<IPasskeySignIn, PasskeySignIn>().Configure<IdentityPasskeyOptions>(PasskeyChallenges.Configure);
        services.TryAddSingleton<SignedInConnections>();
        services.AddIdentityCore<Account>(Configure)
            .AddUserStore<AccountStore>()
            .AddSignInManager()
            .AddPasswordValidator<CommonPasswords>()
            .AddClaimsPrincipalFactory<AccountPrincipal>();
        services.AddAuthentication(IdentityConstants.ApplicationScheme)
            .AddCookie(IdentityConstants.ApplicationScheme, options =>
            {
                Seal(options, Cookie, SignIns.Lifetime);
                options.SlidingExpiration = true;
                options.LoginPath = "/sign-in";
                options.ReturnUrlParameter = "returnUrl";
                options.Events.OnRedirectToLogin = Answers.SignInFirst;
                options.Events.OnRedirectToAccessDenied = Answers.NotAllowed;
                options.Events.OnValidatePrincipal = SignIns.Validate;
            })
            .AddCookie(HalfSignIn.Scheme, options =>
            {
                Seal(options, HalfSignIn.Cookie, HalfSignIn.Lifetime);
                options.SlidingExpiration = false;
            });
        services.AddAuthorizationBuilder()
            .SetDefaultPolicy(Somebody())
            .SetFallbackPolicy(Somebody());
        return services.AddRateLimits(settings);
    }

    /// <summary>Adds what cookies and forms are sealed with.</summary>
    internal static void AddKeys(this IServiceCollection services, string folder) => services.AddDataProtection()
        .SetApplicationName("RemoteAssist Relay")
        .PersistKeysToFileSystem(new DirectoryInfo(folder));

    private static void Seal(CookieAuthenticationOptions options, string name, TimeSpan lifetime)
    {
        options.Cookie.Name = name;
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax; // a link from the help desk to a case finds people signed in
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = lifetime;
    }

    // Deny by default: what does not say otherwise, and what does not exist, is for signed-in people with a role.
    private static AuthorizationPolicy Somebody() => new AuthorizationPolicyBuilder()
        .RequireAuthenticatedUser()
        .RequireRole(Roles.Technician, Roles.Auditor, Roles.Administrator)
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
