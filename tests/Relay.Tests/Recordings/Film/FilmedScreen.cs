using System.Buffers;
using RemoteAssist.Shared.Frames;
using RemoteAssist.Shared.Recordings;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Tests.Recordings.Film;

/// <summary>A screen that is recorded with the product's own sealing and writer: whole pictures, each a key frame.</summary>
internal sealed class FilmedScreen : IDisposable
{
    public const int Width = 90;
    public const int Height = 70;

    private readonly Auditor auditor;
    private readonly FrameSealer sealer;
    private readonly MemoryStream file = new();
    private readonly RecordingWriter writer = new();
    private uint key;
    private uint frame;

    public FilmedScreen(Auditor auditor)
    {
        this.auditor = auditor;
        sealer = new FrameSealer(Header.ProtocolVersion, Header.Session);
        file.Write(Header.ToBytes());
        writer.Add(RecordKind.Mark, 0, RecordingWords.Of(Header));
        writer.Add(RecordKind.Mark, 0, RecordingWords.Begin);
    }

    public static RecordingHeader Header { get; } =
        new(new Guid("0198a1b2-c3d4-7e5f-8091-a2b3c4d5e6f8"), HubContract.ProtocolVersion, new DateTimeOffset(2026, 11, 23, 10, 4, 12, TimeSpan.Zero));

    /// <summary>The pictures that were sent.</summary>
    public List<Frame> Sent { get; } = [];

    /// <summary>Where chunks begin in the file.</summary>
    public List<int> Chunks { get; } = [];

    /// <summary>Two content keys, a gap between them, a pause of two seconds: pictures at 0.5, 1, 2 and 5 s, the end at 6 s.</summary>
    public static FilmedScreen Short(Auditor auditor)
    {
        var screen = new FilmedScreen(auditor).Key(0).Picture(500, 1).Close().Picture(1000, 2).Close();
        return screen.Word(RecordKind.Gap, 2000, "tooSlow 3").Key(2000).Picture(2000, 3)
            .Word(RecordKind.Mark, 2500, RecordingWords.Paused).Word(RecordKind.Mark, 5000, RecordingWords.Live)
            .Picture(5000, 4).Close().Word(RecordKind.End, 6000, "sessionOver").Close();
    }

    public FilmedScreen Key(uint at)
    {
        var content = ContentKey.Draw(++key, PlatformRandom.Instance);
        sealer.Renew(content);
        writer.Add(RecordKind.Keys, at, auditor.Wrap(content, Header.Session));
        return this;
    }

    /// <summary>A picture that is another for each seed.</summary>
    public FilmedScreen Picture(
        uint at, int seed, int width = Width, int height = Height, ScreenRect? mask = null, PointerPosition? pointer = null, PointerShape? shape = null)
    {
        var picture = new Frame(width, height);
        for (var i = 0; i < picture.Pixels.Length; i++)
        {
            picture.Pixels[i] = (byte)((i * (2 + seed)) + (i / 360 * 5 * seed));
        }

        var data = new ArrayBufferWriter<byte>();
        ScreenRect[] whole = [new(0, 0, width, height)];
        var codec = new LosslessCodec();
        codec.Encode(picture, whole, data);
        var delta = new FrameDelta(++frame, 0, frame, width, height, [new PictureSection.Coded(codec.Id, whole, data.WrittenMemory)])
        {
            Masks = mask is { } hidden ? [hidden] : null, Pointer = pointer, Shape = shape,
        };
        sealer.Seal(startsKeyFrame: true, frame, FrameParts.Write(delta).Single(), out var envelope).Should().BeNull();
        writer.Add(RecordKind.Frame, at, envelope);
        Sent.Add(picture);
        return this;
    }

    public FilmedScreen Word(RecordKind kind, uint at, string word)
    {
        writer.Add(kind, at, word);
        return this;
    }

    public FilmedScreen Close()
    {
        Chunks.Add((int)file.Length);
        file.Write(writer.Close().Bytes.Span);
        return this;
    }

    public byte[] ToBytes() => file.ToArray();

    public void Dispose()
    {
        sealer.Dispose();
        file.Dispose();
    }
}
