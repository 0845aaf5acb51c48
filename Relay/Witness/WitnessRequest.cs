using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Relay.Witness;

/// <summary>
/// How a witness shows who it is: <c>Authorization: Witness KEYID:T:SIGNATURE</c> over method, path and time. It opens
/// what reads hashes and what takes cosignatures, which vouch for themselves; nothing else.
/// </summary>
internal static class WitnessRequest
{
    /// <summary>The word in front.</summary>
    public const string Scheme = "Witness";

    /// <summary>How far the two clocks may be apart.</summary>
    public static readonly TimeSpan Apart = TimeSpan.FromMinutes(5);

    /// <summary>The header's value behind the word.</summary>
    public static string Sign(ECDsa key, uint keyId, string method, string target, DateTimeOffset now)
    {
        var seconds = now.ToUnixTimeSeconds();
        var signature = key.SignData(Signed(method, target, seconds), HashAlgorithmName.SHA256);
        return string.Create(CultureInfo.InvariantCulture, $"{keyId:x8}:{seconds}:{Convert.ToBase64String(signature)}");
    }

    /// <summary>Whose request it is.</summary>
    /// <param name="value">The header's value behind the word.</param>
    /// <param name="method">The request's.</param>
    /// <param name="target">Its path with its query, as they were sent.</param>
    /// <param name="known">Keys by their id.</param>
    /// <param name="now">This machine's clock.</param>
    /// <returns>Null where none of the known keys signed it, or not at this time.</returns>
    public static NoteKey? Whose(string value, string method, string target, Func<uint, IEnumerable<NoteKey>> known, DateTimeOffset now)
    {
        if (value.Split(':') is not [{ Length: 8 } id, var time, { Length: <= 100 } written]
            || !uint.TryParse(id, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var keyId)
            || !long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || Math.Abs(seconds - now.ToUnixTimeSeconds()) > Apart.TotalSeconds
            || !System.Buffers.Text.Base64.IsValid(written))
        {
            return null;
        }

        var signature = Convert.FromBase64String(written);
        return known(keyId).FirstOrDefault(key => key.Verifies(Signed(method, target, seconds), signature));
    }

    private static byte[] Signed(string method, string target, long seconds) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"witness request/p256/v1\ntime {seconds}\n{method} {target}\n"));
}
