using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Viewer.Tests;

/// <summary>What is kept beside the log, in memory; saves fail where the test says so.</summary>
internal sealed class FakePapers : IPaperDesk, IWrapUpDesk, ISnapshotDesk, IReceiptDesk
{
    private readonly Lock gate = new();
    private readonly Dictionary<(PaperKind Kind, Guid? Case), Paper> papers = [];

    /// <summary>What every save comes to; null where it is taken as it is.</summary>
    public Exception? Broken { get; set; }

    public Dictionary<Guid, WrapUp> WrapUps { get; } = [];

    public List<(Snapshot Snapshot, byte[] Png)> Snapshots { get; } = [];

    /// <summary>A paper as it is now.</summary>
    public Paper this[PaperKind kind, Guid? caseId]
    {
        get
        {
            lock (gate)
            {
                return papers.GetValueOrDefault((kind, caseId), Paper.Empty);
            }
        }
        set
        {
            lock (gate)
            {
                papers[(kind, caseId)] = value;
            }
        }
    }

    public Task<Paper> Find(PaperKind kind, Guid? caseId, CancellationToken cancel) => Task.FromResult(this[kind, caseId]);

    public Task<PaperAnswer> Save(PaperKind kind, Guid? caseId, int basedOn, string body, CancellationToken cancel)
    {
        if (Broken is not null)
        {
            throw Broken;
        }

        lock (gate)
        {
            var now = papers.GetValueOrDefault((kind, caseId), Paper.Empty);
            if (now.Version != basedOn)
            {
                return Task.FromResult(new PaperAnswer(PaperOutcome.Overtaken, now));
            }

            papers[(kind, caseId)] = new Paper(basedOn + 1, body, "Mei Lin", Some.Now);
            return Task.FromResult(new PaperAnswer(PaperOutcome.Saved, papers[(kind, caseId)]));
        }
    }

    Task<IReadOnlyDictionary<Guid, WrapUp>> IWrapUpDesk.OfCase(Guid caseId, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyDictionary<Guid, WrapUp>>(WrapUps);

    public Task<WrapUpOutcome> Write(Guid session, WrapUp form, CancellationToken cancel)
    {
        WrapUps[session] = form;
        return Task.FromResult(WrapUpOutcome.Written);
    }

    public Task<SnapshotAnswer> Keep(Guid session, byte[] png, CancellationToken cancel)
    {
        var kept = new Snapshot(Guid.NewGuid(), session, "Mei Lin", Some.Now, 1280, 720, png.Length, new string('a', 64), MayDelete: true);
        Snapshots.Add((kept, png));
        return Task.FromResult(new SnapshotAnswer(SnapshotOutcome.Done, kept.Id));
    }

    /// <summary>The sessions that have receipts.</summary>
    public List<Guid> Receipts { get; } = [];

    Task<ReceiptPaper?> IReceiptDesk.Find(Guid caseId, Guid session, string language, CancellationToken cancel) =>
        Task.FromResult(Receipts.Contains(session) ? new ReceiptPaper("receipt.html", System.Text.Encoding.UTF8.GetBytes($"<p>{language}</p>")) : null);

    Task<IReadOnlyList<Snapshot>> ISnapshotDesk.OfCase(Guid caseId, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<Snapshot>>([.. Snapshots.Select(kept => kept.Snapshot)]);

    public Task<SnapshotPicture> Picture(Guid caseId, Guid id, CancellationToken cancel) =>
        Task.FromResult(Snapshots.Find(kept => kept.Snapshot.Id == id).Png is { } png
            ? new SnapshotPicture(SnapshotOutcome.Done, png)
            : new SnapshotPicture(SnapshotOutcome.NotThere));

    public Task<SnapshotOutcome> Delete(Guid id, CancellationToken cancel) =>
        Task.FromResult(Snapshots.RemoveAll(kept => kept.Snapshot.Id == id) > 0 ? SnapshotOutcome.Done : SnapshotOutcome.NotThere);
}
