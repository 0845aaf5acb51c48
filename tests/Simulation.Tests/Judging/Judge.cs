using System.Buffers.Binary;
using System.Security.Cryptography;
using RemoteAssist.Agent.Consent;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;
using RemoteAssist.Simulation.Tests.Engine;

namespace RemoteAssist.Simulation.Tests.Judging;

/// <summary>Watches a run from outside and says which invariant broke first.</summary>
internal sealed class Judge(Timeline timeline, Trace trace)
{
    private readonly Dictionary<Guid, SessionStory> sessions = [];
    private readonly SortedDictionary<long, string> acknowledged = [];
    private readonly HashSet<(string Key, ulong Number)> sealedByPages = [];
    private readonly Dictionary<int, List<byte[]>> keysToViewers = [];
    private readonly List<(int Viewer, byte[] Envelope)> controls = [];
    private readonly Dictionary<string, int> questions = [];
    private readonly Dictionary<(string Page, uint Viewer), (int Commands, int Answers)> introductions = [];

    /// <summary>The first invariant that broke, and how.</summary>
    public string? Broken { get; private set; }

    /// <summary>What happened in this run, so that a simulation in which nothing happens is noticed.</summary>
    public HashSet<Reached> Reached { get; } = [];

    public IEnumerable<SessionStory> Sessions => sessions.Values;

    public SessionStory? Find(Guid session) => sessions.GetValueOrDefault(session);

    public SortedDictionary<long, string> Acknowledged => acknowledged;

    public void Demand(bool holds, string invariant, string otherwise)
    {
        if (!holds && Broken is null)
        {
            Broken = $"{invariant}: {otherwise}";
            trace.Add("JUDGE", Broken);
        }
    }

    /// <summary>An entry is on disk.</summary>
    public void Committed(PendingEntry entry)
    {
        var why = entry.Detail?.GetValueOrDefault("reason");
        trace.Add("log", $"{entry.Action} {entry.Outcome} {why}".TrimEnd());
        if (why is "wrongCode" or "usedCode")
        {
            Reached.Add(why == "wrongCode" ? Judging.Reached.WrongCode : Judging.Reached.UsedCode);
        }

        if (entry.Session is not { } id || entry.Outcome != AuditOutcome.Success)
        {
            return;
        }

        if (entry.Action == AuditActions.SessionRequested)
        {
            sessions[id] = new SessionStory(id, $"session{sessions.Count + 1}");
            return;
        }

        var session = sessions[id];
        if (entry.Action is AuditActions.AgentBack or AuditActions.SessionRestored)
        {
            Reached.Add(entry.Action == AuditActions.AgentBack ? Judging.Reached.AgentBack : Judging.Reached.Restored);
        }
        else if (entry.Action == AuditActions.ViewerRefusedByCustomer)
        {
            Reached.Add(Judging.Reached.GuestRefused);
        }
        else if (entry.Action == AuditActions.ViewerAdmitted)
        {
            session.Admitted.Add(int.Parse(entry.Detail!["viewer"], System.Globalization.CultureInfo.InvariantCulture));
        }

        foreach (var step in Enum.GetValues<SessionEvent>().Where(s => entry.Action == AuditActions.Of(s)))
        {
            Step(session, step, entry);
        }
    }

    /// <summary>Whoever waited for an entry was told that it is on disk.</summary>
    public void Acknowledge(long sequence, PendingEntry entry) => acknowledged[sequence] = entry.Action;

    /// <summary>An Agent moves, by its own word.</summary>
    public void Moved(AgentStory agent, SessionState from, SessionState to)
    {
        trace.Add(agent.Name, $"{from} → {to}");
        Demand(
            from == agent.State && Enum.GetValues<SessionEvent>().Any(e => SessionLifecycle.Next(from, e) == to),
            Invariant.Lifecycle,
            $"{agent.Name} went from {agent.State} by {from} to {to}");
        agent.State = to;
        if (to == SessionState.Joined)
        {
            var session = agent.Session = sessions[agent.Ticket!.Value];
            session.Agents.Add(agent);
            Demand(session.Agents.Count == 1, Invariant.OneAgent, $"{agent.Name} joined {session.Name}, where {session.Agents[0].Name} had joined");
            Demand(session.Exchange is not null, Invariant.EvidenceFirst, $"{agent.Name} asks its customer, and the log has no session.join");
        }
        else if (to == SessionState.Consented)
        {
            Demand(agent.Session!.Allowed, Invariant.EvidenceFirst, $"{agent.Name} holds a grant that is not in the log");
        }
        else if (to == SessionState.Ended)
        {
            agent.Ended = timeline.Now;
        }
    }

