using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Api;

/// <summary>Looks at what programs send, and says of each field what it takes.</summary>
internal sealed class FieldCheck
{
    /// <summary>What is wrong, by the field's name.</summary>
    public Dictionary<string, string[]> Wrong { get; } = new(StringComparer.Ordinal);

    /// <summary>A case's facts, cleaned.</summary>
    /// <returns>Null where something is wrong with them.</returns>
    public NewCase? Read(CaseForm form)
    {
        var facts = new NewCase(
            Line("number", form.Number, NewCase.LongestNumber),
            Line("customer", form.Customer, NewCase.LongestCustomer),
            Line("callback", form.Callback, NewCase.LongestCallback),
            Line("problem", form.Problem, NewCase.LongestProblem));
        return Wrong.Count == 0 ? facts : null;
    }

    /// <summary>What a session is to ask for, cleaned.</summary>
    /// <param name="form">As it was sent.</param>
    /// <param name="longest">The longest session there may be, in minutes.</param>
    /// <returns>Null where something is wrong with it.</returns>
    public SessionWish? Read(PreparationForm form, int longest)
    {
        var reason = Line("reason", form.Reason, SessionWish.LongestReason);
        var beside = (form.Scopes ?? []).Where(scope => scope is not Scope.View).ToList();
        if (beside.Except(SessionWish.Askable).Any() || beside.Distinct().Count() != beside.Count)
        {
            Wrong["scopes"] = ["Beside view, which is always asked for: drawing, control or both, each once. The rest is asked for in the session."];
        }

        var choices = SessionWish.Choices(longest);
        if (form.Minutes is not { } minutes || !choices.Contains(minutes))
        {
            minutes = 0;
            Wrong["minutes"] = [$"One of {string.Join(", ", choices)}."];
        }

        return Wrong.Count == 0 ? new SessionWish(reason, [Scope.View, .. SessionWish.Askable.Where(beside.Contains)], minutes) : null;
    }

    private string Line(string name, string? sent, int most)
    {
        var line = PlainText.Clean(sent);
        if (line.Length == 0 || line.Length > most)
        {
            Wrong[name] = [$"One line of 1 to {most} characters; this has {line.Length}."];
        }

        return line;
    }
}
