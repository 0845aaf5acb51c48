using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RemoteAssist.Tests.Support;

/// <summary>
/// A device with one passkey and the browser in front of it, from WebAuthn's text and apart from the Relay's own: P-256, no
/// attestation. It can be told to lie.
/// </summary>
public sealed class SoftPasskey : IDisposable
{
    private const byte Present = 0x01;
    private const byte Verified = 0x04;
    private const byte Attested = 0x40;

    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private byte[] user = [];

    /// <summary>What it calls its passkey.</summary>
    public byte[] Id { get; } = RandomNumberGenerator.GetBytes(20);

    /// <summary>How often it has signed, as it says.</summary>
    public uint Count { get; set; }

    /// <summary>Whether it says that it has looked who is there.</summary>
    public bool LooksWhoIsThere { get; set; } = true;

    /// <summary>Whether it says that anybody is there at all.</summary>
    public bool AsksForAHand { get; set; } = true;

    /// <summary>The page that its browser shows; null for the one that is said.</summary>
    public string? PageInstead { get; set; }

    /// <summary>The name that it signs for; null for the one that it is asked for.</summary>
    public string? NameInstead { get; set; }

    /// <summary>The challenge that it answers; null for the one that it is asked.</summary>
    public string? ChallengeInstead { get; set; }

    /// <summary>Who it says it belongs to; null for whom it was made for.</summary>
    public string? UserInstead { get; set; }

    /// <summary>What the browser says it was asked for; null for the truth.</summary>
    public string? KindInstead { get; set; }

    /// <summary>Whether a frame of another site's page asked.</summary>
    public bool InAFrame { get; set; }

    /// <summary>Whether one bit of the signature is turned.</summary>
    public bool SignsWrongly { get; set; }

    /// <summary>The browser's answer to options for a new passkey, as JSON.</summary>
    public string Make(string options, string page)
    {
        var asked = JsonNode.Parse(options)!;
        user = Base64Url.DecodeFromChars((string)asked["user"]!["id"]!);
        var name = NameInstead ?? (string)asked["rp"]!["id"]!;
        var client = Client("webauthn.create", asked, page);
        byte[] data = [.. Data(name, Attested), .. new byte[16], 0, (byte)Id.Length, .. Id, .. PublicKey()];

        // CBOR (RFC 8949): { "fmt": "none", "attStmt": {}, "authData": bytes }
        byte[] attestation =
        [
            0xA3, 0x63, .. "fmt"u8, 0x64, .. "none"u8, 0x67, .. "attStmt"u8, 0xA0,
            0x68, .. "authData"u8, 0x59, (byte)(data.Length >> 8), (byte)data.Length, .. data,
        ];
        return Answer(new JsonObject
        {
            ["clientDataJSON"] = Base64Url.EncodeToString(client),
            ["attestationObject"] = Base64Url.EncodeToString(attestation),
            ["transports"] = new JsonArray("internal", "<script>"),
        });
    }

    /// <summary>The browser's answer to options for a passkey that is there, as JSON.</summary>
    public string Sign(string options, string page)
    {
        var asked = JsonNode.Parse(options)!;
        var client = Client("webauthn.get", asked, page);
        var data = Data(NameInstead ?? (string)asked["rpId"]!, 0);
        var signature = key.SignData([.. data, .. SHA256.HashData(client)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        if (SignsWrongly)
        {
            signature[^1] ^= 1;
        }

        return Answer(new JsonObject
        {
            ["clientDataJSON"] = Base64Url.EncodeToString(client),
            ["authenticatorData"] = Base64Url.EncodeToString(data),
            ["signature"] = Base64Url.EncodeToString(signature),
            ["userHandle"] = Base64Url.EncodeToString(UserInstead is null ? user : Encoding.UTF8.GetBytes(UserInstead)),
        });
    }

    /// <inheritdoc/>
    public void Dispose() => key.Dispose();

    private byte[] Client(string kind, JsonNode asked, string page) => JsonSerializer.SerializeToUtf8Bytes(new JsonObject
    {
        ["type"] = KindInstead ?? kind,
        ["challenge"] = ChallengeInstead ?? (string)asked["challenge"]!,
        ["origin"] = PageInstead ?? page,
        ["crossOrigin"] = InAFrame,
    });

    // WebAuthn, 6.1: the hash of the name, a byte of flags, the count.
    private byte[] Data(string name, byte more)
    {
        var data = new byte[37];
        SHA256.HashData(Encoding.UTF8.GetBytes(name), data);
        data[32] = (byte)(more | (AsksForAHand ? Present : 0) | (LooksWhoIsThere ? Verified : 0));
        BinaryPrimitives.WriteUInt32BigEndian(data.AsSpan(33), Count);
        return data;
    }

    // COSE (RFC 9053): { kty: EC2, alg: ES256, crv: P-256, x, y }
    private byte[] PublicKey()
    {
        var point = key.ExportParameters(false).Q;
        return [0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 32, .. point.X!, 0x22, 0x58, 32, .. point.Y!];
    }

    private string Answer(JsonObject response) => new JsonObject
    {
        ["id"] = Base64Url.EncodeToString(Id),
        ["rawId"] = Base64Url.EncodeToString(Id),
        ["type"] = "public-key",
        ["clientExtensionResults"] = new JsonObject(),
        ["response"] = response,
    }.ToJsonString();
}
