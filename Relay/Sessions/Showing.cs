using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Sessions;

/// <summary>Texts and offers in the one form in which the customer is shown them, the grant names them and the Relay signs them.</summary>
internal static class Showing
{
    /// <summary>
    /// Cleaned as the Agent does it, since its grant is compared with what was offered; and cut to what a signed
    /// statement holds, which a long Chinese name of the forms' 100 characters can pass.
    /// </summary>
    public static string Text(string text) => PlainText.Fitting(PlainText.Clean(text), AskingStatement.LongestText).TrimEnd();

    /// <summary>What the customer is asked.</summary>
    public static SessionOffer Offer(SessionFacts facts, IReadOnlyList<Scope> scopes, int minutes, SessionOptions options) => new(
        facts.Id, facts.Technician, facts.Organisation, facts.CaseNumber, facts.Problem, facts.Reason, scopes, minutes,
        (int)options.AnswerWithin.TotalSeconds, options.Controller.Named);
}
