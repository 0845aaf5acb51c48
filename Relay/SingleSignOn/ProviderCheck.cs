using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace RemoteAssist.Relay.SingleSignOn;

/// <summary>Looks at what a provider says of itself before any of it is used.</summary>
internal sealed class ProviderCheck(SingleSignOnSettings settings) : IConfigurationValidator<OpenIdConnectConfiguration>
{
    public ConfigurationValidationResult Validate(OpenIdConnectConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);

        // OpenID Connect Discovery, 4.3: what was asked must be who answers.
        if (!string.Equals(configuration.Issuer?.TrimEnd('/'), settings.Authority.ToString().TrimEnd('/'), StringComparison.Ordinal))
        {
            return Wrong($"calls itself \"{configuration.Issuer}\", and was asked as {settings.Authority}");
        }

        foreach (var address in new[] { configuration.AuthorizationEndpoint, configuration.TokenEndpoint, configuration.JwksUri })
        {
            if (!Uri.TryCreate(address, UriKind.Absolute, out var uri)
                || !(uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && settings.IsHere && SingleSignOnSettings.IsLoopback(uri))))
            {
                return Wrong($"has \"{address}\" as one of its addresses, which is not https");
            }
        }

        return configuration.SigningKeys.Count > 0
            ? new ConfigurationValidationResult { Succeeded = true }
            : Wrong("publishes no key");
    }

    private static ConfigurationValidationResult Wrong(string why) =>
        new() { Succeeded = false, ErrorMessage = $"The provider {why}." };
}
