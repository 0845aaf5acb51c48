using System.Collections.Immutable;
using RemoteAssist.Relay.Rooms;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Receipts;
using RemoteAssist.Shared.Recordings;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Sessions;

/// <summary>
/// One session that is not over, in memory. Everything settable here is read and written only while
/// <see cref="Gate"/> is held, and <see cref="Standing"/> is written by the session directory alone.
/// </summary>
internal sealed class ActiveSession(SessionFacts facts, SessionOffer offer, Standing standing, int lastViewer = 0)
{
    // Answers about further viewers that can be said again. Only the last few are still on their way.
    private const int MostAnswers = 16;

    private readonly Dictionary<int, bool> answers = [];

    /// <summary>One step at a time.</summary>
    public SemaphoreSlim Gate { get; } = new(1, 1);

    public SessionFacts Facts { get; private set; } = facts;

    public SessionOffer Offer { get; private set; } = offer;

    public Room Room { get; } = new(lastViewer);

    public Standing Standing { get; private set; } = standing;

    /// <summary>What may still be typed; null once it is used, expired or destroyed.</summary>
    public LiveCode? Code { get; set; }

    /// <summary>Set while nobody has joined and there is no code.</summary>
    public Codeless? Codeless { get; set; }

    /// <summary>Since when the Agent that is here has had its seat; its answer is waited for from then on.</summary>
    public DateTimeOffset? AgentSince { get; set; }

    /// <summary>Until when a joined Agent that is not connected may come back.</summary>
    public DateTimeOffset? AgentBackBy { get; set; }

    /// <summary>Until when some Viewer must come back to a joined session that has none.</summary>
    public DateTimeOffset? ViewerBackBy { get; set; }

    /// <summary>When the Relay took it up at its start; what passed before that is not in the counters.</summary>
    public DateTimeOffset? TakenUp { get; set; }

    /// <summary>Whether nobody has come back since it was taken up.</summary>
    public bool NobodyBack { get; set; }

    /// <summary>What the customer allows now; null before, and after a restart until the Agent says it again.</summary>
    public IReadOnlyList<Scope>? Allowed { get; set; }

    /// <summary>The last receipt that is in the log; said again, what it is of is not written twice.</summary>
    public SignedReceipt? LastReceipt { get; set; }

    /// <summary>Whether <see cref="LastReceipt"/> is known; after a restart it is in the database.</summary>
    public bool LastReceiptIsRead { get; set; }

    /// <summary>Receipts that were not right.</summary>
    public int ReceiptsRefused { get; set; }

    /// <summary>Ends its recording, for a reason that is a name; null while it is not recorded.</summary>
    public Func<string, Task>? EndRecording { get; set; }

    /// <summary>Reports about the customer's computer that a viewer wanted to be kept, since this Relay started.</summary>
    public int Reports { get; set; }

    /// <summary>Who was ever invited to it, by their account. Replaced whole, so that a list of invitations reads it without the gate.</summary>
    public ImmutableSortedDictionary<string, Colleague> Colleagues { get; set; } = ImmutableSortedDictionary.Create<string, Colleague>(StringComparer.Ordinal);

    /// <summary>The viewer to which it was handed over last; said again, it is not written twice.</summary>
    public int? HandedTo { get; private set; }

    /// <summary>Whether its technician has a viewer here; without, it goes on for a minute only.</summary>
    public bool IsLed => Room.Viewers.Any(viewer => viewer.IsOfTechnician);

    /// <summary>What is in the log of files and clipboards.</summary>
    public TransferBook Transfers { get; } = new();

    /// <summary>What is in the log of the use of pointer and keyboard; null before a code held, and after a restart until it is read.</summary>
    public UseBook? Uses { get; set; }

    /// <summary>The Agent's own chain, as far as it is in the log; null before a code held, and after a restart until it is read.</summary>
    public AgentChain? Links { get; set; }

    /// <summary>Set while the log cannot be written.</summary>
    public LogTrouble? Trouble { get; set; }

    /// <summary>When what is due may be done again, after it broke.</summary>
    public DateTimeOffset NotBefore { get; set; }

    public ITimer? Timer { get; set; }

    public bool IsOver => SessionLifecycle.IsOver(Standing.State);

    /// <summary>Only the session directory calls this, after the entry is on disk.</summary>
    public void Become(Standing standing) => Standing = standing;

    /// <summary>Whether this account may watch it.</summary>
    public bool MayWatch(string account, DateTimeOffset now) =>
        account == Facts.TechnicianId || (Colleagues.TryGetValue(account, out var colleague) && colleague.MayWatch(now));

    /// <summary>The customer is asked for recording too, for these auditors; for none it is not asked for.</summary>
    public void AskRecording(AuditorList? auditors) => Offer = Offer with
    {
        Scopes = [.. Offer.Scopes.Where(scope => scope != Scope.Recording), .. auditors is null ? Array.Empty<Scope>() : [Scope.Recording]],
        Auditors = auditors,
    };

    /// <summary>Another technician's from now on; called once that is in the log.</summary>
    public void HandOver(int viewer, SessionFacts facts)
    {
        HandedTo = viewer;
        Facts = facts;
        Offer = Offer with { Technician = facts.Technician, Organisation = facts.Organisation };
    }

    /// <summary>The name and organisation of somebody of this session.</summary>
    public (string Name, string Organisation) NameOf(string account) => Colleagues.TryGetValue(account, out var colleague)
        ? (colleague.Name, colleague.Organisation)
        : (Facts.Technician, Facts.Organisation);

    /// <summary>The customer's last answer about a viewer that is in the log; null where there is none.</summary>
    public bool? AnswerAbout(int viewer) => answers.TryGetValue(viewer, out var allowed) ? allowed : null;

    /// <summary>The customer's answer about a viewer is in the log.</summary>
    public void Answered(int viewer, bool allowed)
    {
        if (answers.Count == MostAnswers && !answers.ContainsKey(viewer))
        {
            answers.Remove(answers.Keys.Min());
        }

        answers[viewer] = allowed;
    }

    /// <summary>What the viewers are shown.</summary>
    public SessionStatus Status(DateTimeOffset now) => new(
        Facts.Id,
        Standing.State,
        Standing.EndReason,
        Code?.Nameplate,
        Code?.Holder,
        Code is null ? Codeless?.Why : null,
        Code?.Expires,
        Code?.TriesLeft ?? 0,
        Room.Agent is not null,
        IsOver ? null : AgentBackBy,
        Room.Viewers.Length,
        Standing.Live,
        Standing.Until,
        now,
        IsOver ? [] : People(),
        !IsOver && Room.IsUnlogged);

    private SessionPerson[] People()
    {
        var viewers = Room.Viewers.ToLookup(viewer => viewer.AccountId, viewer => viewer.Number);
        return
        [
            new SessionPerson(
                Facts.TechnicianId, Facts.Technician, Facts.Organisation, PersonState.Technician, [.. viewers[Facts.TechnicianId]], null),
            .. Colleagues.Values.Select(one => new SessionPerson(
                one.Account, one.Name, one.Organisation, one.State, [.. viewers[one.Account]],
                one.State is PersonState.Invited ? one.Until : null)),
        ];
    }
}
