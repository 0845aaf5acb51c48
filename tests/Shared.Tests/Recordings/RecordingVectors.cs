using System.Text.Json.Nodes;
using RemoteAssist.Shared.Recordings;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Tests.Sealing;

namespace RemoteAssist.Shared.Tests.Recordings;

/// <summary>
/// tests/Vectors/recording.json: HPKE by the RFC and by others, and from fixed randomness a content key that is sealed for an auditor
/// and what is signed of that auditor. The browser's tests open the same bytes.
/// </summary>
internal static class RecordingVectors
{
    public const string Name = "recording.json";

    private static readonly DateTimeOffset Made = new(2026, 3, 4, 5, 6, 7, 89, TimeSpan.Zero);

    /// <summary>The file as it would be written now; what others made is taken from the committed one.</summary>
    public static JsonObject Make(JsonNode committed)
    {
        var made = new JsonObject();
        foreach (var of in new[] { "rfc9180", "another", "browser" })
        {
            made[of] = committed[of]!.DeepClone();
        }

        var scalar = new FixedRandom("auditor").ScalarBytes();
        using var auditor = P256Scalar.From(scalar);
        var publicKey = P256Key.Of(auditor.TimesBase());
        var key = new ContentKey(7, new FixedRandom("content key").Bytes(32));
        var wrapped = WrappedKey.Wrap(key, Some.Session, publicKey, new FixedRandom("share"));
        made["wrapped"] = new JsonObject
        {
            ["session"] = Some.Session.ToString(),
            ["contentKeyId"] = key.Id,
            ["secret"] = Vectors.Hex(key.Secret),
            ["auditorScalar"] = Vectors.Hex(scalar),
            ["auditorPublicKey"] = Vectors.Hex(publicKey),
            ["auditorId"] = Vectors.Hex(wrapped.AuditorId),
            ["bytes"] = Vectors.Hex(wrapped.ToBytes()),
        };
        var certificate = new AuditorCertificate("Olga Ferro 审计员", publicKey, Made, Made + TimeSpan.FromDays(365), []);
        made["certificate"] = new JsonObject
        {
            ["name"] = certificate.Name,
            ["publicKey"] = Vectors.Hex(publicKey),
            ["made"] = certificate.Made.ToUnixTimeMilliseconds(),
            ["until"] = certificate.Until.ToUnixTimeMilliseconds(),
            ["bytes"] = Vectors.Hex(certificate.ToBytes()),
        };
        return made;
    }
}
