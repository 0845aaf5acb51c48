using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Tests.Hostile;

/// <summary>How an attack must end, besides that nothing false is shown or done.</summary>
internal enum Ending
{
    /// <summary>Somebody stops by name, and the page that it is about has opened nothing since.</summary>
    NoFrame,

    /// <summary>Somebody stops by name.</summary>
    Named,

    /// <summary>The page has opened nothing since; a Relay may always let a message fall.</summary>
    Nothing,

    /// <summary>It had no effect: the genuine page goes on seeing the screen.</summary>
    Unharmed,
}

/// <summary>One kind of harm that a Relay can try.</summary>
/// <param name="Kind">In a few words.</param>
/// <param name="Act">When.</param>
/// <param name="Ending">What must come of it.</param>
/// <param name="Arm">Sets the hooks; the numbers decide on what exactly it does.</param>
internal sealed record Attack(string Kind, Act Act, Ending Ending, Action<Scene, Lcg> Arm)
{
    /// <summary>Tries it.</summary>
    /// <returns>Null where it was stopped as it must be; else what happened.</returns>
    public async Task<string?> Try(uint seed)
    {
        using var scene = await Scene.Play(Act, s => Arm(s, new Lcg(seed)), pinned: seed % 2 == 0);
        return (Falsehood(scene) ?? Judge(scene)) is { } wrong ? $"{Kind} ({Act}), seed {seed}: {wrong}" : null;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Act}: {Kind}";

    /// <summary>What was shown or done that is not true; null where nothing was.</summary>
    public static string? Falsehood(Scene scene)
    {
        // The screen is read last: it may still go on, and a page show what it did not when it was read.
        var pages = scene.Genuine.Select(page => (Page: page, Pictures: Scene.Pictures(page))).ToList();
        var shown = scene.Screen.Shown;
        foreach (var (page, pictures) in pages)
        {
            // Each picture was on the screen, and later than the one before.
            var at = -1;
            foreach (var picture in pictures)
            {
                var next = Enumerable.Range(at + 1, shown.Count - at - 1).FirstOrDefault(i => shown[i] == picture, -1);
                if (next < 0)
                {
                    return $"viewer {page.Number} showed what the screen did not show, or not then";
                }

                at = next;
            }

            if (page.Heard.OfType<ControlMessage.Done>().Any(d => d.Sequence > (scene.Newcomer is null ? 0 : 1)))
            {
                return "a command was done that nobody gave";
            }
        }

        if (scene.ScreenOpenedTooEarly > 0)
        {
            return "the screen was opened before that was allowed";
        }

        if (scene.Relay.Strangers.Find(s => s.HasKeys || s.Parts.Count > 0 || s.Heard.Count > 0) is not null)
        {
            return "a stranger has keys";
        }

        var offer = Some.Offer();
        if (scene.Shown.OfType<CustomerScreen.Question>().Any(q => !IsTrue(q.Offer, offer)))
        {
            return "the question names somebody else";
        }

        var grants = scene.Relay.Reports.Where(r => r.Event == SessionEvent.Allow).ToList();
        if (grants.Exists(g => g.Grant!.Technician != offer.Technician || g.Grant.Organisation != offer.Organisation) || grants.Count > 1)
        {
            return "a grant was made under another name";
        }

        var newcomer = scene.Newcomer?.Number;
        return scene.Relay.Admits.Any(a => a.Viewer != newcomer)
            || scene.Shown.OfType<CustomerScreen.Banner>().Any(b => b.Beside is BesideQuestion.FurtherViewer { Technician: not "Maria Rossi" } || (b.Beside is not null && newcomer is null))
            ? "the customer was asked about somebody whom nobody introduced"
            : null;
    }

    private static bool IsTrue(CheckedOffer shown, SessionOffer offer) =>
        shown.Technician == offer.Technician && shown.Organisation == offer.Organisation && shown.CaseNumber == offer.CaseNumber;

    private string? Judge(Scene scene) => Ending switch
    {
        _ when scene.Relay.Struck == 0 => "it never struck",
        Ending.NoFrame or Ending.Named when scene.Names.Count == 0 => "nobody stopped by name",
        Ending.NoFrame or Ending.Nothing when scene.Opened > 0 => $"{scene.Opened} parts were opened all the same",
        Ending.Unharmed when scene.Opened == 0 => $"the genuine page sees nothing any more: {string.Join(", ", scene.Names)}",
        Ending.Unharmed when scene.Genuine.Any(p => p.Fault is not null) => $"a genuine page stopped: {string.Join(", ", scene.Names)}",
        _ => null,
    };
}
