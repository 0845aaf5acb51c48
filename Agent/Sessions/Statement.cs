using RemoteAssist.Agent.Uplink;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Sessions;

/// <summary>Something that the Agent states about its session: once, however often it has to be said. Used by <see cref="OwnChain"/> alone.</summary>
/// <param name="name">For the log on the customer's console.</param>
/// <param name="what">What is signed of it.</param>
/// <param name="say">Says it to the Relay.</param>
internal sealed class Statement(string name, AgentStatement what, Func<IRelayLink, AgentLink, CancellationToken, Task<bool>> say)
{
    /// <summary>A step.</summary>
    public static Statement Of(AgentReport report) =>
        new($"{report.Event}", AgentStatement.Of(report), (to, link, cancel) => to.Report(report, link, cancel));

    /// <summary>How much was injected.</summary>
    public static Statement Of(UseReport report) =>
        new($"use report {report.Number}", AgentStatement.Of(report), (to, link, cancel) => to.Used(report, link, cancel));

    /// <summary>A file, a clipboard or facts.</summary>
    public static Statement Of(TransferReport report) =>
        new($"transfer {report.Number}", AgentStatement.Of(report), (to, link, cancel) => to.Transferred(report, link, cancel));

    /// <summary>The customer's answer about a further viewer.</summary>
    public static Statement OfAdmitting(int viewer, bool allowed) => new(
        $"the answer about viewer {viewer}", AgentStatement.OfAdmitting(viewer, allowed), (to, link, cancel) => to.Admit(viewer, allowed, link, cancel));

    /// <summary>The session was handed over.</summary>
    public static Statement OfHandingOver(int viewer) => new(
        $"handing over to viewer {viewer}", AgentStatement.OfHandingOver(viewer), (to, link, cancel) => to.HandOver(viewer, link, cancel));

    /// <summary>What is signed of it.</summary>
    public AgentStatement What => what;

    /// <summary>Its place in the chain; null before it was said, and after the Relay refused it.</summary>
    public AgentLink? Link { get; set; }

    /// <summary>Whether the Relay has said that it is in the log.</summary>
    public bool IsTaken { get; set; }

    /// <summary>Says it.</summary>
    public Task<bool> Say(IRelayLink to, CancellationToken cancel) => say(to, Link!, cancel);

    /// <inheritdoc/>
    public override string ToString() => name;
}
