using System.Collections.Immutable;
using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Uplink;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Sessions;

/// <summary>
/// What is written between the customer and the technicians. Each line goes to everybody who has keys, and again to
/// whoever comes back without having seen it. Everything is called under the session's lock.
/// </summary>
internal sealed class ChatDesk(
    SessionStanding standing, ViewerBook book, Action<KnownViewer, ControlMessage> say, TimeProvider clock, Action show)
{
    /// <summary>The oldest lines go where there are more.</summary>
    public const int MostLines = 500;

    private const byte FromCustomer = 0;

    // Who wrote a line, beside it; null for the customer.
    private readonly Queue<(ControlMessage.Said Said, KnownViewer? By)> said = new();
    private uint last;

    /// <summary>What was written, oldest first.</summary>
    public ImmutableArray<ChatLine> Lines { get; private set; } = [];

    /// <summary>The customer writes; empty text is ignored.</summary>
    public void Say(string text)
    {
        if (standing.Grant is not null && !standing.IsOver && Clean(text) is { Length: > 0 } line)
        {
            Add(line, null);
        }
    }

    /// <summary>A viewer writes.</summary>
    public CommandRefusal? Say(KnownViewer viewer, string text)
    {
        if (Clean(text) is not { Length: > 0 } line)
        {
            return CommandRefusal.Malformed;
        }

        Add(line, viewer);
        return null;
    }

    /// <summary>A viewer has shown all lines up to this one.</summary>
    public void Seen(KnownViewer viewer, uint line)
    {
        if (line > last || line <= viewer.ChatSeen)
        {
            return;
        }

        viewer.ChatSeen = line;
        var before = Lines;
        Lines = [.. Lines.Select(l => l.From is null && l.Line <= line && !l.Delivered ? l with { Delivered = true } : l)];
        if (!Lines.SequenceEqual(before))
        {
            show();
        }
    }

    /// <summary>What a viewer has not seen yet, on a new connection. Who was let in later has not missed what was written before.</summary>
    public IEnumerable<ControlMessage> Unseen(KnownViewer viewer)
    {
        viewer.ChatSeen ??= last;
        return [.. said.Where(s => s.By != viewer && s.Said.Line > viewer.ChatSeen).Select(s => s.Said)];
    }

    private void Add(string text, KnownViewer? by)
    {
        var message = new ControlMessage.Said(++last, by is null ? FromCustomer : (byte)((by.Number!.Value % byte.MaxValue) + 1), text);
        said.Enqueue((message, by));
        Lines = Lines.Add(new ChatLine(
            clock.GetUtcNow(), last, by is null ? null : by.Name ?? standing.Grant!.Technician, text, Delivered: by is not null));
        if (said.Count > MostLines)
        {
            said.Dequeue();
            Lines = Lines.RemoveAt(0);
        }

        foreach (var viewer in book.Ready.Where(v => v != by).ToArray())
        {
            say(viewer, message);
        }

        show();
    }

    // No longer than a message carries.
    private static string Clean(string text) => PlainText.Fitting(PlainText.Clean(text), ControlMessage.Said.MaxTextBytes).TrimEnd();
}
