using System.Text;
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
    public static string Text(string text)
    {
        var clean = PlainText.Clean(text);
        if (Encoding.UTF8.GetByteCount(clean) <= AskingStatement.LongestText)
        {
            return clean;
        }

        var cut = new StringBuilder();
        var bytes = 0;
        foreach (var rune in clean.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > AskingStatement.LongestText)
            {
                break;
            }

            cut.Append(rune.ToString());
        }

        return cut.ToString().TrimEnd(' ');
    }

    /// <summary>What the customer is asked.</summary>
    public static SessionOffer Offer(SessionFacts facts, IReadOnlyList<Scope> scopes, int minutes, SessionOptions options) => new(
        facts.Id, facts.Technician, facts.Organisation, facts.CaseNumber, facts.Problem, facts.Reason, scopes, minutes,
        (int)options.AnswerWithin.TotalSeconds);
}
