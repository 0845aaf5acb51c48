using RemoteAssist.Shared.Sessions;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Viewer.Words;

/// <summary>Says where a session stands.</summary>
public static class SessionWords
{
    /// <summary>A few words for a state.</summary>
    public static string State(ScreenText text, SessionState state) => text[$"State.{state}"];

    /// <summary>One sentence for why a session ended.</summary>
    public static string Ended(ScreenText text, EndReason reason) => text[$"End.{reason}"];

    /// <summary>What the customer answered after the end, as far as they did; their sentence between quotation marks.</summary>
    public static string Rating(ScreenText text, RatingView rating)
    {
        var said = new[]
        {
            rating.Solved is { } solved ? text[solved ? "Rating.Solved" : "Rating.NotSolved"] : null,
            rating.Ease is { } ease ? text["Rating.Ease", ease] : null,
            string.IsNullOrWhiteSpace(rating.Sentence) ? null : text["Rating.Sentence", rating.Sentence],
        };
        return string.Join(" · ", said.Where(part => part is not null));
    }

    /// <summary>A wrap-up but for what was done: its topics, whether it is solved, what follows.</summary>
    public static string WrapUp(ScreenText text, WrapUp wrapUp)
    {
        var said = new[]
        {
            string.Join(text["Log.BetweenScopes"], wrapUp.Topics.Select(topic => text[$"Topic.{topic}"])),
            text[wrapUp.Solved ? "WrapUp.Solved" : "WrapUp.NotSolved"],
            text["WrapUp.Next", text[$"Next.{wrapUp.Next}"]],
            wrapUp.Words,
        };
        return string.Join(" · ", said.Where(part => part.Length > 0));
    }

    /// <summary>Where it stands or, once it is over, why it ended.</summary>
    public static string Standing(ScreenText text, SessionSummary session) => session switch
    {
        { EndReason: { } reason } when SessionLifecycle.IsOver(session.State) => Ended(text, reason),
        _ => State(text, session.State),
    };
}
