using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Shared.Receipts;

/// <summary>A file with receipts: the page that the customer has, or the JSON of one receipt.</summary>
/// <param name="Receipts">In their order.</param>
/// <param name="IsPage">Whether it is the page, with all of a session.</param>
public sealed record ReceiptFile(IReadOnlyList<SignedReceipt> Receipts, bool IsPage)
{
    /// <summary>The largest that is read, in bytes.</summary>
    public const int MostBytes = 16 * 1024 * 1024;

    private static readonly byte[] Begins = Encoding.ASCII.GetBytes(ReceiptPage.Begins);
    private static readonly byte[] DataBegins = Encoding.ASCII.GetBytes(ReceiptPage.DataBegins);
    private static readonly byte[] DataEnds = Encoding.ASCII.GetBytes(ReceiptPage.DataEnds);

    /// <summary>Reads a file, and finds out whether a page shows what its receipts say; the receipts themselves are not checked.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="fault">Why there is nothing to be checked.</param>
    /// <returns>Null where it cannot be read, or the page shows something else.</returns>
    public static ReceiptFile? Read(ReadOnlySpan<byte> bytes, out ReceiptFault? fault)
    {
        fault = ReceiptFault.Malformed;
        if (bytes.Length > MostBytes)
        {
            return null;
        }

        if (!bytes.StartsWith(Begins))
        {
            return SignedReceipt.Read(bytes, out fault) is { } alone ? new ReceiptFile([alone], IsPage: false) : null;
        }

        var at = bytes.IndexOf(DataBegins);
        var data = at < 0 ? default : bytes[(at + DataBegins.Length)..];
        var end = data.IndexOf(DataEnds);
        if (end < 0 || ReadAll(data[..end], out fault) is not { } receipts)
        {
            return null;
        }

        foreach (var words in ReceiptWords.All)
        {
            if (bytes.SequenceEqual(Encoding.UTF8.GetBytes(ReceiptPage.Of(receipts, words.Language))))
            {
                fault = null;
                return new ReceiptFile(receipts, IsPage: true);
            }
        }

        fault = ReceiptFault.PageAltered;
        return null;
    }

    private static List<SignedReceipt>? ReadAll(ReadOnlySpan<byte> data, out ReceiptFault? fault)
    {
        fault = ReceiptFault.Malformed;
        var all = new List<SignedReceipt>();
        try
        {
            if (JsonNode.Parse($"[{Encoding.UTF8.GetString(data)}]") is not JsonArray { Count: > 0 and <= Receipt.MostOfSession } list)
            {
                return null;
            }

            foreach (var one in list)
            {
                if (SignedReceipt.Read(CanonicalJson.Write(one), out fault) is not { } receipt)
                {
                    return null;
                }

                all.Add(receipt);
            }
        }
        catch (Exception odd) when (odd is JsonException or FormatException or ArgumentException or InvalidOperationException)
        {
            fault = ReceiptFault.Malformed;
            return null;
        }

        fault = null;
        return all;
    }
}
