using System.Text;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Tests.Bundles;
using RemoteAssist.Shared.Wire;
using RemoteAssist.Tests.Support;

namespace RemoteAssist.Shared.Tests.Audit;

public sealed class ChainCheckTests
{
    private static readonly Guid Session = Guid.NewGuid();
    private static readonly byte[] Exchange = new byte[32];

    [Fact]
    public void AChainWithoutAGapIsCounted()
    {
        using var agent = new SessionKey();
        var check = new ChainCheck();

        Facts(SomeChains.Log(agent)).Should().OnlyContain(entry => check.Take(entry) == null);

        (check.HasChain, check.Count).Should().Be((true, 7));
    }

    [Fact]
    public void EveryWayToSpoilALogIsNamed()
    {
        using var made = new SomeChains();
        using var agent = new SessionKey();
        foreach (var (what, spoil, damage, sequence) in made.Ways.Where(way => !way.What.StartsWith("a stranger", StringComparison.Ordinal)))
        {
            var log = SomeChains.Log(agent);
            spoil(log);
            var check = new ChainCheck();
            var first = Facts(log).Select(entry => (entry.Sequence, Fault: check.Take(entry))).FirstOrDefault(one => one.Fault is not null);

            (first.Fault?.ToString(), first.Fault is null ? null : (long?)first.Sequence).Should().Be((damage?.ToString(), sequence), what);
        }
    }

    [Fact]
    [Trait("Promise", "26")]
    public void EveryFlippedBitOfALinkIsNoticed()
    {
        using var tried = new Tried(26, "flipped bits of a link of the Agent's chain");
        using var agent = new SessionKey();
        var entries = Facts(SomeChains.Log(agent));
        var linked = entries.FindIndex(entry => entry.Detail.GetValueOrDefault("link") == "3");
        var texts = entries[linked].Detail.ToList();
        var all = texts.SelectMany((pair, at) => Enumerable.Range(0, 7 * (pair.Key.Length + pair.Value.Length)).Select(bit => (at, bit))).ToList();
        var count = Tried.Count(all.Count, 150);
        for (var number = 0; number < count; number++)
        {
            var (at, bit) = all[(int)((long)number * all.Count / count)];
            var (key, value) = texts[at];
            var flipped = Flip(key + value, bit);
            var detail = texts.Where((_, index) => index != at).ToDictionary();
            if (!detail.TryAdd(flipped[..key.Length], flipped[key.Length..]))
            {
                continue;
            }

            var check = new ChainCheck();
            var noticed = entries.Select((entry, index) => check.Take(index == linked ? entry with { Detail = detail } : entry)).Any(fault => fault is not null);
            tried.Try(noticed, $"bit {bit} of {key}");
        }

        tried.MustHold();
    }

    [Fact]
    public void ALinkIsTheNextOrItIsNone()
    {
        using var agent = new SessionKey();
        using var stranger = new SessionKey();
        var statement = AgentStatement.Of(new AgentReport(SessionEvent.Pause));
        var links = new SomeLinks(agent, Session, Exchange);
        var chain = new AgentChain(Session, Exchange, agent.Mark);
        var first = links.Next(statement);
        chain.Check(first, statement).Should().BeNull();
        chain.Add(first, statement);
        links.Taken(true);
        var next = links.Next(statement);

        chain.IsLast(first).Should().BeTrue();
        chain.IsLast(next).Should().BeFalse();
        chain.Check(next, statement).Should().BeNull();
        chain.Check(first, statement).Should().Be(LinkFault.LinkOutOfTurn);
        chain.Check(next with { Number = 2 }, statement).Should().Be(LinkFault.LinkOutOfTurn);
        chain.Check(next with { Previous = AgentLink.NoPrevious }, statement).Should().Be(LinkFault.LinkWrongPrevious);
        chain.Check(next with { Previous = [] }, statement).Should().Be(LinkFault.LinkUnreadable);
        chain.Check(next with { Signature = new byte[63] }, statement).Should().Be(LinkFault.LinkUnreadable);
        chain.Check(next with { Signature = new byte[64] }, statement).Should().Be(LinkFault.LinkNotSigned);
        chain.Check(next with { At = next.At.AddMilliseconds(1) }, statement).Should().Be(LinkFault.LinkNotSigned);
        chain.Check(next with { Key = stranger.PublicKey }, statement).Should().Be(LinkFault.LinkOtherKey);
        chain.Check(next with { Key = [] }, statement).Should().Be(LinkFault.LinkOtherKey);
        chain.Check(next, AgentStatement.Of(new AgentReport(SessionEvent.Resume))).Should().Be(LinkFault.LinkNotSigned);
        new AgentChain(Guid.NewGuid(), Exchange, agent.Mark).Check(first, statement).Should().Be(LinkFault.LinkNotSigned);
        new AgentChain(Session, [.. Exchange.Select(_ => (byte)1)], agent.Mark).Check(first, statement).Should().Be(LinkFault.LinkNotSigned);
    }

    [Fact]
    public void AStatementSaysNoFilesNameAndNothingThatTheRelayAdds()
    {
        var file = AgentStatement.Of(new TransferReport(3, TransferKind.File, true, "payslip.pdf", 9, TransferEnd.Broken));

        Encoding.UTF8.GetString(file.ToBytes()).Should().Be("""{"action":"file.fetched","said":{"size":"9","transfer":"3","why":"broken"}}""");
        AgentStatement.In("file.fetched", new Dictionary<string, string>(file.Said) { ["until"] = "x", ["link"] = "1" }).ToBytes().Should().Equal(file.ToBytes());
    }

    private static List<EntryFacts> Facts(IEnumerable<PendingEntry> log) =>
        [.. SomeChains.Sealed(log).Where(entry => entry.Session is not null).Select(entry => EntryFacts.Read(entry.Json)!)];

    private static string Flip(string text, int bit)
    {
        var letters = text.ToCharArray();
        letters[bit / 7] ^= (char)(1 << (bit % 7));
        return new string(letters);
    }
}
