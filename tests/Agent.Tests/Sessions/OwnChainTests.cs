using RemoteAssist.Agent.Sessions;
using RemoteAssist.Agent.Uplink;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Tests.Sessions;

public sealed class OwnChainTests : IDisposable
{
    private static readonly Guid Session = Guid.NewGuid();
    private static readonly byte[] Exchange = new byte[32];
    private static readonly AgentStatement Pause = AgentStatement.Of(new AgentReport(SessionEvent.Pause));

    private readonly SessionKey key = new();
    private readonly OwnChain chain = new(TimeProvider.System);
    private readonly List<(string Name, AgentLink Link)> heard = [];

    public OwnChainTests() => chain.Begin(key, Session, Exchange);

    public void Dispose()
    {
        chain.Dispose();
        key.Dispose();
    }

    [Fact]
    public async Task EachStatementIsTheNextLinkAndSignedByTheKeyOfTheExchange()
    {
        var log = new AgentChain(Session, Exchange, key.Mark);
        foreach (var name in new[] { "a", "b", "c" })
        {
            (await Say(Answered(name, true))).Should().BeTrue();
            var link = heard[^1].Link;
            log.Check(link, Pause).Should().BeNull();
            log.Add(link, Pause);
        }

        heard.Select(one => one.Link.Number).Should().Equal(0, 1, 2);
        chain.Last!.Link.Should().BeSameAs(heard[^1].Link);
    }

    [Fact]
    public async Task ANumberThatWasRefusedIsGivenAgain()
    {
        (await Say(Answered("a", true))).Should().BeTrue();
        var refused = Answered("b", false);
        (await Say(refused)).Should().BeFalse();
        (await Say(Answered("c", true))).Should().BeTrue();
        (await Say(refused)).Should().BeFalse("it may be said again, as the next");

        heard.Select(one => (one.Name, one.Link.Number)).Should().Equal(("a", 0), ("b", 1), ("c", 1), ("b", 2));
        chain.Unanswered.Should().BeNull();
    }

    [Fact]
    public async Task WhatWasNotAnsweredIsSaidAgainAsTheSameLinkBeforeAnythingElse()
    {
        var lost = true;
        var first = Of("a", _ => lost ? throw new RelayUnreachableException("gone") : Task.FromResult(true));
        await FluentActions.Awaiting(() => Say(first)).Should().ThrowAsync<RelayUnreachableException>();
        chain.Unanswered.Should().BeSameAs(first);
        lost = false;

        (await Say(Answered("b", true))).Should().BeTrue();
        (await Say(first)).Should().BeTrue("it was settled in the other's turn, and is not said a third time");

        heard.Select(one => (one.Name, one.Link.Number)).Should().Equal(("a", 0), ("a", 0), ("b", 1));
        heard[1].Link.Should().BeSameAs(heard[0].Link);
        heard[2].Link.Previous.Should().Equal(LinkStatement.HashOf(Session, Exchange, heard[0].Link, Pause));
    }

    [Fact]
    public async Task OneIsAnsweredBeforeTheNextIsSaidAndWhoGivesUpLeavesItsPlace()
    {
        var answer = new TaskCompletionSource<bool>();
        var first = Say(Of("a", _ => answer.Task));
        using var enough = new CancellationTokenSource();
        var second = chain.Say(Answered("b", true), null!, enough.Token);
        heard.Should().ContainSingle();

        await enough.CancelAsync();
        await FluentActions.Awaiting(() => second).Should().ThrowAsync<OperationCanceledException>();
        answer.SetResult(true);
        (await first).Should().BeTrue();
        (await Say(Answered("c", true))).Should().BeTrue();

        heard.Select(one => (one.Name, one.Link.Number)).Should().Equal(("a", 0), ("c", 1));
    }

    [Fact]
    public async Task BeforeACodeHeldNothingIsStated()
    {
        using var early = new OwnChain(TimeProvider.System);

        (await early.Say(Answered("a", true), null!, CancellationToken.None)).Should().BeFalse();
        heard.Should().BeEmpty();
    }

    private Task<bool> Say(Statement statement) => chain.Say(statement, null!, CancellationToken.None);

    private Statement Answered(string name, bool taken) => Of(name, _ => Task.FromResult(taken));

    private Statement Of(string name, Func<AgentLink, Task<bool>> answer) => new(name, Pause, (_, link, _) =>
    {
        heard.Add((name, link));
        return answer(link);
    });
}
