using System.Security.Cryptography;
using System.Text;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;
using RemoteAssist.Tests.Support;

namespace RemoteAssist.Shared.Tests.Audit;

/// <summary>An Agent judges what is shown to it for a proof that the log holds what it stated.</summary>
public sealed class InclusionCheckTests : IDisposable
{
    private static readonly Guid Session = Guid.Parse("11111111-2222-7333-8444-555555555555");
    private static readonly byte[] Exchange = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];
    private static readonly AgentStatement Pause = AgentStatement.Of(new AgentReport(SessionEvent.Pause));
    private static readonly AgentStatement Resume = AgentStatement.Of(new AgentReport(SessionEvent.Resume));
    private static readonly AgentStatement End = AgentStatement.Of(new AgentReport(SessionEvent.End, EndReason.StoppedByCustomer));

    private readonly ECDsa relay = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly SessionKey agent = new();
    private readonly SomeLog log;
    private readonly LastLink last;

    /// <summary>A log of seven entries: the fifth is the last that the Agent stated, and others follow.</summary>
    public InclusionCheckTests()
    {
        var links = new SomeLinks(agent, Session, Exchange);
        log = Log(relay, links, Pause, Resume, End);
        last = new LastLink(Session, Exchange, links.Last!, End);
    }

    public void Dispose()
    {
        agent.Dispose();
        relay.Dispose();
        other.Dispose();
    }

    [Fact]
    public void WhatTheLogHoldsIsProvedByItsEntryAndAnySignedStateThatCoversIt()
    {
        for (var more = 0; more < 20; more++)
        {
            Judge(log.Prove(5)).Should().Be((null, false));
            Judge(log.Prove(5, size: 5 + (more / 2))).Should().Be((null, false));
            log.Add(Other("relay.started"));
        }
    }

    [Fact]
    public void TheLinkBehindTheLastIsGoodUnderTheAgentsOwnSignatureOnly()
    {
        var next = new AgentLink(3, LinkStatement.HashOf(Session, Exchange, last.Link, End), DateTimeOffset.UnixEpoch, [], []);
        log.Add(Session, agent.Sign(Session, Exchange, next, Pause), Pause);
        Judge(log.Prove()).Should().Be((null, true));

        using var stranger = new SessionKey();
        foreach (var bad in new[]
        {
            stranger.Sign(Session, Exchange, next, Pause),
            agent.Sign(Session, Exchange, next, Resume),
            agent.Sign(Session, Exchange, next with { Number = 4 }, Pause),
            agent.Sign(Session, Exchange, next with { Previous = AgentLink.NoPrevious }, Pause),
            agent.Sign(Guid.Empty, Exchange, next, Pause),
        })
        {
            log.Add(Session, bad, Pause);
            Judge(log.Prove()).Should().Be((InclusionFault.OtherLink, false));
        }
    }

    [Fact]
    public void AKeyThatThePinnedOneLeadsToMaySignAndNoOther()
    {
        var moved = Log(other, new SomeLinks(agent, Session, Exchange), Pause);
        moved.Add(Session, last.Link, End);
        var after = other.ExportSubjectPublicKeyInfo();

        Judge(moved.Prove()).Fault.Should().Be(InclusionFault.CheckpointNotSigned);
        Judge(moved.Prove() with { KeyHistory = [KeySuccession.Sign(relay, after)] }).Fault.Should().BeNull();
        Judge(moved.Prove() with { KeyHistory = [KeySuccession.Sign(other, after)] }).Fault.Should().Be(InclusionFault.CheckpointNotSigned);
        Judge(moved.Prove() with { KeyHistory = [null!, new KeySuccession(null!, null!, null!)] }).Fault.Should().Be(InclusionFault.CheckpointNotSigned);
        Judge(log.Prove(5) with { KeyHistory = [KeySuccession.Sign(relay, after)] }).Fault.Should().BeNull("one from before the change still counts");
    }

    [Fact]
    [Trait("Promise", "26")]
    public void EveryLieIsRefusedByName()
    {
        using var tried = new Tried(26, "lies that a Relay shows to an Agent for a proof that its log holds what the Agent stated");
        var good = log.Prove(5);
        var shorter = Log(relay, new SomeLinks(agent, Session, Exchange), Pause, Resume, End);
        var statedOtherwise = SomeLog.Of(Session, last.Link, End) with { Detail = Changed(SomeLog.Of(Session, last.Link, End).Detail!, "reason", "timeUp") };
        var smaller = log.Prove(4, size: 4);
        (string What, InclusionProof Proof, InclusionFault Fault)[] lies =
        [
            ("no note", good with { Checkpoint = "" }, InclusionFault.CheckpointUnreadable),
            ("rubbish for a note", good with { Checkpoint = "\ud800\n\n— x y\n" }, InclusionFault.CheckpointUnreadable),
            ("a note without end", good with { Checkpoint = good.Checkpoint + new string('x', SignedNote.MaxBytes) }, InclusionFault.CheckpointUnreadable),
            ("a note that is no checkpoint", good with { Checkpoint = good.Checkpoint.Replace("\n7\n", "\nseven\n", StringComparison.Ordinal) }, InclusionFault.CheckpointUnreadable),
            ("another size under the signature", good with { Checkpoint = good.Checkpoint.Replace("\n7\n", "\n8\n", StringComparison.Ordinal) }, InclusionFault.CheckpointNotSigned),
            ("another key", Log(other, new SomeLinks(agent, Session, Exchange), Pause).Prove(), InclusionFault.CheckpointNotSigned),
            ("no entry", good with { Entry = "" }, InclusionFault.EntryUnreadable),
            ("an entry that is none", good with { Entry = "{}" }, InclusionFault.EntryUnreadable),
            ("an entry that is no text", good with { Entry = "\ud800" }, InclusionFault.EntryUnreadable),
            ("an entry with a blank", good with { Entry = good.Entry + " " }, InclusionFault.EntryUnreadable),
            ("an entry without end", good with { Entry = new string('[', InclusionCheck.LongestEntry + 1) }, InclusionFault.EntryUnreadable),
            ("an entry of the Relay's", log.Prove(1), InclusionFault.OtherEntry),
            ("an entry behind the end", log.Prove(7), InclusionFault.OtherEntry),
            ("that of another session", With(SomeLog.Of(Guid.NewGuid(), last.Link, End)), InclusionFault.OtherEntry),
            ("one that failed", With(SomeLog.Of(Session, last.Link, End) with { Outcome = AuditOutcome.Failed }), InclusionFault.OtherEntry),
            ("one by somebody else", With(SomeLog.Of(Session, last.Link, End) with { Actor = ActorKind.Relay }), InclusionFault.OtherEntry),
            ("an earlier statement", log.Prove(4), InclusionFault.OtherLink),
            ("a statement that is no link", With(new PendingEntry(End.Action, ActorKind.Customer, null, AuditOutcome.Success, null, Session, End.Said)), InclusionFault.OtherLink),
            ("another thing under the same link", With(statedOtherwise), InclusionFault.OtherLink),
            ("another leaf", good with { Leaf = 5 }, InclusionFault.NotIncluded),
            ("a leaf before the first", good with { Leaf = -1 }, InclusionFault.NotIncluded),
            ("no way", good with { Proof = [] }, InclusionFault.NotIncluded),
            ("a longer way", good with { Proof = [.. good.Proof, new byte[32]] }, InclusionFault.NotIncluded),
            ("a way without end", good with { Proof = [.. Enumerable.Repeat(new byte[32], 100_000)] }, InclusionFault.NotIncluded),
            ("a way of nothing", good with { Proof = [null!, .. good.Proof.Skip(1)] }, InclusionFault.NotIncluded),
            ("a way of short hashes", good with { Proof = [.. good.Proof.Select(hash => hash[..31])] }, InclusionFault.NotIncluded),
            ("a smaller tree, of before the end", good with { Checkpoint = smaller.Checkpoint }, InclusionFault.NotIncluded),
            ("a smaller tree, and the way in it", smaller with { Entry = good.Entry }, InclusionFault.NotIncluded),
            ("a smaller tree, and the way to the place that the last has in it", smaller with { Entry = good.Entry, Leaf = good.Leaf }, InclusionFault.NotIncluded),
            ("a smaller tree, and the last that it has", smaller, InclusionFault.OtherLink),
            ("the tree of another log", shorter.Prove(3) with { Entry = good.Entry, Leaf = good.Leaf }, InclusionFault.NotIncluded),
        ];

        foreach (var (what, proof, fault) in lies)
        {
            var judged = Judge(proof);
            tried.Try(judged == (fault, false), $"{what}: {judged}");
        }

        tried.MustHold();
    }

    [Fact]
    [Trait("Promise", "26")]
    public void OneFlippedBitOfTheEntryIsNeverGood()
    {
        using var tried = new Tried(26, "flipped bits of the entry that is shown to an Agent for such a proof");
        var good = log.Prove(5);
        var all = 7 * good.Entry.Length;
        var count = Tried.Count(all, 150);
        for (var number = 0; number < count; number++)
        {
            var bit = (int)((long)number * all / count);
            var changed = new StringBuilder(good.Entry);
            changed[bit / 7] ^= (char)(1 << (bit % 7));
            tried.Try(Judge(good with { Entry = changed.ToString() }).Fault is not null, $"bit {bit}");
        }

        tried.MustHold();
    }

    private (InclusionFault? Fault, bool IsNext) Judge(InclusionProof proof) =>
        (InclusionCheck.Of(proof, relay.ExportSubjectPublicKeyInfo(), last, out var isNext), isNext);

    private InclusionProof With(PendingEntry entry)
    {
        log.Add(entry);
        return log.Prove();
    }

    private static SomeLog Log(ECDsa key, SomeLinks links, params AgentStatement[] stated)
    {
        var log = new SomeLog(key);
        log.Add(Other("relay.started"));
        log.Add(Other("session.join"));
        foreach (var statement in stated)
        {
            log.Add(Session, links.Next(statement, DateTimeOffset.UnixEpoch.AddSeconds(log.Count)), statement);
            links.Taken(true);
        }

        log.Add(Other("log.read"));
        log.Add(Other("log.read"));
        return log;
    }

    private static PendingEntry Other(string action) => new(action, ActorKind.Relay, null, AuditOutcome.Success, null, Session);

    private static Dictionary<string, string> Changed(IReadOnlyDictionary<string, string> detail, string key, string value) =>
        new(detail, StringComparer.Ordinal) { [key] = value };
}
