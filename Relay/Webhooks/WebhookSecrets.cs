using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using RemoteAssist.Relay.Storage;

namespace RemoteAssist.Relay.Webhooks;

/// <summary>What events are signed with: <c>whsec_</c> and 256 random bits in base64url, kept sealed with the keys of the data folder.</summary>
internal sealed class WebhookSecrets(IDataProtectionProvider keys)
{
    private const string Beginning = "whsec_";

    private const int SecretBytes = 32;

    private readonly IDataProtector kept = keys.CreateProtector("RemoteAssist.Webhook");

    /// <summary>Draws a new one.</summary>
    public static string Draw() => Beginning + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>As a row has it.</summary>
    public string Keep(string secret) => Convert.ToBase64String(kept.Protect(Encoding.ASCII.GetBytes(secret)));

    /// <summary>HMAC-SHA256 over <c>timestamp + "." + body</c>, with the secret's ASCII bytes as they were shown; lower-case hex.</summary>
    /// <exception cref="CryptographicException">The secret was sealed with keys that are not in the data folder.</exception>
    /// <exception cref="FormatException">The row was damaged.</exception>
    public string Sign(WebhookRow webhook, long timestamp, byte[] body)
    {
        var said = Encoding.ASCII.GetBytes(timestamp.ToString(CultureInfo.InvariantCulture) + ".");
        return Convert.ToHexStringLower(HMACSHA256.HashData(kept.Unprotect(Convert.FromBase64String(webhook.Secret)), (byte[])[.. said, .. body]));
    }
}
