using System.Collections.Concurrent;
using RemoteAssist.Relay.Recordings;

namespace RemoteAssist.Relay.Tests.Sessions;

/// <summary>Notes what it is told.</summary>
internal sealed class FakeRecorder : IRecorder
{
    public ConcurrentQueue<string> Told { get; } = new();

    public ConcurrentQueue<byte[]> Wrapped { get; } = new();

    public void Begin(Guid session) => Told.Enqueue("begin");

    public void Keys(Guid session, ReadOnlyMemory<byte> wrapped)
    {
        Told.Enqueue("keys");
        Wrapped.Enqueue(wrapped.ToArray());
    }

    public void Frame(Guid session, ReadOnlyMemory<byte> envelope)
    {
    }

    public Task End(Guid session, string reason)
    {
        Told.Enqueue($"end: {reason}");
        return Task.CompletedTask;
    }
}
