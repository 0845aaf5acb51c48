using System.Collections.Concurrent;
using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Tests.Fakes;

/// <summary>Remembers the customer's answers.</summary>
internal sealed class FakeRatings : IRatingLink
{
    private readonly TaskCompletionSource said = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ConcurrentQueue<(JoinTicket Ticket, Rating Rating)> Said { get; } = new();

    /// <summary>They are in the log only once <see cref="Confirm"/> was called.</summary>
    public bool Slow { get; set; }

    public void Confirm() => said.TrySetResult();

    public Task Say(JoinTicket ticket, Rating rating)
    {
        Said.Enqueue((ticket, rating));
        return Slow ? said.Task : Task.CompletedTask;
    }
}
