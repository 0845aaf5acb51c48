using RemoteAssist.Shared.Recordings;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Consent;

/// <summary>
/// An offer after the Agent's own check. The Relay is not trusted: texts are cut and cleaned,
/// times are held inside their ranges, scopes are known ones, each once; and recording is among them only where auditors are named.
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
    TimeSpan AnswerWithin,
    AuditorList? Auditors = null)
{
    // The longest that the case desk accepts (ICaseDesk, ISessionDesk, FirstAccount).
    private const int NameLength = 100;
    private const int NumberLength = 40;
    private const int SentenceLength = 200;

    // Eight groups of four, with blanks between: the 16 bytes of an auditor's id.
    private const int IdDigits = 39;

    /// <summary>The offer as it may be shown.</summary>
    /// <returns>Null where nobody is named or seeing the screen is not asked for: there is nothing to consent to.</returns>
    public static CheckedOffer? From(SessionOffer offer)
    {
        var technician = NameOf(offer.Technician);
        var organisation = NameOf(offer.Organisation);
        var scopes = (offer.Scopes ?? []).Where(scope => Enum.IsDefined(scope) && (scope != Scope.Recording || offer.Auditors is not null)).Distinct().Order().ToArray();
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
            TimeSpan.FromSeconds(Math.Clamp(offer.AnswerWithinSeconds, 5, 600)),
            offer.Auditors);
    }

    /// <summary>A name as it may be shown; empty where nothing is left of it.</summary>
    public static string NameOf(string? name) => Clean(name, NameLength);

    /// <summary>The auditors as people read them: name and id, which is the beginning of the key's fingerprint.</summary>
    public IReadOnlyList<string> AuditorLines => Auditors is null ? [] : [.. Auditors.Certificates.Select(one => $"{one.Name} · {one.Fingerprint[..IdDigits]}")];

    /// <summary>
    /// Whether what is shown of who asks, and for which case, is what the Relay has signed; and whether the auditors are those that it
    /// signed, and each is certified by the organisation's root key.
    /// </summary>
    public bool IsOf(AskingStatement signed, DateTimeOffset now) =>
        (Auditors is null ? signed.Auditors is null : Auditors.IsGood(now) && Auditors.Hash().AsSpan().SequenceEqual(signed.Auditors)) &&
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
