using System.Text;
using RemoteAssist.Shared.Receipts;

namespace RemoteAssist.Agent.Transfers;

/// <summary>The customer's receipts as one page in a folder of theirs.</summary>
internal static class CustomersReceipt
{
    /// <summary>Writes it, and never over another file.</summary>
    /// <param name="folder">Where it goes; made where it is not there.</param>
    /// <param name="caseNumber">For its name.</param>
    /// <param name="receipts">All of the session, in their order.</param>
    /// <param name="language">In which language the page is.</param>
    /// <returns>The name that it has.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static string Save(string folder, string caseNumber, IReadOnlyList<SignedReceipt> receipts, string language)
    {
        using var file = PartFile.Begin(folder, SafeName.Of(ReceiptPage.FileName(caseNumber)));
        file.Write(Encoding.UTF8.GetBytes(ReceiptPage.Of(receipts, language)));
        file.Complete();
        return file.Keep();
    }
}
