using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Viewer.Pages.Cases;

/// <summary>A case's notes or checklist.</summary>
[Authorize(Roles = ViewerSetup.TechnicianRole)]
public sealed class PaperModel(IPaperDesk papers) : PaperPage(papers)
{
    [FromRoute]
    public Guid Id { get; set; }

    [FromRoute]
    public string Kind { get; set; } = "";

    protected override bool Which(out PaperKind kind, out Guid? caseId)
    {
        caseId = Id;
        kind = Kind == "notes" ? PaperKind.Notes : PaperKind.Checklist;
        return Kind is "notes" or "checklist";
    }
}
