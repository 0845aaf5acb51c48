using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Sessions;

/// <summary>What the customer answers after the end, on a connection that is in no session.</summary>
internal sealed class RatingSteps(FormerSeats seats, IAuditLog audit, TimeProvider clock)
{
    /// <summary>The hardest and the easiest.</summary>
    private const int Hardest = 1, Easiest = 5;

    private const int SentenceLength = 500;

    /// <summary>Takes the answers once.</summary>
    /// <returns>
    /// True once they are in the log, also where they are said again because that was not heard. False where they come from
    /// nobody who was there, too early, too late, or after others.
    /// </returns>
    /// <exception cref="AuditUnavailableException">The log cannot be written.</exception>
    public async Task<bool> Rate(RatingRequest request, string address)
    {
        if (Read(request) is not { } rating || await seats.Find(request.ProtocolVersion, request.Session, request.Seat, address) is not { } row)
        {
            return false;
        }

        if (row.Rated is not null)
        {
            return rating.Is(row);
        }

        try
        {
            await audit.Append(
                SessionEntries.Rated(row.CaseId, row.Id, rating.Solved, rating.Ease, rating.Sentence),
                db => Write(db, row.Id, rating, clock.GetUtcNow()));
            return true;
        }
        catch (RatedAlreadyException)
        {
            return false;
        }
    }

    private static Given? Read(RatingRequest request)
    {
        var sentence = PlainText.Clean(request.Sentence);
        if (sentence.Length > SentenceLength || request.Ease is < Hardest or > Easiest)
        {
            return null;
        }

        var given = new Given(request.Solved, request.Ease, sentence.Length == 0 ? null : sentence);
        return given is { Solved: null, Ease: null, Sentence: null } ? null : given;
    }

    private static async Task Write(RelayDb db, Guid session, Given given, DateTimeOffset now)
    {
        var written = await db.Sessions
            .Where(row => row.Id == session && row.Rated == null)
            .ExecuteUpdateAsync(set => set
                .SetProperty(row => row.Rated, now)
                .SetProperty(row => row.Solved, given.Solved)
                .SetProperty(row => row.Ease, given.Ease)
                .SetProperty(row => row.Sentence, given.Sentence));
        if (written == 0)
        {
            throw new RatedAlreadyException();
        }
    }

    private sealed record Given(bool? Solved, int? Ease, string? Sentence)
    {
        public bool Is(SessionRow row) =>
            row.Solved == Solved && row.Ease == Ease && string.Equals(row.Sentence, Sentence, StringComparison.Ordinal);
    }

    private sealed class RatedAlreadyException() : Exception("Others answered at the same time.");
}
