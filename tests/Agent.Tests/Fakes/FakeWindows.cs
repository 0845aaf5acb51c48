using System.Collections.Concurrent;
using RemoteAssist.Agent.Consent;

namespace RemoteAssist.Agent.Tests.Fakes;

/// <summary>Remembers what the customer would see.</summary>
internal sealed class FakeWindows : ICustomerWindows
{
    public ConcurrentQueue<CustomerScreen> Shown { get; } = new();

    public CustomerScreen Now => Shown.Last();

    public void Show(CustomerScreen screen) => Shown.Enqueue(screen);
}
