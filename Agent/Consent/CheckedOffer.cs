using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Consent;

/// <summary>
/// An offer after the Agent's own check. The Relay is not trusted: texts are cut and cleaned,
/// times are held inside their ranges, scopes are known ones, each once.
/// </summary>
internal sealed record CheckedOffer(
    Guid Session,
    string Technician,
    string Organisation,
    string CaseNumber,
    string Problem,
    string Reason,
    IReadOnlyList<Scope> Scopes,
    TimeSpan Length,
    TimeSpan AnswerWithin)
{
    // The longest that the case desk accepts (ICaseDesk, ISessionDesk, FirstAccount).
    private const int NameLength = 100;
    private const int NumberLength = 40;
    private const int SentenceLength = 200;

    /// <summary>The offer as it may be shown.</summary>
    /// <returns>Null where nobody is named or seeing the screen is not asked for: there is nothing to consent to.</returns>
    public static CheckedOffer? From(SessionOffer offer)
    {
        var technician = NameOf(offer.Technician);
        var organisation = NameOf(offer.Organisation);
        var scopes = (offer.Scopes ?? []).Where(Enum.IsDefined).Distinct().Order().ToArray();
        if (technician.Length == 0 || organisation.Length == 0 || !scopes.Contains(Scope.View))
        {
            return null;
        }

        return new CheckedOffer(
            offer.Session,
            technician,
            organisation,
            Clean(offer.CaseNumber, NumberLength),
            Clean(offer.Problem, SentenceLength),
            Clean(offer.Reason, SentenceLength),
            scopes,
            TimeSpan.FromMinutes(Math.Clamp(offer.Minutes, 1, 480)),
            TimeSpan.FromSeconds(Math.Clamp(offer.AnswerWithinSeconds, 5, 600)));
    }

    /// <summary>A name as it may be shown; empty where nothing is left of it.</summary>
    public static string NameOf(string? name) => Clean(name, NameLength);

    /// <summary>Whether what is shown of who asks, and for which case, is what the Relay has signed.</summary>
    public bool IsOf(AskingStatement signed) =>
        NameOf(signed.Technician) == Technician
        && NameOf(signed.Organisation) == Organisation
        && Clean(signed.CaseNumber, NumberLength) == CaseNumber;

    private static string Clean(string? text, int longest)
    {
        var clean = PlainText.Clean(text);
        if (clean.Length <= longest)
        {
            return clean;
        }

        // Not through the middle of a character.
        return clean[..(char.IsLowSurrogate(clean[longest]) ? longest - 1 : longest)].TrimEnd();
    }
}
