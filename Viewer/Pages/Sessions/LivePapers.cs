using System.Text.Json;
using RemoteAssist.Shared.Wire;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Viewer.Pages.Sessions;

/// <summary>What is kept with the case and the account already, for the live page's script to begin with.</summary>
/// <param name="Notes">Of the case.</param>
/// <param name="Checklist">Of the case.</param>
/// <param name="Phrases">Of the account.</param>
/// <param name="WrapUp">Of this session; null where there is none.</param>
public sealed record LivePapers(Paper Notes, Paper Checklist, Paper Phrases, LivePapers.WrapUpSheet? WrapUp)
{
    /// <summary>As JSON that may stand inside a script element.</summary>
    public string ForScript() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    public static async Task<LivePapers> Of(
        IPaperDesk papers, IWrapUpDesk wrapUps, Guid caseId, Guid session, CancellationToken cancel) => new(
        await papers.Find(PaperKind.Notes, caseId, cancel),
        await papers.Find(PaperKind.Checklist, caseId, cancel),
        await papers.Find(PaperKind.Phrases, null, cancel),
        (await wrapUps.OfCase(caseId, cancel)).TryGetValue(session, out var found)
            ? new WrapUpSheet([.. found.Topics.Select(EnumName.Of)], found.Solved, found.Done, EnumName.Of(found.Next), found.Words)
            : null);

    /// <summary>How the script reads and writes a wrap-up: enums by their names.</summary>
    public sealed record WrapUpSheet(IReadOnlyList<string> Topics, bool Solved, string Done, string Next, string Words);
}
