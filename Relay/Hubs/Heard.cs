using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace RemoteAssist.Relay.Hubs;

/// <summary>
/// When a connection was last heard: any byte counts, so the pings of an end that has nothing else to say do too. The
/// time to come back is counted from here, however much later the loss is noticed.
/// </summary>
internal sealed class Heard(TimeProvider clock)
{
    private long ticks = clock.GetUtcNow().UtcTicks;

    public DateTimeOffset At => new(Interlocked.Read(ref ticks), TimeSpan.Zero);

    public void Now() => Interlocked.Exchange(ref ticks, clock.GetUtcNow().UtcTicks);

    /// <summary>Listens to a connection; the hub finds this among its features.</summary>
    public static void Listen(ConnectionContext connection, TimeProvider clock)
    {
        var heard = new Heard(clock);
        connection.Features.Set(heard);
        connection.Transport = new Listened(new HeardReader(connection.Transport.Input, heard), connection.Transport.Output);
    }

    private sealed record Listened(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    private sealed class HeardReader(PipeReader inner, Heard heard) : PipeReader
    {
        public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
        {
            var read = await inner.ReadAsync(cancellationToken);
            if (!read.Buffer.IsEmpty)
            {
                heard.Now();
            }

            return read;
        }

        public override bool TryRead(out ReadResult result)
        {
            if (!inner.TryRead(out result))
            {
                return false;
            }

            if (!result.Buffer.IsEmpty)
            {
                heard.Now();
            }

            return true;
        }

        public override void AdvanceTo(SequencePosition consumed) => inner.AdvanceTo(consumed);

        public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => inner.AdvanceTo(consumed, examined);

        public override void CancelPendingRead() => inner.CancelPendingRead();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);
    }
}
