using System.Buffers.Text;
using System.Security.Claims;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using RemoteAssist.Relay.SingleSignOn;

namespace RemoteAssist.Relay.Tests.SingleSignOn;

/// <summary>What is read from a token that has been checked.</summary>
public class ProviderIdentityTests
{
    [Theory]
    [InlineData("groups", """{"groups":["desk","audit"]}""", "desk,audit")]
    [InlineData("groups", """{"groups":"desk"}""", "desk")]
    [InlineData("realm_access.roles", """{"realm_access":{"roles":["desk","audit"]}}""", "desk,audit")]
    [InlineData("resource_access.assist.roles", """{"resource_access":{"other":{"roles":["lead"]},"assist":{"roles":"desk"}}}""", "desk")]
    [InlineData("https://login.example/roles", """{"https://login.example/roles":["desk"]}""", "desk")]
    [InlineData("realm_access.roles", """{"realm_access":{"roles":[7,null,{"desk":true},"audit"]}}""", "audit")]
    [InlineData("realm_access.roles", """{"realm_access":{"rolls":["desk"]}}""", "")]
    [InlineData("realm_access.roles", """{"realm_access":["desk"]}""", "")]
    [InlineData("realm_access.roles", """{"realm_access":"{\"roles\":[\"desk\"]}"}""", "")]
    [InlineData("realm_access.roles", """{"realm_access":null}""", "")]
    [InlineData("realm_access.roles", """{"roles":["desk"]}""", "")]
    public void RolesAreWhatTheClaimSaysAlsoWhereItLiesDeeper(string rolesClaim, string claims, string roles)
    {
        var who = ProviderIdentity.Of(Checked($$"""{"iss":"https://login.example","sub":"one",{{claims[1..]}}"""), rolesClaim);
        string.Join(',', who.Roles).Should().Be(roles);
    }

    // As the handler hands it on, once signature, issuer and audience hold.
    private static ClaimsPrincipal Checked(string claims)
    {
        var token = new JsonWebToken($"{Encoded("""{"alg":"none"}""")}.{Encoded(claims)}.");
        return new ClaimsPrincipal(new ClaimsIdentity(token.Claims));
    }

    private static string Encoded(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
