using Microsoft.AspNetCore.Authentication;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.SingleSignOn;

/// <summary>Which problem a failure is: what the framework and its libraries throw, in our words.</summary>
internal static class ProviderFailures
{
    /// <summary>The problem; what is not known by its kind is <see cref="ProviderProblem.NotTaken"/>.</summary>
    public static ProviderProblem Of(Exception? failure) => failure switch
    {
        ProviderException ours => ours.Problem,
        OpenIdConnectProtocolInvalidNonceException => ProviderProblem.WrongNonce,
        OpenIdConnectProtocolException said => Said(said),
        SecurityTokenInvalidIssuerException => ProviderProblem.WrongIssuer,
        SecurityTokenInvalidAudienceException => ProviderProblem.WrongAudience,
        SecurityTokenExpiredException or SecurityTokenNotYetValidException or SecurityTokenInvalidLifetimeException
            or SecurityTokenNoExpirationException => ProviderProblem.WrongTime,
        SecurityTokenInvalidAlgorithmException => ProviderProblem.WrongAlgorithm,
        SecurityTokenSignatureKeyNotFoundException => ProviderProblem.UnknownKey,
        SecurityTokenInvalidSignatureException => ProviderProblem.WrongSignature,
        HttpRequestException or TaskCanceledException or IOException => ProviderProblem.Unreachable,
        InvalidOperationException { InnerException: not null } => ProviderProblem.Unreachable, // the provider's description could not be had
        AuthenticationFailureException handler when IsAboutState(handler.Message) => ProviderProblem.WrongState,
        _ => ProviderProblem.NotTaken,
    };

    // The handler has three sentences for it, and no kind: none given, not ours, not of this browser.
    private static bool IsAboutState(string said) =>
        said.Contains("message.State", StringComparison.Ordinal) || said.StartsWith("Correlation failed", StringComparison.Ordinal);

    // RFC 6749, 4.1.2.1 and 5.2.
    private static ProviderProblem Said(OpenIdConnectProtocolException failure) => (failure.Data["error"] as string) switch
    {
        "access_denied" => ProviderProblem.Declined,
        "invalid_grant" => ProviderProblem.CodeRefused,
        _ => ProviderProblem.NotTaken,
    };
}

/// <summary>A sign-in by the provider is refused.</summary>
internal sealed class ProviderException(ProviderProblem problem) : Exception($"Refused: {problem}.")
{
    public ProviderProblem Problem => problem;
}
