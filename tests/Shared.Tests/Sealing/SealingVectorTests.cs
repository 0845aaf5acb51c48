using System.Text.Json.Nodes;
using RemoteAssist.Shared.Sealing;

namespace RemoteAssist.Shared.Tests.Sealing;

public sealed class SealingVectorTests
{
    private static readonly JsonNode Committed = Vectors.Read(SealingVectors.Name);

    [Fact]
    public void TheCommittedVectorsAreWhatThisCodeWrites()
    {
        var made = SealingVectors.Make();
        foreach (var name in new[] { "publicKey", "fingerprint", "signature" })
        {
            made["statement"]![name] = Committed["statement"]![name]!.DeepClone();
        }

        var actual = Path.Combine(AppContext.BaseDirectory, SealingVectors.Name);
        File.WriteAllText(actual, Vectors.Render(made));
        JsonNode.DeepEquals(made, Committed).Should().BeTrue(
            "the bytes on the wire are agreed; where a change is meant, {0} is the new file", actual);
    }

    [Fact]
    public void TheCommittedStatementIsSignedByTheCommittedKey()
    {
        var item = Committed["statement"]!;
        AskingStatement.Fingerprint(item.Bytes("publicKey")).Should().Be(item.Text("fingerprint"));
        AskingStatement.Verify(
            item.Bytes("bytes"),
            item.Bytes("signature"),
            item.Bytes("publicKey"),
            Some.Session,
            Committed["exchange"]!["keys"]!.Bytes("transcriptHash"),
            DateTimeOffset.FromUnixTimeMilliseconds(item["issued"]!.GetValue<long>()),
            out var verified).Should().BeNull();
        verified!.Organisation.Should().Be(item.Text("organisation"));
    }

    [Fact]
    public void TheCommittedFramesOpenWithTheCommittedKeys()
    {
        using var opener = new FrameOpener(Some.Version, Some.Session);
        foreach (var key in Committed["frames"]!["contentKeys"]!.AsArray())
        {
            opener.Add(ContentKey.Read(Convert.FromHexString(key!.GetValue<string>()))!).Should().BeTrue();
        }

        foreach (var item in Committed["frames"]!["envelopes"]!.AsArray())
        {
            opener.Open(item!.Bytes("envelope"), out var body).Should().BeNull();
            body.Should().Equal(item!.Bytes("body"));
        }
    }
}
