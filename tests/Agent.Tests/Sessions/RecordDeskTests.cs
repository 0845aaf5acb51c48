using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Sessions;
using RemoteAssist.Agent.Uplink;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Tests.Sessions;

/// <summary>What was said and never answered may be in the log or not; nobody is accused for it.</summary>
public sealed class RecordDeskTests : IDisposable
{
    private static readonly Guid Session = Guid.NewGuid();
    private static readonly AgentStatement Pause = AgentStatement.Of(new AgentReport(SessionEvent.Pause));

    private readonly ECDsa relay = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly SessionKey key = new();
    private readonly ManualClock clock = new();
    private readonly OwnChain chain;
    private readonly SomeLog log;

    public RecordDeskTests()
    {
        log = new SomeLog(relay);
        chain = new OwnChain(clock);
        chain.Begin(key, Session, new byte[32]);
    }

    public void Dispose()
    {
        chain.Dispose();
        key.Dispose();
        relay.Dispose();
    }

    [Fact]
    public async Task OneThatIsInTheLogIsFoundThere()
    {
        await Say(isWritten: true, isAnswered: true);
        await Say(isWritten: true, isAnswered: false);

        (await Check(() => log.Prove())).Should().Be(RecordStanding.Complete);
    }

    [Fact]
    public async Task OneThatIsNotThereYetIsAskedForAgain()
    {
        await Say(isWritten: true, isAnswered: true);
        var link = await Say(isWritten: false, isAnswered: false);
        (await Check(() => log.Prove(), () => log.Prove(1))).Should().Be(RecordStanding.Unanswered);

        (await Check(() => log.Prove(), () => log.Add(Session, link, Pause) ? log.Prove() : null!)).Should().Be(RecordStanding.Complete);
    }

    [Fact]
    public async Task AnotherInItsPlaceIsALie()
    {
        await Say(isWritten: true, isAnswered: true);
        var link = await Say(isWritten: false, isAnswered: false);
        log.Add(Session, link, AgentStatement.Of(new AgentReport(SessionEvent.Resume)));

        (await Check(() => log.Prove())).Should().Be(RecordStanding.Broken);
    }

    [Fact]
    public async Task OneThatWasConfirmedMustBeThere()
    {
        await Say(isWritten: true, isAnswered: true);
        await Say(isWritten: false, isAnswered: true);

        (await Check(() => log.Prove())).Should().Be(RecordStanding.Broken);
    }

    [Fact]
    public async Task OneThatWasRefusedAndIsThereAllTheSameWasSaid()
    {
        await Say(isWritten: true, isAnswered: true);
        AgentLink? said = null;
        (await chain.Say(new Statement("a", Pause, (_, link, _) => Task.FromResult((said = link) is null)), null!, CancellationToken.None)).Should().BeFalse();
        log.Add(Session, said!, Pause);

        (await Check(() => log.Prove())).Should().Be(RecordStanding.Complete);
    }

    [Fact]
    public async Task WhereNothingWasConfirmedNothingIsClaimed()
    {
        await Say(isWritten: true, isAnswered: false);

        (await Check(() => log.Prove())).Should().Be(RecordStanding.Unanswered);
    }

    private async Task<AgentLink> Say(bool isWritten, bool isAnswered)
    {
        AgentLink? said = null;
        var statement = new Statement("a", Pause, (_, link, _) =>
        {
            said = link;
            if (isWritten)
            {
                log.Add(Session, link, Pause);
            }

            return isAnswered ? Task.FromResult(true) : throw new RelayUnreachableException("the answer was lost");
        });
        try
        {
            await chain.Say(statement, null!, CancellationToken.None);
        }
        catch (RelayUnreachableException)
        {
            isAnswered.Should().BeFalse();
        }

        return said!;
    }

    private Task<RecordStanding> Check(params Func<InclusionProof>[] answers) =>
        new RecordDesk(chain, new Answers(answers), clock, NullLogger.Instance)
            .Check(new JoinTicket(Session, 1, relay.ExportSubjectPublicKeyInfo(), new byte[32]), CancellationToken.None);

    // One after the other, until one settles it.
    private sealed class Answers(Func<InclusionProof>[] all) : IProofLink
    {
        public Task Ask(JoinTicket ticket, Func<InclusionProof, bool> settles, CancellationToken over)
        {
            _ = all.Any(answer => settles(answer()));
            return Task.CompletedTask;
        }
    }
}
