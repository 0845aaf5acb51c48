using System.Collections.Concurrent;
using RemoteAssist.Agent.Transfers;

namespace RemoteAssist.Agent.Tests.Fakes;

/// <summary>A desktop's clipboard that only remembers.</summary>
internal sealed class FakeClipboard : IClipboard
{
    private IClipboardEvents? events;

    public ConcurrentQueue<IReadOnlyList<ClipboardContent>> Set { get; } = new();

    /// <summary>Whether it is watched.</summary>
    public bool IsOpen => events is not null;

    public IClipboard Open(IClipboardEvents hears)
    {
        events = hears;
        return this;
    }

    /// <summary>The customer copies something.</summary>
    /// <returns>Whether it was read.</returns>
    public bool Copy(params ClipboardContent[] pieces)
    {
        if (events?.MayRead != true)
        {
            return false;
        }

        events.Copied(pieces);
        return true;
    }

    void IClipboard.Set(IReadOnlyList<ClipboardContent> pieces) => Set.Enqueue(pieces);

    public void Dispose() => events = null;
}
