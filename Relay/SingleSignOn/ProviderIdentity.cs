using System.Security.Claims;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using RemoteAssist.Relay.Accounts;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.SingleSignOn;

/// <summary>Somebody as a checked token describes them.</summary>
/// <param name="Issuer">Which provider says so.</param>
/// <param name="Subject">Who they are there, for ever.</param>
/// <param name="Name">1 to 100 characters; null where it tells none.</param>
/// <param name="Email">Null where it tells none that it stands for.</param>
/// <param name="Roles">What the claim for roles says.</param>
/// <param name="Proof">How they have shown who they are (<c>acr</c>, <c>amr</c>), as far as it tells; at most 100 characters.</param>
internal sealed record ProviderIdentity(string Issuer, string Subject, string? Name, string? Email, IReadOnlyList<string> Roles, string Proof)
{
    private const int Longest = 100;

    /// <summary>Reads the claims of a token whose signature, issuer and audience have been checked.</summary>
    public static ProviderIdentity Of(ClaimsPrincipal person, string rolesClaim)
    {
        string? One(string type) => person.FindFirstValue(type) is { } value && PlainText.Clean(value) is { Length: > 0 } clean ? clean : null;
        var email = One("email") is { } said && EmailAddress.IsOne(said) && person.FindFirstValue("email_verified") is not ("false" or "False") ? said : null;
        var proof = string.Join(", ", person.FindAll("acr").Concat(person.FindAll("amr")).Select(claim => PlainText.Clean(claim.Value)).Where(word => word.Length > 0));
        return new ProviderIdentity(
            One("iss") ?? throw new ProviderException(Viewer.Desk.ProviderProblem.WrongIssuer),
            person.FindFirstValue("sub") is { Length: > 0 and <= 255 } subject ? subject : throw new ProviderException(Viewer.Desk.ProviderProblem.NotTaken),
            (One("name") ?? One("preferred_username") ?? email) is { } name ? name[..Math.Min(Longest, name.Length)] : null,
            email,
            RolesIn(person, rolesClaim),
            proof[..Math.Min(Longest, proof.Length)]);
    }

    // A claim of that very name (some are addresses, with dots); else a way into one that is an object, such as realm_access.roles.
    private static IReadOnlyList<string> RolesIn(ClaimsPrincipal person, string rolesClaim)
    {
        var way = rolesClaim.Split('.');
        if (way.Length == 1 || person.HasClaim(claim => claim.Type == rolesClaim))
        {
            return [.. person.FindAll(rolesClaim).Select(claim => claim.Value)];
        }

        return [.. person.FindAll(way[0]).Where(claim => claim.ValueType == JsonClaimValueTypes.Json).SelectMany(claim => Inside(claim.Value, way.AsSpan(1)))];
    }

    private static IReadOnlyList<string> Inside(string json, ReadOnlySpan<string> way)
    {
        using var document = JsonDocument.Parse(json);
        var at = document.RootElement;
        foreach (var name in way)
        {
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at))
            {
                return [];
            }
        }

        return at.ValueKind switch
        {
            JsonValueKind.String => [at.GetString()!],
            JsonValueKind.Array => [.. at.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.String).Select(one => one.GetString()!)],
            _ => [],
        };
    }
}
