using Microsoft.AspNetCore.Authorization;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Viewer.Pages;

/// <summary>The quick phrases of whoever is signed in.</summary>
[Authorize(Roles = ViewerSetup.TechnicianRole)]
public sealed class PhrasesModel(IPaperDesk papers) : PaperPage(papers)
{
    protected override bool Which(out PaperKind kind, out Guid? caseId)
    {
        (kind, caseId) = (PaperKind.Phrases, null);
        return true;
    }
}
