using RemoteAssist.Shared.Frames;
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
    private readonly SyntheticAgent agent;

    private UnsealedAgent(SyntheticAgent agent) => this.agent = agent;

    /// <summary>Types the code and waits for the offer.</summary>
    public static async Task<UnsealedAgent> Join(Uri relay, string code) => new(await SyntheticAgent.Join(relay, code, platform: "a test"));

    /// <summary>Goes live and sends one picture, its tiles as the codecs write them.</summary>
    public async Task Send(Frame picture)
    {
        await agent.Allow();
        await agent.Must(SessionEvent.Show);
        agent.BeginUpload();
        var parts = FrameParts.Write(new FrameDelta(1, 0, 0, picture.Width, picture.Height, CanaryPicture.Sections(picture)));
        for (var i = 0; i < parts.Count; i++)
        {
            var head = new EnvelopeHeader(
                EnvelopeChannel.Frames, i == 0 ? EnvelopeMarks.KeyFrame : EnvelopeMarks.None, 0, (ulong)i + 1, 1);
            await agent.Upload(head.Wrap(parts[i]));
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => agent.DisposeAsync();
}
