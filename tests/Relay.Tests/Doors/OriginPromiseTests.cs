using System.Net;
using RemoteAssist.Relay.Tests.Hubs;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Tests.Doors;

/// <summary>From which pages the hub of the running Relay can be opened: from its own, by somebody signed in.</summary>
[Collection(House.Doors)]
public sealed class OriginPromiseTests(House house)
{
    private static readonly (string Name, string Value)[] Upgrade =
    [
        ("Connection", "Upgrade"), ("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13"), ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
    ];

    private string Own => house.Address.GetLeftPart(UriPartial.Authority);

    [Fact]
    [Trait("Promise", "13")]
    public async Task AMissingOrForeignOriginIsRefusedAtTheViewersDoorAndAnyOriginAtTheAgents()
    {
        using var tried = new Tried(13, "wrong and missing origins");
        string?[] wrong = [null, .. OriginTests.Wrong.Select(Fill)];
        foreach (var origin in wrong)
        {
            foreach (var who in House.Everybody)
            {
                var status = await Knock(HubContract.ViewerPath, who, origin);
                tried.Try(status is HttpStatusCode.Forbidden, $"{who} with {origin ?? "no origin"}: {(int)status}");
            }
        }

        foreach (var origin in wrong.Skip(1).Append(Own))
        {
            var status = await Knock(HubContract.Path, "anonymous", origin);
            tried.Try(status is HttpStatusCode.Forbidden, $"the Agents' door with {origin}: {(int)status}");
        }

        tried.Try(await Knock(HubContract.Path, "technician", null) is HttpStatusCode.Forbidden, "the Agents' door took a technician's cookie");
        tried.MustHold();

        (await Knock(HubContract.ViewerPath, "technician", Own)).Should().Be(HttpStatusCode.SwitchingProtocols);
        (await Knock(HubContract.Path, "anonymous", null)).Should().Be(HttpStatusCode.SwitchingProtocols);
        (await Knock(HubContract.ViewerPath, "anonymous", Own)).Should().Be(HttpStatusCode.Unauthorized);
        (await Knock(HubContract.ViewerPath, "auditor", Own)).Should().Be(HttpStatusCode.Forbidden);
        (await Knock(HubContract.ViewerPath, "administrator", Own)).Should().Be(HttpStatusCode.Forbidden);
    }

    private async Task<HttpStatusCode> Knock(string path, string who, string? origin)
    {
        using var answer = await house.Ask("GET", path, who, origin is null ? Upgrade : [.. Upgrade, ("Origin", origin)]);
        return answer.StatusCode;
    }

    private string Fill(string origin) => origin
        .Replace("HOST", house.Address.Host, StringComparison.Ordinal)
        .Replace("PORT", $"{house.Address.Port}", StringComparison.Ordinal);
}
