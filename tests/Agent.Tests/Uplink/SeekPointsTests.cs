using System.Threading.Channels;
using RemoteAssist.Agent.Encode;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Agent.Uplink;
using RemoteAssist.Agent.Uplink.Seeking;
using RemoteAssist.Shared.Frames;
using RemoteAssist.Shared.Recordings;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Tests.Uplink;

/// <summary>Seek points on their way to the recording: when, how slowly, and under which key.</summary>
public sealed class SeekPointsTests : IDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    private readonly ManualClock clock = new();
    private readonly SomeAuditors auditors;
    private readonly Uploads uploads;
    private readonly SealedEnd viewer = new(1);
    private readonly List<byte[]> wrapped = [];
    private readonly ChannelReader<byte[]> stream;
    private readonly List<byte[]> pieces = [];
    private uint number;

    public SeekPointsTests()
    {
        auditors = new SomeAuditors(clock.GetUtcNow());
        uploads = new Uploads(() => true, clock, key =>
        {
            wrapped.Add(key);
            return Task.CompletedTask;
        });
        uploads.Begin(new EnvelopeSealer(new FrameSealer(HubContract.ProtocolVersion, Some.Session), PlatformRandom.Instance));
        stream = uploads.Connect();
        uploads.Admit(1, viewer.Sealer());
        uploads.Open();
    }

    public void Dispose() => auditors.Dispose();

    [Fact]
    public async Task OneGoesOutInSmallPiecesThatAnAuditorOpens()
    {
        await Recorded();
        Work();
        uploads.TakePlan().Seek.Should().Be(SeekWish.IfExact);
        var draft = Noise();
        Sent(100);
        uploads.Keep(draft with { Frame = number });
        await AllOut();

        var heads = pieces.ConvertAll(Head);
        heads.Should().HaveCountGreaterThan(3);
        heads.Select(head => head.Marks).Should().Equal(
            heads.Select((_, i) => i == 0 ? EnvelopeMarks.First : i == heads.Count - 1 ? EnvelopeMarks.Last : EnvelopeMarks.None));
        heads.Select(head => head.Number).Should().Equal(heads.Select((_, i) => (ulong)i + 1));
        pieces.Should().OnlyContain(piece => piece.Length <= SeekUplink.PieceBytes + 40);

        var key = WrappedKey.ReadAll(wrapped[^1])!.Select(one => one.Open(auditors.Olga, Some.Session)).OfType<ContentKey>().Single();
        using var opener = new SeekOpener(HubContract.ProtocolVersion, Some.Session, key);
        var joined = pieces.SelectMany(piece => opener.Open(piece, out var body) is null ? body : []).ToArray();
        SeekPointBytes.ReadPicture(joined)!.Behind.Should().Be(number, "it stands behind the last frame, each of one part");

        foreach (var at in (int[])[2, 8, 16, 30])
        {
            var bent = (byte[])pieces[0].Clone();
            bent[at] ^= 4;
            opener.Open(bent, out var nothing).Should().NotBeNull("byte {0} is covered by the seal", at);
            nothing.Should().BeEmpty();
        }
    }

    [Fact]
    public async Task NothingIsWishedForWhereNothingIsRecorded()
    {
        uploads.TakePlan();
        Sent(100, keyFrame: true);
        Work();
        uploads.TakePlan().Seek.Should().Be(SeekWish.None);
        uploads.Keep(Noise() with { Frame = number });
        await Drain();
        pieces.Should().BeEmpty();
    }

    [Fact]
    public async Task AKeyFrameMakesTheRestOfItUseless()
    {
        await Recorded();
        Work();
        Sent(100);
        uploads.Keep(Noise() with { Frame = number });
        await Eventually.Is(() => Drained() > 0, "the first piece is out");
        Sent(100, keyFrame: true);
        for (var i = 0; i < 20; i++)
        {
            await Drain();
        }

        pieces.Should().NotContain(piece => Head(piece).Marks == EnvelopeMarks.Last);
    }

    [Fact]
    public async Task APauseTakesItBack()
    {
        await Recorded();
        Work();
        Sent(100);
        uploads.Keep(Noise() with { Frame = number });
        await Eventually.Is(() => Drained() > 0, "the first piece is out");
        uploads.Hold();
        var before = pieces.Count;
        for (var i = 0; i < 20; i++)
        {
            await Drain();
        }

        pieces.Should().HaveCount(before);
    }

    [Fact]
    public async Task TilesFollowTheirSeekPointAndNoOther()
    {
        await Recorded();
        uploads.Keep([new SlotTile(3, new Frame(64, 64))]);
        Work();
        Sent(100);
        uploads.Keep(new SeekDraft(number, 0, new Frame(70, 70), [], 5));
        uploads.Keep([new SlotTile(4, new Frame(64, 64))]);
        await AllOut(2);
        pieces.ConvertAll(piece => Head(piece).Marks).Should().Equal(
            EnvelopeMarks.First | EnvelopeMarks.Last, EnvelopeMarks.First | EnvelopeMarks.Last | EnvelopeMarks.Tiles);
    }

    [Fact]
    public void TheyAreNeverMoreThanAThirdOfARecordingAndNeverClose()
    {
        const int Size = 400_000;
        var turns = new SeekTurns();
        turns.Record(true);
        turns.Sent(Size, keyFrame: true, TimeSpan.Zero);
        long frames = 0, points = 0;
        var last = TimeSpan.Zero;
        for (var now = TimeSpan.Zero; now < TimeSpan.FromMinutes(20); now += Step)
        {
            // Now lively, now still.
            var bytes = now.Minutes % 3 == 0 ? 40_000 : now.Minutes % 3 == 1 ? 300 : 0;
            if (bytes == 0)
            {
                continue;
            }

            turns.Sent(bytes, keyFrame: false, now);
            frames += bytes;
            if (turns.Wish(now) == SeekWish.Now)
            {
                (now - last).Should().BeGreaterThanOrEqualTo(SeekTurns.Apart);
                last = now;
                turns.Begin(now);
                turns.Made(Size);
                points += Size;
            }
        }

        points.Should().BePositive().And.BeLessThan(frames / 2 + Size);
    }

    [Fact]
    public void ABlinkingCaretMakesOneAfterManyFrames()
    {
        var turns = new SeekTurns();
        turns.Record(true);
        turns.Sent(1000, keyFrame: true, TimeSpan.Zero);
        var now = TimeSpan.FromSeconds(5);
        for (var i = 1; i < SeekTurns.MostFrames; i++)
        {
            now += TimeSpan.FromSeconds(0.5);
            turns.Sent(60, keyFrame: false, now);
        }

        turns.Wish(now).Should().Be(SeekWish.None);
        turns.Sent(60, keyFrame: false, now);
        turns.Wish(now).Should().Be(SeekWish.IfExact);
        turns.Wish(now + SeekTurns.Patience).Should().Be(SeekWish.Now);
        turns.Begin(now);
        turns.Wish(now + TimeSpan.FromHours(1)).Should().Be(SeekWish.None, "nothing has changed since");
    }

    private static EnvelopeHeader Head(byte[] envelope) => EnvelopeHeader.TryRead(envelope, out var head) ? head : throw new InvalidOperationException();

    // Recording is on, and its first key frame is out.
    private async Task Recorded()
    {
        uploads.Record([.. auditors.List.Certificates.Select(one => one.PublicKey)]);
        uploads.TakePlan();
        var before = viewer.Frames;
        Sent(100, keyFrame: true);
        await Eventually.Is(() => Drained() == 0 && viewer.Frames > before, "the key frame is out");
    }

    // Enough for a seek point.
    private void Work()
    {
        for (var i = 0; i < 10; i++)
        {
            clock.Advance(TimeSpan.FromSeconds(0.6));
            Sent(SeekTurns.LeastBytes / 10);
            Drained();
        }
    }

    private void Sent(int bytes, bool keyFrame = false)
    {
        var basedOn = keyFrame ? 0 : number;
        uploads.Send(new FrameDelta(
            ++number, basedOn, 0, 64, 64, [new PictureSection.Coded(1, [new ScreenRect(0, 0, 64, 64)], new byte[bytes])]));
    }

    // 180×180 pixels that no codec makes smaller than 60,000 bytes.
    private static SeekDraft Noise()
    {
        var picture = new Frame(180, 180);
        new Lcg(5).Bytes(picture.Pixels.Length).CopyTo(picture.Pixels, 0);
        return new SeekDraft(0, 0, picture, [], 0);
    }

    private async Task AllOut(int points = 1) => await Eventually.Is(
        () =>
        {
            clock.Advance(Step);
            Drained();
            return pieces.Count(piece => Head(piece).Marks.HasFlag(EnvelopeMarks.Last)) == points;
        },
        "all pieces are out");

    private async Task Drain()
    {
        clock.Advance(Step);
        await Task.Yield();
        Drained();
    }

    private int Drained()
    {
        var count = 0;
        while (stream.TryRead(out var envelope))
        {
            if (Head(envelope).Channel == EnvelopeChannel.SeekPoints)
            {
                pieces.Add(envelope);
                count++;
            }
            else
            {
                viewer.Open(envelope);
            }
        }

        return count;
    }
}
