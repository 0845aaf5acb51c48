using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace RemoteAssist.Relay.Api;

/// <summary>The OpenAPI document: made from the endpoints themselves, with what they ask for.</summary>
internal static class ApiDocument
{
    /// <summary>Its name, and the version of the API.</summary>
    public const string Name = "v1";

    private const string Key = "key";

    private static readonly (string Status, string Means)[] Everywhere =
    [
        ("401", "The key is missing, unknown, expired or revoked, or its maker is no administrator any more."),
        ("403", "The key does not have the scope that this needs."),
        ("429", "Too many requests from this address; Retry-After says when to come again."),
        ("503", "The log cannot be written, and nothing is done without it."),
    ];

    /// <summary>How it is made.</summary>
    public static void Describe(OpenApiOptions options)
    {
        options.ShouldInclude = endpoint => $"/{endpoint.RelativePath}".StartsWith(ApiAnswers.Path + "/", StringComparison.Ordinal);
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "RemoteAssist",
                Version = Name,
                Description = "Cases, sessions and their outcome, for help desks and other programs. Every request is an entry in the log. "
                    + "Lists come in pages: pass what an answer has as `next` as `after`, until it is null. "
                    + "A program prepares sessions; only a signed-in technician starts one.",
            };
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
            {
                [Key] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.Http,
                    Scheme = "bearer",
                    Description = "A key that an administrator made under /people/keys. It has scopes and expires.",
                },
            };
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, about, _) =>
        {
            // A form's fields are nullable in C#, so that what is missing can be named; for programs they are asked for.
            var isForm = about.JsonTypeInfo.Type == typeof(CaseForm) || about.JsonTypeInfo.Type == typeof(PreparationForm) || about.JsonTypeInfo.Type == typeof(WebhookToAdd);
            foreach (var asked in isForm ? schema.Required!.Select(name => schema.Properties![name]).OfType<OpenApiSchema>() : [])
            {
                asked.Type &= ~JsonSchemaType.Null;
            }

            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, about, _) =>
        {
            if (about.Description.ActionDescriptor.EndpointMetadata.OfType<NeededScope>().FirstOrDefault() is { } needed)
            {
                operation.Description = $"Needs a key with the scope `{ApiScopes.Name(needed.Scope)}`.";
            }

            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Key, about.Document)] = [] }];
            operation.Responses ??= new OpenApiResponses();
            foreach (var (status, means) in Everywhere)
            {
                operation.Responses[status] = new OpenApiResponse { Description = means };
            }

            return Task.CompletedTask;
        });
    }
}
