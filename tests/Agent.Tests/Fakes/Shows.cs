using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Sessions;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Agent.Tests.Fakes;

/// <summary>A customer who says yes to the words that the question usually has.</summary>
internal static class Shows
{
    /// <summary>What <see cref="Some.Offer"/> is asked with.</summary>
    public static ShownText Text { get; } = new("en", ["Lin Wei · Northwind IT", "Case 20931 — “Printer prints blank pages”", "Decline", "Allow"]);

    public static void Allow(this AgentSession session, IReadOnlyCollection<Scope> scopes) => session.Allow(scopes, Text);

    public static void AllowBeside(this AgentSession session, int question) => session.AllowBeside(question, Text);
}
