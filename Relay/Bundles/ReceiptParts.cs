using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Bundles;

namespace RemoteAssist.Relay.Bundles;

/// <summary>The customer's receipts of a session, as they were signed: <c>receipts/1.json</c> and on.</summary>
internal sealed class ReceiptParts(IDbContextFactory<RelayDb> databases) : IBundleParts
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<BundlePart>> Of(Guid session, bool recording, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var rows = await db.Receipts.AsNoTracking().Where(row => row.SessionId == session).OrderBy(row => row.Number).ToListAsync(cancel);
        return [.. rows.Select(row => new BundlePart(string.Create(CultureInfo.InvariantCulture, $"receipts/{row.Number}.json"), Encoding.UTF8.GetBytes(row.Signed)))];
    }
}
