using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sealing;

namespace RemoteAssist.Shared.Receipts;

/// <summary>The Relay's word that a receipt's hash stands in its log.</summary>
/// <param name="Entry">The number of the entry.</param>
/// <param name="At">Its time; counts to the millisecond.</param>
/// <param name="Signature">64 bytes r and s.</param>
public sealed record Countersignature(long Entry, DateTimeOffset At, byte[] Signature);

/// <summary>A receipt with the Agent's signature, and with the Relay's once its hash is in the log.</summary>
/// <param name="Receipt">What it says.</param>
/// <param name="Signature">The Agent's, 64 bytes r and s.</param>
/// <param name="Countersignature">The Relay's; null before.</param>
public sealed record SignedReceipt(Receipt Receipt, byte[] Signature, Countersignature? Countersignature = null)
{
    private const int SignatureBytes = 64;

    private static readonly byte[] AgentLabel = "RemoteAssist consent receipt 1"u8.ToArray();
    private static readonly byte[] RelayLabel = "RemoteAssist consent receipt in the log 1"u8.ToArray();

    /// <summary>What names it in the log, in the receipt after it and under the Relay's signature: SHA-256 of its JSON without the Relay's signature, lower-case hex.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData((this with { Countersignature = null }).ToJson()));

    /// <summary>Signs a receipt.</summary>
    /// <param name="receipt">With the key's public half.</param>
    /// <param name="key">The Agent's session key.</param>
    public static SignedReceipt Sign(Receipt receipt, SessionKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new SignedReceipt(receipt, key.Sign(AgentStatement(receipt)));
    }

    /// <summary>It with the Relay's word.</summary>
    /// <param name="entry">The number of its entry.</param>
    /// <param name="at">The entry's time.</param>
    /// <param name="sign">The Relay's key: 64 bytes for these.</param>
    public SignedReceipt Countersign(long entry, DateTimeOffset at, Func<byte[], byte[]> sign)
    {
        ArgumentNullException.ThrowIfNull(sign);
        return this with { Countersignature = new Countersignature(entry, at, sign(RelayStatement(Hash, entry, at))) };
    }

    /// <summary>Whether the Agent's key that it names has signed it.</summary>
    public bool IsSignedByAgent => OthersSignature.Holds(AgentStatement(Receipt), Signature, Receipt.AgentKey);

    /// <summary>Whether the Relay's key that it names has signed under it.</summary>
    public bool IsSignedByRelay => Countersignature is { } under
        && OthersSignature.Holds(RelayStatement(Hash, under.Entry, under.At), under.Signature, Receipt.RelayKey);

    /// <summary>The bytes: canonical JSON.</summary>
    public byte[] ToJson() => CanonicalJson.Write(ToNode());

    /// <summary>Reads bytes that must be in this form.</summary>
    /// <param name="bytes">As received.</param>
    /// <param name="fault">Why there is none: <see cref="ReceiptFault.Malformed"/>, or <see cref="ReceiptFault.OtherText"/> where the hash is not that of the text.</param>
    /// <returns>Null where they are not exactly what <see cref="ToJson"/> would write.</returns>
    public static SignedReceipt? Read(ReadOnlySpan<byte> bytes, out ReceiptFault? fault)
    {
        fault = ReceiptFault.Malformed;
        if (bytes.Length > Receipt.MostBytes || CanonicalJson.Read(bytes) is not JsonObject map || ReceiptJson.Read(map["receipt"]) is not { } receipt)
        {
            return null;
        }

        if (!string.Equals(ReceiptJson.ShownHash(map["receipt"]), receipt.ShownHash, StringComparison.Ordinal))
        {
            fault = ReceiptFault.OtherText;
            return null;
        }

        if (Signed(map["signature"]) is not { } signature || (map.ContainsKey("countersignature") && Read(map["countersignature"]) is null))
        {
            return null;
        }

        var read = new SignedReceipt(receipt, signature, Read(map["countersignature"]));
        if (!read.ToJson().AsSpan().SequenceEqual(bytes))
        {
            return null;
        }

        fault = null;
        return read;
    }

    private static Countersignature? Read(JsonNode? node) =>
        node is JsonObject map && map["entry"] is JsonValue entry && entry.TryGetValue<long>(out var number) && number > 0
            && ReceiptJson.Moment(map["time"]) is { } at && Signed(map["signature"]) is { } signature
            ? new Countersignature(number, at, signature)
            : null;

    private static byte[]? Signed(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<string>(out var hex) && hex.Length == 2 * SignatureBytes && hex.All(char.IsAsciiHexDigitLower)
            ? Convert.FromHexString(hex)
            : null;

    private static byte[] AgentStatement(Receipt receipt) => LengthValue.Cat(AgentLabel, CanonicalJson.Write(ReceiptJson.Write(receipt)));

    private static byte[] RelayStatement(string hash, long entry, DateTimeOffset at) =>
        LengthValue.Cat(RelayLabel, Convert.FromHexString(hash), Number(entry), Number(at.ToUnixTimeMilliseconds()));

    private static byte[] Number(long value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return bytes;
    }

    private JsonObject ToNode()
    {
        var map = new JsonObject
        {
            ["receipt"] = ReceiptJson.Write(Receipt),
            ["signature"] = Convert.ToHexStringLower(Signature),
        };
        if (Countersignature is { } under)
        {
            map["countersignature"] = new JsonObject
            {
                ["entry"] = under.Entry,
                ["time"] = ReceiptJson.Moment(under.At),
                ["signature"] = Convert.ToHexStringLower(under.Signature),
            };
        }

        return map;
    }
}
