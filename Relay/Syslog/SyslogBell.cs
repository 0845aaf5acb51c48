using System.Threading.Channels;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Relay.Syslog;

/// <summary>Wakes the feed at each entry; rings that nobody heard yet are one.</summary>
internal sealed class SyslogBell : IEntryFollower
{
    private readonly Channel<bool> rings = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public bool HasRows(PendingEntry entry) => false;

    public Task Follow(RelayDb db, PendingEntry entry, long sequence, CancellationToken cancel) => Task.CompletedTask;

    public void Written(PendingEntry entry) => rings.Writer.TryWrite(true);

    /// <summary>Waits for an entry.</summary>
    public async Task Wait(CancellationToken cancel) => await rings.Reader.ReadAsync(cancel);
}
