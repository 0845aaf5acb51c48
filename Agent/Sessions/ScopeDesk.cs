using Microsoft.Extensions.Logging;
using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Uplink;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Sessions;

/// <summary>
/// What is allowed, as it changes: more is asked for and given, something is taken back, it goes on longer, it runs out.
/// Everything is called under the session's lock.
/// </summary>
/// <remarks>
/// What gives is in the log before it holds; what takes back holds before it is in the log. Both are reported one after the
/// other, each with all that is allowed then, so that the last report is always the truth.
/// </remarks>
internal sealed class ScopeDesk(
    SessionStanding standing,
    ViewerBook book,
    RelayLine line,
    PictureFlow pictures,
    LivePicture live,
    BesideDesk beside,
    ControlDesk control,
    MarkDesk marks,
    DiagnoseDesk diagnose,
    ClipboardDesk clipboard,
    ReceiptDesk receipts,
    FeedDesk feed,
    BannerDesk banner,
    StandingWord word,
    SessionTimers timers,
    SessionEnding ending,
    TimeProvider clock,
    ILogger log)
{
    private Task reported = Task.CompletedTask;
    private int deadline;

    /// <summary>The grant holds: its time runs.</summary>
    public void Begin() => RunOut();

    /// <summary>Seals for the auditors what is sent from now on, where recording is allowed.</summary>
    public void Record()
    {
        if (standing.Grant?.Scopes.Contains(Scope.Recording) == true)
        {
            pictures.Record(standing.Offer!.Auditors!.Certificates);
        }
    }

    /// <summary>A content key is to be kept. Where the Relay keeps nothing, recording is over, and everybody is told so.</summary>
    public async Task RecordKey(byte[] wrapped)
    {
        if (await line.RecordKey(wrapped) == false)
        {
            log.LogWarning("The Relay does not record.");
            lock (standing.Gate)
            {
                TakeBack(Scope.Recording);
            }
        }
    }

    /// <summary>A viewer wants to do this as well.</summary>
    public CommandRefusal? Ask(KnownViewer viewer, uint sequence, Scope scope)
    {
        if (viewer.Colleague is not null && scope is not (Scope.Drawing or Scope.Control))
        {
            return CommandRefusal.NotGranted;
        }

        if (standing.Allows(viewer.Colleague, scope, clock.GetUtcNow()))
        {
            // It may have been given a moment ago; the answer is how things stand.
            word.Tell(viewer);
            return null;
        }

        if ((scope == Scope.Control && !control.IsAble) || (scope == Scope.Drawing && !marks.IsAble)
            || (scope == Scope.Recording && standing.Offer?.Auditors is null) || (scope == Scope.Diagnostics && !diagnose.IsAble) || (scope == Scope.Clipboard && !clipboard.IsAble))
        {
            return CommandRefusal.Unable;
        }

        if (beside.All.OfType<MoreScope>().Any(m => m.Scope == scope))
        {
            return CommandRefusal.TooMuch;
        }

        standing.Mention(scope);
        return beside.Add(new MoreScope(this, viewer, sequence, scope)) ? null : CommandRefusal.TooMuch;
    }

    /// <summary>A viewer wants to go on for longer.</summary>
    public CommandRefusal? Extend(KnownViewer viewer, uint sequence, int minutes) =>
        beside.All.OfType<MoreTime>().Any() || !beside.Add(new MoreTime(this, viewer, sequence, minutes))
            ? CommandRefusal.TooMuch
            : null;

    /// <summary>The customer takes one scope back; holds when this returns.</summary>
    public void TakeBack(Scope scope)
    {
        // From everybody who has it; but colleagues look for as long as the technician may.
        var theirs = scope is Scope.View ? [] : book.Known.Where(viewer => viewer.Colleague?.Scopes.Contains(scope) == true).ToArray();
        if (standing.Grant is not { } given || (!given.Scopes.Contains(scope) && theirs.Length == 0)
            || !standing.Change(given with { Scopes = Without(given.Scopes, scope) }))
        {
            return;
        }

        foreach (var viewer in theirs)
        {
            viewer.Colleague = viewer.Colleague! with { Scopes = Without(viewer.Colleague.Scopes, scope) };
        }

        switch (scope)
        {
            case Scope.View:
                pictures.Hold();
                break;
            case Scope.Control:
                control.Stop();
                break;
            case Scope.Drawing:
                marks.Clear();
                break;
            case Scope.Recording:
                pictures.Record([]);
                break;
            default:
                break;
        }

        feed.Add(FeedKind.ScopeTakenBack, scope);
        Changed();

        // A crash here: it holds no longer, and the log says so once the Relay has noticed that the Agent is lost.
        Confirm(() => Report(standing.Grant!));
        foreach (var person in theirs.Select(viewer => viewer.Colleague!).Distinct())
        {
            Confirm(() => Report(given, person, person.Scopes));
        }
    }

    /// <summary>The customer has let a colleague in, who may look and no more: there is a receipt of that too. Not under the lock.</summary>
    public Task LetIn(string technician, string organisation, ShownText? shown) => InTurn(async () =>
    {
        AgentReport report;
        lock (standing.Gate)
        {
            if (standing.IsOver || standing.Grant is not { } given)
            {
                return false;
            }

            report = Report(given with { Technician = technician, Organisation = organisation, Scopes = [Scope.View] }) with { Colleague = true };
        }

        var logged = await receipts.Report(report, shown);
        if (!logged)
        {
            log.LogWarning("The Relay did not take the receipt of a colleague who was let in.");
        }

        return logged;
    });

    /// <summary>Another person's grant holds now: the log and everybody here are told what it is.</summary>
    public void Tell()
    {
        Changed();
        Confirm(() => Report(standing.Grant!));
    }

    /// <summary>Whoever asked is not the one any more who may ask: their questions are withdrawn.</summary>
    public void Forget()
    {
        foreach (var matter in beside.All.Where(matter => matter is MoreScope or MoreTime).ToArray())
        {
            beside.Withdraw(matter);
        }
    }

    private static Scope[] Without(IEnumerable<Scope> scopes, Scope scope) => [.. scopes.Where(s => s != scope)];

    private void Confirm(Func<AgentReport> report) => _ = InTurn(async () =>
    {
        if (!await receipts.Report(report(), null))
        {
            log.LogWarning("The Relay did not confirm what is allowed now.");
        }

        return true;
    });

    // Evidence first. A crash before the log has it: nothing more was allowed. A crash after: allowed, and never used.
    private Task<bool> Give(Func<ConsentGrant, ConsentGrant> more, ShownText? shown) => InTurn(async () =>
    {
        ConsentGrant wanted;
        lock (standing.Gate)
        {
            if (standing.IsOver || standing.Grant is not { } given)
            {
                return false;
            }

            wanted = more(given);
        }

        if (!await receipts.Report(Report(wanted), shown))
        {
            return false;
        }

        lock (standing.Gate)
        {
            // What was taken back meanwhile stays so; and a grant is to one person.
            return standing.Grant is { } given && given.Technician == wanted.Technician && given.Organisation == wanted.Organisation
                && standing.Change(more(given));
        }
    });

    // The same for a colleague: a grant of its own, to their name.
    private Task<bool> Give(KnownViewer to, Colleague person, Scope scope, ShownText? shown) => InTurn(async () =>
    {
        AgentReport report;
        lock (standing.Gate)
        {
            if (standing.IsOver || standing.Grant is not { } given)
            {
                return false;
            }

            report = Report(given, person, [.. person.Scopes.Append(scope).Distinct().Order()]);
        }

        if (!await receipts.Report(report, shown))
        {
            return false;
        }

        lock (standing.Gate)
        {
            if (to.Colleague?.Number != person.Number)
            {
                return false;
            }

            to.Colleague = to.Colleague with { Scopes = report.Grant!.Scopes };
            standing.AllowedColleague(scope);
            return true;
        }
    });

    private AgentReport Report(ConsentGrant given, Colleague person, IReadOnlyList<Scope> scopes) => Report(given with
    {
        Technician = person.Name, Organisation = person.Organisation, Scopes = scopes,
    }) with { Colleague = true };

    // The Relay counts from its own clock: it is told how long, from now on, by the customer's.
    private AgentReport Report(ConsentGrant given) =>
        new(SessionEvent.Change, Grant: given with { GrantedAt = clock.GetUtcNow() });

    private async Task<bool> InTurn(Func<Task<bool>> change)
    {
        // Whoever comes while this is under way waits for it.
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var before = reported;
        reported = over.Task;
        try
        {
            await before;
            return await change();
        }
        finally
        {
            over.SetResult();
        }
    }

    private void Given(Scope scope, Colleague? to)
    {
        feed.Add(to is null ? FeedKind.ScopeGiven : FeedKind.ScopeGivenToColleague, scope, to?.Name ?? "");
        Changed();
        switch (scope)
        {
            case Scope.View:
                live.LetThemSee();
                break;
            case Scope.Recording:
                Record();
                break;
            default:
                break;
        }
    }

    private void GoesOn(int minutes)
    {
        feed.Add(FeedKind.Extended, detail: minutes.ToString(System.Globalization.CultureInfo.InvariantCulture));
        RunOut();
        Changed();
    }

    private string? AuditorsFor(Scope scope) => scope == Scope.Recording ? string.Join('\n', standing.Offer!.AuditorLines) : null;

    private void Changed()
    {
        banner.Show();
        word.Tell();
    }

    private void RunOut()
    {
        var mine = ++deadline;
        var left = standing.Grant!.Until - clock.GetUtcNow();
        timers.Once(left, () =>
        {
            if (mine == deadline)
            {
                ending.End(EndReason.TimeUp, tell: true);
            }
        });
        if (left > SessionTimes.EndsSoon)
        {
            timers.Once(left - SessionTimes.EndsSoon, () =>
            {
                if (mine == deadline)
                {
                    feed.Add(FeedKind.EndsSoon);
                    Changed();
                }
            });
        }
    }

    private DateTimeOffset In(int minutes) => clock.GetUtcNow() + TimeSpan.FromMinutes(minutes);

    private void Decline(KnownViewer viewer, uint sequence, FeedKind kind, Scope? scope = null)
    {
        if (!standing.IsOver)
        {
            feed.Add(kind, scope);
            pictures.Say(viewer, new ControlMessage.Refused(sequence, CommandRefusal.Declined));
        }
    }

    /// <summary>One scope more.</summary>
    private sealed class MoreScope(ScopeDesk desk, KnownViewer viewer, uint sequence, Scope scope) : IBesideMatter
    {
        // Who asks, as they are when they ask.
        private readonly Colleague? person = viewer.Colleague;

        public Scope Scope => scope;

        public bool CanBeAsked => true;

        public BesideQuestion Question(int number, int allowIn, bool answered) =>
            new BesideQuestion.MoreScope(number, scope, allowIn, answered, person?.Name, desk.AuditorsFor(scope));

        public Task<bool> Settle(bool allowed, ShownText? shown) => !allowed
            ? Task.FromResult(false)
            : person is not null ? desk.Give(viewer, person, scope, shown)
            : desk.Give(given => given with { Scopes = [.. given.Scopes.Append(scope).Distinct().Order()] }, shown);

        public void Close(bool allowed)
        {
            if (allowed)
            {
                desk.Given(scope, person);
            }
            else
            {
                desk.Decline(viewer, sequence, FeedKind.ScopeDeclined, scope);
            }
        }
    }

    /// <summary>More time.</summary>
    private sealed class MoreTime(ScopeDesk desk, KnownViewer viewer, uint sequence, int minutes) : IBesideMatter
    {
        private DateTimeOffset until;

        public bool CanBeAsked => true;

        public BesideQuestion Question(int number, int allowIn, bool answered) =>
            new BesideQuestion.MoreTime(number, minutes, allowIn, answered);

        public Task<bool> Settle(bool allowed, ShownText? shown)
        {
            until = desk.In(minutes);
            return allowed
                ? desk.Give(given => given with { Until = until > given.Until ? until : given.Until }, shown)
                : Task.FromResult(false);
        }

        public void Close(bool allowed)
        {
            if (allowed)
            {
                desk.GoesOn(minutes);
            }
            else
            {
                desk.Decline(viewer, sequence, FeedKind.ExtensionDeclined);
            }
        }
    }
}
