namespace RemoteAssist.Viewer.Desk;

/// <summary>The receipts of what customers allowed. The Relay implements it.</summary>
public interface IReceiptDesk
{
    /// <summary>All receipts of one session, as one page that can be checked without the Relay.</summary>
    /// <param name="caseId">The case.</param>
    /// <param name="session">One of its sessions.</param>
    /// <param name="language">In which language the page is.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>Null where there is no such session, or nothing was ever allowed in it.</returns>
    Task<ReceiptPaper?> Find(Guid caseId, Guid session, string language, CancellationToken cancel);
}

/// <summary>A file with receipts.</summary>
/// <param name="FileName">What it is called.</param>
/// <param name="Html">UTF-8.</param>
public sealed record ReceiptPaper(string FileName, byte[] Html);