    /// <summary>An Agent tells its customer how the record stands. This Relay may die, but it does not lie.</summary>
    public void Told(AgentStory agent, RecordStanding record)
    {
        Demand(record is not RecordStanding.Broken, Invariant.Record, $"{agent.Name} tells that its record is broken");
        if (record is RecordStanding.Complete)
        {
            Reached.Add(Judging.Reached.Proved);
        }
    }

    public void Fetched(AgentStory agent)
    {
        agent.Fetches++;
        MaySee(agent, "looked at the screen");
        Demand(agent.Keyed.Overlaps(agent.Present), Invariant.NobodyThere, $"{agent.Name} looked at the screen, and no viewer had keys");
    }

    public void EnvelopeLeft(AgentStory agent, byte[] envelope)
    {
        if (!EnvelopeHeader.TryRead(envelope, out var head))
        {
            Demand(false, Invariant.Nonces, $"{agent.Name} sent what is no envelope");
        }
        else if (head.Channel == EnvelopeChannel.Control)
        {
            controls.Add(((int)head.Viewer, envelope));
        }
        else
        {
            agent.Frames++;
            MaySee(agent, "sent a frame");
            Demand(head.Number > agent.LastFrame, Invariant.Nonces, $"{agent.Name} sent frame envelope {head.Number} after {agent.LastFrame}");
            agent.LastFrame = head.Number;
        }
    }

    public void FrameShown(string page, SessionStory session, bool admitted)
    {
        Demand(session.Allowed && session.Shown, Invariant.EvidenceFirst, $"{page} shows a frame, and the log has no {(session.Allowed ? "session.show" : "session.allow")}");
        Demand(admitted, Invariant.NotAdmitted, $"{page} shows a frame and was never admitted");
    }

    /// <summary>A page has keys.</summary>
    public void Keyed(int viewer, byte[] toViewer)
    {
        if (!keysToViewers.TryGetValue(viewer, out var keys))
        {
            keysToViewers[viewer] = keys = [];
        }

        keys.Add(toViewer);
    }

    public void PageSealed(string page, byte[] key, byte[] envelope)
    {
        EnvelopeHeader.TryRead(envelope, out var head);
        Demand(
            sealedByPages.Add((Convert.ToHexString(key), head.Number)),
            Invariant.Nonces,
            $"{page} sealed two messages as number {head.Number} under one key");
    }

    public void Asked(AgentStory agent, string introduction)
    {
        introduction = $"{agent.Session?.Name}: {introduction}";
        var times = questions[introduction] = questions.GetValueOrDefault(introduction) + 1;
        trace.Add(agent.Name, $"asks about {introduction}");
        Demand(times == 1, Invariant.Once, $"{agent.Name} asks the {times}th time about {introduction}");
    }

    /// <summary>A page vouches for a viewer.</summary>
    public void Commanded(string page, uint viewer)
    {
        var (commands, answers) = introductions.GetValueOrDefault((page, viewer));
        introductions[(page, viewer)] = (commands + 1, answers);
    }

    /// <summary>A page hears what came of it.</summary>
    public void Answered(string page, uint viewer, bool allowed)
    {
        var (commands, answers) = introductions.GetValueOrDefault((page, viewer));
        introductions[(page, viewer)] = (commands, answers + 1);
        trace.Add(page, $"hears that viewer {viewer} is {(allowed ? "admitted" : "not admitted")}");
        Demand(answers < commands, Invariant.Once, $"{page} vouched {commands} times for viewer {viewer} and was answered {answers + 1} times");
    }

    /// <summary>
    /// All that the Agents said on control channels, whether it arrived or not: no number twice under one key, and no
    /// more answers about a viewer than there were commands.
    /// </summary>
    public void CheckControls()
    {
        var used = new HashSet<(string, ulong)>();
        var said = new Dictionary<uint, int>();
        foreach (var (viewer, envelope) in controls)
        {
            EnvelopeHeader.TryRead(envelope, out var head);
            foreach (var key in keysToViewers.GetValueOrDefault(viewer, []))
            {
                if (Open(key, head.Number, envelope) is not { } body)
                {
                    continue;
                }

                Demand(used.Add((Convert.ToHexString(key), head.Number)), Invariant.Nonces, $"an Agent sealed two messages as number {head.Number} for viewer {viewer} under one key");
                if (ControlMessage.Read(body) is ControlMessage.Admitted admitted)
                {
                    said[admitted.Viewer] = said.GetValueOrDefault(admitted.Viewer) + 1;
                }
            }
        }

        foreach (var (viewer, times) in said)
        {
            var commands = introductions.Where(i => i.Key.Viewer == viewer).Sum(i => i.Value.Commands);
            Demand(times <= commands, Invariant.Once, $"viewer {viewer} was vouched for {commands} times and answered about {times} times");
        }
    }

