using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace RemoteAssist.Relay.Tests.Doors;

/// <summary>The routes of a running Relay, as it knows them itself.</summary>
internal static class Routes
{
    // Of nothing that is there: what is behind a door is asked of elsewhere, here it is the door.
    public const string Nothing = "6f2c9c3e-1f0d-4a55-9b57-2b7f6d0f9a11";

    /// <summary>Every route with a target that fits it, in the order of the alphabet.</summary>
    public static IReadOnlyList<(string Pattern, string Target)> Of(IServiceProvider services) =>
    [
        .. services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(route => ("/" + route.RoutePattern.RawText!.Trim('/'), Fill(route.RoutePattern)))
            .Distinct()
            .OrderBy(route => route.Item1, StringComparer.Ordinal),
    ];

    private static string Fill(RoutePattern pattern) => "/" + string.Join('/', pattern.PathSegments.Select(segment =>
        string.Concat(segment.Parts.Select(part => part switch
        {
            RoutePatternLiteralPart literal => literal.Content,
            RoutePatternSeparatorPart separator => separator.Content,
            RoutePatternParameterPart { ParameterPolicies: [{ Content: "int" }] } => "404",
            _ => Nothing,
        }))));
}
