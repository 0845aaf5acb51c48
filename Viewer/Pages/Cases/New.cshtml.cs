using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using RemoteAssist.Viewer.Desk;
using RemoteAssist.Viewer.Words;

namespace RemoteAssist.Viewer.Pages.Cases;

/// <summary>Opens a case. The lengths are those of <see cref="NewCase"/>.</summary>
[Authorize(Roles = ViewerSetup.TechnicianRole)]
public sealed class NewModel(ICaseDesk desk, ScreenText text) : FormPage(text, "Case")
{
    [BindProperty]
    public string? Number { get; set; }

    [BindProperty]
    public string? Customer { get; set; }

    [BindProperty]
    public string? Callback { get; set; }

    [BindProperty]
    public string? Problem { get; set; }

    /// <summary>Whether somebody comes here straight from set-up.</summary>
    [FromQuery(Name = "first")]
    public bool First { get; set; }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var form = new NewCase(
            Line(nameof(Number), Number, NewCase.LongestNumber),
            Line(nameof(Customer), Customer, NewCase.LongestCustomer),
            Line(nameof(Callback), Callback, NewCase.LongestCallback),
            Line(nameof(Problem), Problem, NewCase.LongestProblem));
        if (!AllIsWell)
        {
            return Page();
        }

        if (await desk.Open(form, cancel) is { } opened)
        {
            return LocalRedirect($"/cases/{opened}");
        }

        Wrong(nameof(Number), "Case.Number.Taken");
        return Page();
    }
}
