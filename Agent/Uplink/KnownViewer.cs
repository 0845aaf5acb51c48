using RemoteAssist.Agent.Consent;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Uplink;

/// <summary>
/// One technician's page, across all its connections: the secrets by which it is known again, which of its commands
/// are done, and what it has still to be told. Not thread-safe.
/// </summary>
internal sealed class KnownViewer : IDisposable
{
    // Answers to what one page has asked. More are open only where it breaks the protocol.
    private const int MostOwed = 8;

    private readonly Queue<ControlMessage> owed = new();
    private ResumptionSecret secret;
    private ResumptionSecret? before;
    private ControlOpener? opener;

    /// <param name="secret">How it is known.</param>
    /// <param name="now">A timestamp of the clock.</param>
    public KnownViewer(ResumptionSecret secret, long now)
    {
        this.secret = secret;
        GoneSince = now;
        BeforeSince = now;
    }

    /// <summary>Its number on the present connection; null while it is gone.</summary>
    public int? Number { get; private set; }

    /// <summary>Whether it has its keys and can be sent something.</summary>
    public bool IsReady { get; set; }

    /// <summary>Since when it is gone; means something while it is.</summary>
    public long GoneSince { get; private set; }

    /// <summary>Since when the secret before the present one is kept.</summary>
    public long BeforeSince { get; private set; }

    /// <summary>The last of its commands that was done; 0 before the first.</summary>
    public uint LastCommand { get; set; }

    /// <summary>Who sits there, where that is a colleague whom the customer let in; null for the session's technician.</summary>
    public Colleague? Colleague { get; set; }

    /// <summary>The colleague's name; null for the session's technician.</summary>
    public string? Name => Colleague?.Name;

    /// <summary>The last line of the chat that it has shown; null before its first connection after the grant.</summary>
    public uint? ChatSeen { get; set; }

    /// <summary>How it would have the picture.</summary>
    public ViewQuality Wish { get; set; }

    /// <summary>How it can be known again, the surest first.</summary>
    public IEnumerable<ResumptionSecret> Secrets => before is null ? [secret] : [secret, before];

    /// <summary>It is here under this number.</summary>
    /// <param name="number">Its number on this connection.</param>
    /// <param name="with">Opens what it seals on this connection.</param>
    public void Meet(int number, ControlOpener with)
    {
        opener?.Dispose();
        opener = with;
        Number = number;
        IsReady = false;
    }

    /// <summary>Whether this is still the connection that it is on.</summary>
    public bool IsOn(ControlOpener connection) => opener == connection;

    /// <summary>It has shown one secret, and has another one from now on.</summary>
    /// <param name="next">The new one.</param>
    /// <param name="shown">Kept until something was opened: the page may not have heard of the new one.</param>
    /// <param name="now">A timestamp of the clock.</param>
    public void Renew(ResumptionSecret next, ResumptionSecret shown, long now)
    {
        foreach (var old in Secrets.Where(old => old != shown).ToArray())
        {
            old.Dispose();
        }

        secret = next;
        before = shown;
        BeforeSince = now;
    }

    /// <summary>It is gone, and its keys with it; it is known for a while.</summary>
    public void Leave(long now)
    {
        Number = null;
        IsReady = false;
        GoneSince = now;
        opener?.Dispose();
        opener = null;
    }

    /// <summary>Whether it has been gone for longer than it may take to come back.</summary>
    public bool IsLost(TimeProvider clock) => Number is null && clock.GetElapsedTime(GoneSince) > HubContract.ComeBackWithin;

    /// <summary>Opens an envelope of the present connection.</summary>
    public SealingFault? Open(ReadOnlySpan<byte> envelope, out byte[] body)
    {
        var fault = opener!.Open(envelope, out body);
        if (fault is null)
        {
            ForgetBefore();
        }

        return fault;
    }

    /// <summary>Forgets the secret before the present one.</summary>
    public void ForgetBefore()
    {
        before?.Dispose();
        before = null;
    }

    /// <summary>Something to be said as soon as it can be.</summary>
    public void Owe(ControlMessage message)
    {
        if (owed.Count == MostOwed)
        {
            owed.Dequeue();
        }

        owed.Enqueue(message);
    }

    /// <summary>Takes the next thing to be said.</summary>
    public bool TakeOwed(out ControlMessage? message) => owed.TryDequeue(out message);

    /// <summary>Forgets it for good.</summary>
    public void Dispose()
    {
        Leave(GoneSince);
        secret.Dispose();
        ForgetBefore();
    }
}
