using RemoteAssist.Relay.Accounts;
using RemoteAssist.Relay.Hosting;
using RemoteAssist.Viewer;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Bundles;

/// <summary>Wires bundles, and the page that checks them, into the Relay.</summary>
internal static class BundleSetup
{
    /// <summary>Adds what makes them.</summary>
    public static IServiceCollection AddBundles(this IServiceCollection services) =>
        services.AddSingleton<BundlePress>().AddBundleParts().AddScoped<IBundleDesk, BundleDesk>();

    /// <summary>Every source of further parts: here, so that the command has what the running Relay has.</summary>
    public static IServiceCollection AddBundleParts(this IServiceCollection services) => services
        .AddSingleton<IBundleParts, ReceiptParts>()
        .AddSingleton<IBundleParts, RecordingParts>();

    /// <summary>The export for auditors, and the page that checks one: it is for everybody, since it only runs where it is opened.</summary>
    public static void MapBundles(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/audit/sessions/{id:guid}/bundle", Export).RequireAuthorization(policy => policy.RequireRole(Roles.Auditor));
        routes.MapMethods("/verify", [HttpMethods.Get, HttpMethods.Head], () => Results.Bytes(VerifyPage.Html, "text/html; charset=utf-8"))
            .AllowAnonymous().WithMetadata(new PagePolicy(VerifyPage.Policy));
    }

    private static async Task<IResult> Export(Guid id, IBundleDesk desk, CancellationToken cancel, bool recording = false)
    {
        try
        {
            return await desk.Export(id, recording, cancel) is { } bundle ? Results.File(bundle.Bytes, "application/zip", bundle.FileName) : Results.NotFound();
        }
        catch (RecordingTooLargeException tooLarge)
        {
            return Results.Text(tooLarge.Message, statusCode: StatusCodes.Status413PayloadTooLarge);
        }
    }
}
