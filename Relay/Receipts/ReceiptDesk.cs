using System.Text;
using RemoteAssist.Relay.Sessions;
using RemoteAssist.Shared.Receipts;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Receipts;

/// <summary>Receipts for the pages, on behalf of whoever is signed in.</summary>
internal sealed class ReceiptDesk(ReceiptBook book, SessionStore store, IHttpContextAccessor http) : IReceiptDesk
{
    public async Task<ReceiptPaper?> Find(Guid caseId, Guid session, string language, CancellationToken cancel)
    {
        if (!Technicians.MayRead(http.HttpContext?.User))
        {
            throw new UnauthorizedAccessException("Receipts are for signed-in technicians and auditors.");
        }

        if (await store.FindSession(session, cancel) is not var (row, itsCase) || row.CaseId != caseId)
        {
            return null;
        }

        var receipts = await book.Of(session, cancel);
        return receipts.Count == 0 ? null : new ReceiptPaper(ReceiptPage.FileName(itsCase.Number), Encoding.UTF8.GetBytes(ReceiptPage.Of(receipts, language)));
    }
}
