using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR.Client;
using RemoteAssist.Shared.Frames;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;
using RemoteAssist.Tests.Support;

namespace RemoteAssist.EndToEnd.Tests;

/// <summary>
/// What the product must never be: an Agent that agrees with the technician's page as it should and then sends frames
/// as they are. It exists to show that a search for them finds them.
/// </summary>
internal sealed class UnsealedAgent : IAsyncDisposable
{
    private readonly HubConnection hub;
    private readonly SessionOffer offer;

    private UnsealedAgent(HubConnection hub, SessionOffer offer)
    {
        this.hub = hub;
        this.offer = offer;
    }

    /// <summary>Types the code and waits for the offer.</summary>
    public static async Task<UnsealedAgent> Join(Uri relay, string code)
    {
        var hub = RelayConnection.Create(relay);
        var offered = new TaskCompletionSource<SessionOffer>(TaskCreationOptions.RunContinuationsAsynchronously);
        var said = Channel.CreateUnbounded<byte[]>();
        hub.On<int, byte[]>(nameof(IParticipant.Exchange), (_, message) => { said.Writer.TryWrite(message); });
        hub.On<SessionOffer, byte[], byte[]>(nameof(IParticipant.Offered), (offer, _, _) => { offered.TrySetResult(offer); });
        await hub.StartAsync();
        var joined = await hub.InvokeAsync<JoinOutcome>(
            HubContract.Join, new JoinRequest(HubContract.ProtocolVersion, code[..4], "0.0.0", "a test"));
        var ticket = joined.Ticket ?? throw new InvalidOperationException($"The code was refused: {joined.Refusal}.");
        using var handshake = new AgentHandshake(
            new ExchangeContext(HubContract.ProtocolVersion, ticket.Session, (uint)ticket.Viewer),
            code[..4], code[4..], [.. TileCodecs.Ids], TimeProvider.System, PlatformRandom.Instance);
        await hub.InvokeAsync(HubContract.Exchange, ticket.Viewer, handshake.Begin());
        Agreement? agreement = null;
        while (agreement is null)
        {
            var step = handshake.Receive(await said.Reader.ReadAsync());
            agreement = step.Agreement;
            if (step.Fault is { } fault)
            {
                throw new InvalidOperationException($"The exchange failed: {fault}.");
            }

            if (step.Reply is { } reply)
            {
                await hub.InvokeAsync(HubContract.Exchange, ticket.Viewer, reply);
            }
        }

        return new UnsealedAgent(hub, await offered.Task);
    }

    /// <summary>Goes live and sends one picture, its tiles as the codecs write them.</summary>
    public async Task Send(Frame picture)
    {
        var now = DateTimeOffset.UtcNow;
        var grant = new ConsentGrant(
            offer.Session, [Scope.View], offer.Technician, offer.Organisation, now, now + TimeSpan.FromMinutes(offer.Minutes));
        await Report(new AgentReport(SessionEvent.Allow, Grant: grant));
        await Report(new AgentReport(SessionEvent.Show));

        var parts = FrameParts.Write(new FrameDelta(1, 0, 0, picture.Width, picture.Height, CanaryPicture.Sections(picture)));
        var envelopes = Channel.CreateUnbounded<byte[]>();
        for (var i = 0; i < parts.Count; i++)
        {
            var head = new EnvelopeHeader(
                EnvelopeChannel.Frames, i == 0 ? EnvelopeMarks.KeyFrame : EnvelopeMarks.None, 0, (ulong)i + 1, 1);
            envelopes.Writer.TryWrite(head.Wrap(parts[i]));
        }

        await hub.SendAsync(HubContract.Upload, envelopes.Reader);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => hub.DisposeAsync();

    private async Task Report(AgentReport step)
    {
        if (!await hub.InvokeAsync<bool>(HubContract.Report, step))
        {
            throw new InvalidOperationException($"The Relay refused {step.Event}.");
        }
    }
}
