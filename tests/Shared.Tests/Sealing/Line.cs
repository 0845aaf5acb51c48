using RemoteAssist.Shared.Sealing;

namespace RemoteAssist.Shared.Tests.Sealing;

/// <summary>Both ends of a session's channels after a good exchange, with nothing between them.</summary>
internal sealed class Line : IDisposable
{
    public Line(ExchangeContext? context = null)
        : this(Some.Agreed(context), new ContentKey(1, PlatformRandom.Instance.Bytes(KeySchedule.KeySize)), context)
    {
    }

    private Line((Agreement Agent, Agreement Viewer) agreed, ContentKey content, ExchangeContext? context)
    {
        (Agent, Viewer) = agreed;
        Context = context ?? Some.Context;
        ToAgent = new ControlSealer(Viewer.Keys.ControlToAgent, Viewer.Keys.Viewer);
        AtAgent = new ControlOpener(Agent.Keys.ControlToAgent, Agent.Keys.Viewer);
        ToViewer = new ControlSealer(Agent.Keys.ControlToViewer, Agent.Keys.Viewer);
        AtViewer = new ControlOpener(Viewer.Keys.ControlToViewer, Viewer.Keys.Viewer);
        Content = content;
        Frames = new FrameSealer(Context.ProtocolVersion, Context.Session);
        Frames.Renew(content);
        Picture = new FrameOpener(Context.ProtocolVersion, Context.Session);
        Picture.Add(content).Should().BeTrue();
    }

    public ExchangeContext Context { get; }

    public Agreement Agent { get; }

    public Agreement Viewer { get; }

    public ControlSealer ToAgent { get; }

    public ControlOpener AtAgent { get; }

    public ControlSealer ToViewer { get; }

    public ControlOpener AtViewer { get; }

    public ContentKey Content { get; }

    public FrameSealer Frames { get; }

    public FrameOpener Picture { get; }

    /// <summary>The same two ends after a cut, with counters from 0; the viewer keeps its number.</summary>
    public Line Resumed(uint content) =>
        new(Some.Resumed(Agent.Keys.Resumption, Viewer.Keys.Resumption, Context), ContentKey.Draw(content, PlatformRandom.Instance), Context);

    /// <summary>The next control envelope towards the viewer.</summary>
    public byte[] Down(byte[] body)
    {
        ToViewer.Seal(body, out var envelope).Should().BeNull();
        return envelope;
    }

    /// <summary>The next control envelope towards the Agent.</summary>
    public byte[] Up(byte[] body)
    {
        ToAgent.Seal(body, out var envelope).Should().BeNull();
        return envelope;
    }

    /// <summary>The next part of a frame.</summary>
    public byte[] Part(bool startsKeyFrame, uint epoch, byte[] body)
    {
        Frames.Seal(startsKeyFrame, epoch, body, out var envelope).Should().BeNull();
        return envelope;
    }

    public void Dispose()
    {
        ToAgent.Dispose();
        AtAgent.Dispose();
        ToViewer.Dispose();
        AtViewer.Dispose();
        Frames.Dispose();
        Picture.Dispose();
    }
}
