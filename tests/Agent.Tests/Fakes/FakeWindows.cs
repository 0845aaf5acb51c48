using System.Collections.Concurrent;
using RemoteAssist.Agent.Consent;

namespace RemoteAssist.Agent.Tests.Fakes;

/// <summary>Remembers what the customer would see.</summary>
internal sealed class FakeWindows : ICustomerWindows
{
    public ConcurrentQueue<CustomerScreen> Shown { get; } = new();

    /// <summary>Waits until whoever shows something is done with all that belongs to it.</summary>
    public Action Settle { get; set; } = () => { };

    /// <summary>What the customer sees, once everything that came about with it has.</summary>
    public CustomerScreen Now
    {
        get
        {
            Settle();
            return Shown.Last();
        }
    }

    public void Show(CustomerScreen screen) => Shown.Enqueue(screen);
}
