using System.Text;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Hubs;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Tests.Hubs;

/// <summary>What an Agent states is the next link of its own chain, or it is not taken and the session ends.</summary>
public sealed class ChainTests : IAsyncLifetime
{
    private static readonly AgentReport Pause = new(SessionEvent.Pause);

    private HubHost host = null!;

    public async Task InitializeAsync() => host = await HubHost.Start();

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Theory]
    [InlineData("gap", LinkFault.LinkOutOfTurn)]
    [InlineData("repeat", LinkFault.LinkOutOfTurn)]
    [InlineData("previous", LinkFault.LinkWrongPrevious)]
    [InlineData("key", LinkFault.LinkOtherKey)]
    [InlineData("statement", LinkFault.LinkNotSigned)]
    [InlineData("signature", LinkFault.LinkNotSigned)]
    [InlineData("nothing", LinkFault.LinkUnreadable)]
    public async Task AStatementThatIsNotTheNextLinkEndsTheSessionByName(string how, LinkFault why)
    {
        var (_, agent, session) = await host.Joined(SessionEvent.Allow, SessionEvent.Show);
        using var stranger = new SessionKey();
        var next = agent.Links!.Next(AgentStatement.Of(Pause));
        var link = how switch
        {
            "gap" => next with { Number = next.Number + 1 },
            "repeat" => next with { Number = next.Number - 1 },
            "previous" => next with { Previous = AgentLink.NoPrevious },
            "key" => next with { Key = stranger.PublicKey },
            "statement" => agent.Links.Next(AgentStatement.Of(new AgentReport(SessionEvent.Resume))),
            "signature" => next with { Signature = new byte[AgentLink.SignatureBytes] },
            _ => next with { Signature = [] },
        };

        var report = () => agent.Connection.InvokeAsync<bool>(HubContract.Report, Pause, link);

        (await report.Should().ThrowAsync<HubException>()).WithMessage($"*{HubRefusal.BrokenChain}");
        var log = await Log(session);
        log[^2].Should().Match<LogLine>(line => line.Action == AuditActions.LinkRefused && line.Outcome == AuditOutcome.Refused
            && line.Values["why"] == EnumName.Of(why) && line.Values["step"] == "session.pause");
        log[^1].Should().Match<LogLine>(line => line.Action == "session.end" && line.Values["reason"] == "fault" && !line.Values.ContainsKey("link"));
        log.Should().NotContain(line => line.Action == "session.pause");
        host.Session(session).Should().BeNull();
    }

    [Fact]
    public async Task EveryStatementStandsInItsEntryAsALinkThatAnybodyCanCheck()
    {
        var (_, agent, session) = await host.Joined(SessionEvent.Allow, SessionEvent.Show);
        (await agent.Report(Pause)).Should().BeTrue();
        (await agent.Report(new AgentReport(SessionEvent.Resume))).Should().BeTrue();
        (await agent.Report(new AgentReport(SessionEvent.Show))).Should().BeFalse("it is no step from here, so its number is given again");
        (await agent.Report(new AgentReport(SessionEvent.End, EndReason.StoppedByCustomer))).Should().BeTrue();

        var links = (await Log(session)).Where(line => LinkEntry.IsIn(line.Values)).ToList();

        links.Select(line => $"{line.Values["link"]} {line.Action}").Should()
            .Equal("0 session.allow", "1 session.show", "2 session.pause", "3 session.resume", "4 session.end");
        await Checked(session, 5);
    }

    [Fact]
    public async Task AStatementThatIsSaidAgainIsTheSameLinkAndWrittenOnce()
    {
        var (_, agent, session) = await host.Joined(SessionEvent.Allow, SessionEvent.Show);
        (await agent.Report(Pause)).Should().BeTrue();

        (await agent.Connection.InvokeAsync<bool>(HubContract.Report, Pause, agent.Links!.Last)).Should().BeTrue();
        (await agent.Report(new AgentReport(SessionEvent.Resume))).Should().BeTrue();

        (await Log(session)).Count(line => line.Action == "session.pause").Should().Be(1);
    }

    [Fact]
    public async Task NumberingGoesOnAfterARestartAndAReconnection()
    {
        var (_, agent, session) = await host.Joined(SessionEvent.Allow, SessionEvent.Show);
        (await agent.Report(Pause)).Should().BeTrue();
        await host.Restart();
        var back = await host.Connect();
        (await back.Rejoin(agent.Ticket!)).Seated.Should().BeTrue();
        (await back.Connection.InvokeAsync<bool>(HubContract.Report, Pause, agent.Links!.Last)).Should().BeTrue("its answer may have been lost");
        back.Links = agent.Links;

        (await back.Report(new AgentReport(SessionEvent.Resume))).Should().BeTrue();
        (await back.Report(new AgentReport(SessionEvent.End, EndReason.StoppedByCustomer))).Should().BeTrue();

        (await Log(session)).Count(line => line.Action == "session.pause").Should().Be(1);
        await Checked(session, 5);
    }

    private async Task<IReadOnlyList<LogLine>> Log(Guid session) =>
        await host.Services.GetRequiredService<IAuditTrail>().ForSession(session, CancellationToken.None);

    // By the check that exports and the desk go by.
    private async Task Checked(Guid session, int links)
    {
        await using var db = await host.Services.GetRequiredService<IDbContextFactory<RelayDb>>().CreateDbContextAsync();
        var check = new ChainCheck();
        foreach (var row in db.Entries.Where(entry => entry.Session == session).OrderBy(entry => entry.Sequence).ToList())
        {
            check.Take(EntryFacts.Read(Encoding.UTF8.GetBytes(row.Json))!).Should().BeNull();
        }

        check.Count.Should().Be(links);
    }
}
