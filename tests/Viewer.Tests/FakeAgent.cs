using RemoteAssist.Shared.Frames;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Viewer.Tests;

/// <summary>The customer's end, made of the product's own sealing, with a still picture for a screen.</summary>
internal sealed class FakeAgent(FakeRelay relay) : IDisposable
{
    private static readonly byte[] Codecs = [.. TileCodecs.Ids];

    private readonly FrameSealer frames = new(HubContract.ProtocolVersion, Some.Id);
    private ControlSealer? sealer;
    private ControlOpener? opener;
    private ResumptionSecret? secret;
    private uint frame;
    private uint epoch;
    private uint key;
    private uint done;
    private uint line;

    /// <summary>Those of the code.</summary>
    public ComparisonWords? Words { get; private set; }

    /// <summary>Types a code; false where the page refuses it.</summary>
    public async Task<bool> Type(string code, int viewer)
    {
        using var handshake = new AgentHandshake(
            Context(viewer), code[..4], code[4..], Codecs, TimeProvider.System, PlatformRandom.Instance);
        await relay.Exchange(viewer, handshake.Begin());
        var step = handshake.Receive(await relay.Next("Exchange", viewer));
        await relay.Exchange(viewer, step.Reply!);
        step = handshake.Receive(await relay.Next("Exchange", viewer));
        if (step.Agreement is not { } agreement)
        {
            return false;
        }

        Words = agreement.Keys.Words;
        Meet(agreement.Keys, viewer);
        return true;
    }

    /// <summary>Meets a page again; false where it has nothing to resume.</summary>
    public async Task<bool> Resume(int viewer)
    {
        using var resumption = new AgentResumption(
            Context(viewer), [secret!], Codecs, TimeProvider.System, PlatformRandom.Instance);
        await relay.Exchange(viewer, resumption.Begin());
        var step = resumption.Receive(await relay.Next("Exchange", viewer));
        if (step.Agreement is not { } agreement)
        {
            return false;
        }

        await relay.Exchange(viewer, step.Reply!);
        Meet(agreement.Keys, viewer);
        return true;
    }

    /// <summary>Says where it stands and what is allowed, hands over a new content key and sends a key frame.</summary>
    public void Share(int viewer, params Scope[] more)
    {
        Say(viewer, new ControlMessage.Done(done).ToBytes());
        Allow(viewer, [Scope.View, .. more]);
        var content = ContentKey.Draw(++key, PlatformRandom.Instance);
        frames.Renew(content);
        Say(viewer, content.ToBytes());
        relay.Envelope(viewer, Picture());
    }

    /// <summary>All that is allowed from now on.</summary>
    public void Allow(int viewer, Scope[] scopes, int seconds = 3600, bool question = false) => Say(
        viewer,
        new ControlMessage.Standing(scopes, (uint)seconds, Paused: false, question, new ScreenRect(0, 0, 1280, 720)).ToBytes());

    /// <summary>The customer writes a line.</summary>
    public uint Write(int viewer, string text)
    {
        Say(viewer, new ControlMessage.Said(++line, 0, text).ToBytes());
        return line;
    }

    /// <summary>The next command of this kind, done or refused like all before it.</summary>
    public async Task<T> Take<T>(int viewer, CommandRefusal? why = null)
        where T : ViewerCommand
    {
        while (true)
        {
            var command = await Hear<ControlMessage.Command>(viewer);
            command.Sequence.Should().Be(++done, "commands are counted without a gap");
            var read = ViewerCommand.Read(command.Body);
            read.Should().NotBeNull("the page says nothing that has no meaning");
            if (why is { } refusal && read is T)
            {
                Say(viewer, new ControlMessage.Refused(done, refusal).ToBytes());
            }

            Say(viewer, new ControlMessage.Done(done).ToBytes());
            if (read is T found)
            {
                return found;
            }
        }
    }

    /// <summary>Everything that the page has said before the line of the chat that it is made to write now; commands as what they ask for.</summary>
    public async Task<List<object>> HearUpTo(int viewer, Func<Task> write)
    {
        await write();
        var said = new List<object>();
        while (true)
        {
            var message = await Hear<ControlMessage>(viewer);
            object? meant = message;
            if (message is ControlMessage.Command command)
            {
                done = command.Sequence;
                Say(viewer, new ControlMessage.Done(done).ToBytes());
                meant = ViewerCommand.Read(command.Body);
            }

            if (meant is ViewerCommand.Chat)
            {
                return said;
            }

            said.Add(meant!);
        }
    }

    public void Say(int viewer, byte[] body)
    {
        sealer!.Seal(body, out var envelope).Should().BeNull();
        relay.Envelope(viewer, envelope);
    }

    /// <summary>The next message of this kind that the page has sealed.</summary>
    public async Task<T> Hear<T>(int viewer)
        where T : ControlMessage
    {
        // A page goes on asking for the clock, so something always comes.
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            limit.IsCancellationRequested.Should().BeFalse($"the page says {typeof(T).Name}");
            opener!.Open(await relay.Next("Send", viewer), out var body).Should().BeNull("every envelope comes in its order");
            if (ControlMessage.Read(body) is T message)
            {
                return message;
            }
        }
    }

    /// <summary>A whole picture under the present key.</summary>
    public byte[] Picture()
    {
        var delta = new FrameDelta(
            ++frame, 0, 1000, 1280, 720,
            [
                Fill(new ScreenRect(0, 0, 1280, 720), 38, 92, 128),
                Fill(new ScreenRect(160, 90, 640, 400), 240, 240, 236),
                Fill(new ScreenRect(160, 90, 640, 36), 200, 204, 204),
            ]);
        return Seal(delta);
    }

    /// <summary>The next change of the picture.</summary>
    public byte[] Change(TileTruth? truth, params PictureSection[] sections)
    {
        var before = frame++;
        return Seal(new FrameDelta(frame, before, 1000, 1280, 720, sections) { Truth = truth });
    }

    public static PictureSection Fill(ScreenRect area, byte red, byte green, byte blue) =>
        new PictureSection.Coded(FillCodec.Type, [area], new byte[] { red, green, blue });

    private byte[] Seal(FrameDelta delta)
    {
        // The epoch is the number of the last key frame.
        epoch = delta.IsKeyFrame ? delta.Number : epoch;
        frames.Seal(delta.IsKeyFrame, epoch, FrameParts.Write(delta).Single(), out var envelope).Should().BeNull();
        return envelope;
    }

    public void Dispose()
    {
        frames.Dispose();
        sealer?.Dispose();
        opener?.Dispose();
        secret?.Dispose();
    }

    private static ExchangeContext Context(int viewer) => new(HubContract.ProtocolVersion, Some.Id, (uint)viewer);

    private void Meet(KeySchedule keys, int viewer)
    {
        // What came before was for the keys before: the page is silent while it resumes.
        while (relay.Said("Send", viewer).Reader.TryRead(out _))
        {
        }

        sealer = new ControlSealer(keys.ControlToViewer, (uint)viewer);
        opener = new ControlOpener(keys.ControlToAgent, (uint)viewer);
        secret = keys.Resumption;
    }
}
