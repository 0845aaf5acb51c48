using Microsoft.AspNetCore.SignalR.Client;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Tests.Hubs;

/// <summary>The code exchange with both real halves, each behind its own connection to the Relay.</summary>
internal sealed record CodeExchange(Agreement? AtAgent, Agreement? AtViewer, ExchangeFault? AgentsFault)
{
    public const string Secret = "306752";

    public bool Agreed => AtAgent is not null && AtViewer is not null;

    /// <summary>Types a code, and lets both ends do their part to the end.</summary>
    public static async Task<CodeExchange> Run(
        HubEnd agent, HubEnd viewer, CodeKeeper keeper, string nameplate, string typed, TimeProvider clock)
    {
        var (toAgent, toViewer) = (agent.Exchanged.Count, viewer.Exchanged.Count);
        var outcome = await agent.Join(nameplate);
        outcome.Refusal.Should().BeNull();
        var number = outcome.Ticket!.Viewer;
        number.Should().Be(viewer.Number);
        var context = new ExchangeContext(HubContract.ProtocolVersion, outcome.Ticket.Session, (uint)number);
        var key = new SessionKey();
        using var agentsHalf = new AgentHandshake(context, nameplate, typed, [1, 2], clock, PlatformRandom.Instance, key.Mark);
        var viewersHalf = keeper.Begin(context, nameplate, [1, 2], clock, PlatformRandom.Instance, out _)!;

        await agent.Exchange(number, agentsHalf.Begin());
        var share = viewersHalf.Receive(await Next(viewer, toViewer));
        await viewer.Exchange(number, share.Reply!);
        var confirm = agentsHalf.Receive(await Next(agent, toAgent));
        await agent.Exchange(number, confirm.Reply!);
        var judged = viewersHalf.Receive(await Next(viewer, toViewer + 1));
        await viewer.Exchange(number, judged.Reply!);
        await (judged.Agreement is { } agreement
            ? viewer.Connection.InvokeAsync(HubContract.Agreed, agreement.TranscriptHash)
            : viewer.Connection.InvokeAsync(HubContract.WrongTry));
        var told = agentsHalf.Receive(await Next(agent, toAgent + 1));
        agent.Receipts = told.Agreement is { } agreed ? new SomeReceipts(key, agreed.TranscriptHash, outcome.Ticket.RelayKey) : null;
        agent.Links = told.Agreement is { } its ? new SomeLinks(key, outcome.Ticket.Session, its.TranscriptHash) : null;
        return new CodeExchange(told.Agreement, judged.Agreement, told.Fault);
    }

    private static async Task<byte[]> Next(HubEnd end, int after)
    {
        await Eventually.True(() => end.Exchanged.Count > after);
        return end.Exchanged[after].Message;
    }
}
