using System.Text.Json;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Viewer.Pages.Cases;

/// <summary>What is kept with a case beside its log, to be read on its page.</summary>
/// <param name="Case">The case.</param>
/// <param name="Notes">Its notes.</param>
/// <param name="Steps">Of its checklist, each with whether it is done.</param>
/// <param name="WrapUps">By session.</param>
/// <param name="Snapshots">Newest first.</param>
public sealed record CasePapers(
    Guid Case,
    Paper Notes,
    IReadOnlyList<CasePapers.Step> Steps,
    IReadOnlyDictionary<Guid, WrapUp> WrapUps,
    IReadOnlyList<Snapshot> Snapshots)
{
    public static async Task<CasePapers> Of(
        IPaperDesk papers, IWrapUpDesk wrapUps, ISnapshotDesk snapshots, Guid caseId, CancellationToken cancel)
    {
        var checklist = await papers.Find(PaperKind.Checklist, caseId, cancel);
        return new CasePapers(
            caseId,
            await papers.Find(PaperKind.Notes, caseId, cancel),
            checklist.Body.Length == 0 ? [] : JsonSerializer.Deserialize<List>(checklist.Body, JsonSerializerOptions.Web)!.Items,
            await wrapUps.OfCase(caseId, cancel),
            await snapshots.OfCase(caseId, cancel));
    }

    /// <summary>A step of the checklist.</summary>
    public sealed record Step(string Text, bool Done);

    private sealed record List(IReadOnlyList<Step> Items);
}
