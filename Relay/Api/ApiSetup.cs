using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RemoteAssist.Relay.Cases;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Api;

/// <summary>
/// The API for programs, under <see cref="ApiAnswers.Path"/>. Its endpoints ask by keys and take no cookie; no other endpoint
/// takes a key.
/// </summary>
public static class ApiSetup
{
    /// <summary>Adds it.</summary>
    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.TryAddScoped<CaseDesk>();
        services.AddScoped<IApiKeyDesk, ApiKeyDesk>().AddSingleton<ApiUses>()
            .AddSingleton<PreparedSessions>().AddSingleton<IPreparationDesk>(provider => provider.GetRequiredService<PreparedSessions>());
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiScopes.Scheme, null);
        ApiScopes.AddPolicies(services.AddAuthorizationBuilder());
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            json.SerializerOptions.AllowDuplicateProperties = false;
        });
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true); // UseApiAnswers says what is wrong
        return services.AddOpenApi(ApiDocument.Name, ApiDocument.Describe);
    }

    /// <summary>The endpoints, and the document that describes them.</summary>
    public static void MapApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup(ApiAnswers.Path);
        api.AddEndpointFilter(async (call, next) =>
        {
            var answer = await next(call);
            var result = answer;
            while (result is INestedHttpResult nested)
            {
                result = nested.Result;
            }

            var status = (result as IStatusCodeHttpResult)?.StatusCode ?? StatusCodes.Status200OK;
            await call.HttpContext.RequestServices.GetRequiredService<ApiUses>().Note(call.HttpContext, status);
            return answer; // written after this: what is not in the log is not answered
        });
        CaseEndpoints.Map(api);
        SessionEndpoints.Map(api);
        WebhookEndpoints.Map(api);
        api.MapOpenApi("/openapi.json").RequireAuthorization(ApiScopes.AnyKey);
    }
}
