using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.WebEncoders;
using RemoteAssist.Viewer.Words;

namespace RemoteAssist.Viewer;

/// <summary>
/// How a host takes the pages in. In this order: <c>services.AddViewer()</c>; then <c>app.UseViewer()</c> before
/// authentication, <c>UseAuthentication</c>, <c>UseAuthorization</c>, <c>app.MapViewer()</c>.
/// The host brings the desks (<see cref="Desk.ICaseDesk"/>, <see cref="Desk.ISessionDesk"/>,
/// <see cref="Desk.IAccountDesk"/>), serves <see cref="ViewerAssets"/> and has a fallback policy that asks for sign-in: pages for everybody say so themselves.
/// </summary>
public static class ViewerSetup
{
    /// <summary>The role that works with cases and sessions.</summary>
    public const string TechnicianRole = "technician";

    /// <summary>The role that reads cases and what happened in sessions, and changes nothing.</summary>
    public const string AuditorRole = "auditor";

    /// <summary>Those who may read cases.</summary>
    public const string ReaderRoles = TechnicianRole + "," + AuditorRole;

    /// <summary>The role that looks after people.</summary>
    public const string AdministratorRole = "administrator";

    /// <summary>Those who may search the log and read what happened in any session.</summary>
    public const string AuditRoles = AuditorRole + "," + AdministratorRole;

    /// <summary>The claim with a signed-in person's organisation as customers see it.</summary>
    public const string OrganisationClaim = "organisation";

    /// <summary>The claim with a signed-in person's name as customers see it.</summary>
    public const string NameClaim = "name";

    /// <summary>Where people sign in; takes <c>returnUrl</c>.</summary>
    public const string SignInPath = "/sign-in";

    /// <summary>Adds the pages, their texts and their languages.</summary>
    public static IServiceCollection AddViewer(this IServiceCollection services)
    {
        services.AddRazorPages().ConfigureApplicationPartManager(AddThisAssembly);
        services.Configure<RequestLocalizationOptions>(options =>
        {
            options.SupportedCultures = [.. Languages.All.Select(language => language.Culture)];
            options.SupportedUICultures = options.SupportedCultures;
            options.DefaultRequestCulture = new RequestCulture(Languages.English);
            options.RequestCultureProviders = [Languages.Chosen, Languages.Asked];
            options.ApplyCurrentCultureToResponseHeaders = true;
        });

        // Chinese goes out as itself; what HTML could take for markup is still encoded.
        services.Configure<WebEncoderOptions>(options => options.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ScreenText>();
        services.AddSingleton<Moments>();
        services.AddSingleton<LogSentences>();
        return services;
    }

    /// <summary>Languages, and pages for what goes wrong.</summary>
    public static WebApplication UseViewer(this WebApplication app)
    {
        app.UseRequestLocalization();
        app.UseExceptionHandler("/error/500");
        app.UseStatusCodePagesWithReExecute("/error/{0}");
        return app;
    }

    /// <summary>The pages.</summary>
    public static IEndpointConventionBuilder MapViewer(this IEndpointRouteBuilder routes) => routes.MapRazorPages();

    // A host that is built against MVC lists this assembly by itself, others do not; twice would be one too many.
    private static void AddThisAssembly(ApplicationPartManager parts)
    {
        var here = typeof(ViewerSetup).Assembly;
        if (parts.ApplicationParts.OfType<AssemblyPart>().Any(part => part.Assembly == here))
        {
            return;
        }

        foreach (var part in ApplicationPartFactory.GetApplicationPartFactory(here).GetApplicationParts(here))
        {
            parts.ApplicationParts.Add(part);
        }
    }
}