    private static byte[]? Open(byte[] key, ulong number, byte[] envelope)
    {
        Span<byte> nonce = stackalloc byte[12];
        BinaryPrimitives.WriteUInt64LittleEndian(nonce[4..], number);
        using var aes = new AesGcm(key, 16);
        var body = new byte[envelope.Length - EnvelopeHeader.Size - 16];
        try
        {
            aes.Decrypt(
                nonce,
                envelope.AsSpan(EnvelopeHeader.Size, body.Length),
                envelope.AsSpan(envelope.Length - 16),
                body,
                envelope.AsSpan(0, EnvelopeHeader.Size));
            return body;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private void MaySee(AgentStory agent, string did)
    {
        Demand(agent.Session is { Allowed: true }, Invariant.NoGrant, $"{agent.Name} {did}, and no grant is in the log");
        Demand(agent.Session is { Shown: true }, Invariant.EvidenceFirst, $"{agent.Name} {did}, and no session.show is in the log");
        Demand(
            agent.State == SessionState.Live,
            agent.State is SessionState.Paused or SessionState.Ended ? Invariant.AgentWins : Invariant.NoGrant,
            $"{agent.Name} {did} in {agent.State}");
    }

    private void Step(SessionStory session, SessionEvent step, PendingEntry entry)
    {
        if (SessionLifecycle.Next(session.State, step) is not { } next)
        {
            Demand(false, Invariant.Lifecycle, $"the log has {entry.Action} of {session.Name} in {session.State}");
            return;
        }

        session.State = next;
        Reached.Add(step switch
        {
            SessionEvent.Join => Judging.Reached.Joined,
            SessionEvent.Allow => Judging.Reached.Allowed,
            SessionEvent.Show => Judging.Reached.Live,
            SessionEvent.Pause => Judging.Reached.Paused,
            SessionEvent.Resume => Judging.Reached.Resumed,
            _ => Judging.Reached.Ended,
        });
        switch (step)
        {
            case SessionEvent.Join:
                session.Exchange = entry.Detail!["exchange"];
                break;
            case SessionEvent.Allow:
                session.Allowed = true;
                break;
            case SessionEvent.Show or SessionEvent.Resume:
                session.Shown = true;
                break;
            case SessionEvent.End:
                session.Ended = timeline.Now;
                session.Reason = Enum.Parse<EndReason>(entry.Detail!["reason"], ignoreCase: true);
                break;
            default:
                break;
        }
    }
}

/// <summary>What a run came to; among enough runs, each of them is there.</summary>
internal enum Reached
{
    Joined,
    WrongCode,
    UsedCode,
    Allowed,
    Live,
    Paused,
    Resumed,
    PageResumed,
    AgentBack,
    Restored,
    GuestSaw,
    GuestRefused,
    Proved,
    Ended,
}

/// <summary>What must hold after every event, whatever happens.</summary>
internal static class Invariant
{
    public const string NoGrant = "1 before a grant is in the log nothing is looked at and no frame leaves";
    public const string OneAgent = "2 a code opens one session for one Agent, and a grant dies with it";
    public const string EvidenceFirst = "3 evidence before effect";
    public const string LogKeeps = "4 nothing that was acknowledged is lost from the log, and its chain holds";
    public const string AgentWins = "5 the Agent's Paused and Ended win";
    public const string NotAdmitted = "6 no frame is shown to a viewer that was not admitted";
    public const string Once = "7 a command is done once";
    public const string NobodyThere = "8 while no viewer has keys nothing is captured";
    public const string Nonces = "9 no nonce comes twice under a key";
    public const string Ends = "10 every session ends in time, for a reason, at both ends";
    public const string Lifecycle = "11 states move by the life-cycle's table";
    public const string Opens = "12 without a hostile carrier every envelope opens";
    public const string Record = "13 no Agent accuses a Relay that keeps its log";
}
