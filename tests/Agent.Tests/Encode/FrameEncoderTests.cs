using RemoteAssist.Agent.Capture;
using RemoteAssist.Agent.Encode;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Tests.Encode;

public sealed class FrameEncoderTests
{
    [Fact]
    public void AViewerThatAppliesEveryDeltaHasTheExactPicture()
    {
        for (uint seed = 0; seed < 40; seed++)
        {
            var draw = new Lcg(seed);
            var picture = new Frame(1 + draw.Next(300), 1 + draw.Next(300));
            var shown = new FrameDecoder();
            var encoder = new FrameEncoder();
            uint last = 0;
            for (var step = 0; step < 12; step++)
            {
                var edits = Enumerable.Range(0, draw.Next(4)).Select(_ => Edit(picture, draw)).ToList();
                var key = draw.Next(5) == 0;
                var delta = encoder.Next(Change(picture, edits), (ulong)step, SendPlan.Free(key));
                if (delta is not null)
                {
                    delta.Number.Should().Be(last + 1);
                    delta.Base.Should().Be(step == 0 || key ? 0 : last);
                    delta.IsKeyFrame.Should().Be(step == 0 || key);
                    var parts = FrameParts.Write(delta);
                    for (var part = 0; part < parts.Count; part++)
                    {
                        shown.Take(parts[part], delta.IsKeyFrame && part == 0)
                            .Should().Be(part == parts.Count - 1 ? Decoded.Shown : Decoded.More);
                    }

                    last = delta.Number;
                }

                shown.Picture.ShowsTheSameAs(picture).Should().BeTrue("seed {0} step {1}", seed, step);
            }
        }
    }

    [Fact]
    public void DamageThatChangedNothingMakesNoFrame()
    {
        var picture = new Frame(200, 100);
        var encoder = new FrameEncoder();
        var change = Change(picture, [new ScreenRect(0, 0, 200, 100)]);
        encoder.Next(change, 1, SendPlan.Free())!.IsKeyFrame.Should().BeTrue("there was nothing before");
        encoder.Next(change, 2, SendPlan.Free()).Should().BeNull();
    }

    [Fact]
    public void OnlyTilesThatTheDamageTouchesAreLookedAt()
    {
        var picture = new Frame(256, 64);
        var encoder = new FrameEncoder();
        encoder.Next(Change(picture, []), 1, SendPlan.Free(keyFrame: true));
        picture.Fill(new ScreenRect(0, 0, 256, 64), 9, 9, 9);
        var delta = encoder.Next(Change(picture, [new ScreenRect(63, 0, 2, 1)]), 2, SendPlan.Free())!;
        delta.Sections.OfType<PictureSection.Coded>().SelectMany(s => s.Areas).Should().OnlyContain(area => area.Right <= 128);
    }

    [Fact]
    public void AnotherSizeMakesAKeyFrame()
    {
        var encoder = new FrameEncoder();
        encoder.Next(Change(new Frame(100, 100), []), 1, SendPlan.Free(keyFrame: true));
        var delta = encoder.Next(Change(new Frame(120, 90), []), 2, SendPlan.Free())!;
        (delta.IsKeyFrame, delta.Width, delta.Height).Should().Be((true, 120, 90));
    }

    [Fact]
    public void PointerAndMasksTravelWhenTheyChangeAndWithEveryKeyFrame()
    {
        var encoder = new FrameEncoder();
        var shape = new PointerShape(1, 1, 0, 0, new byte[4]);
        var first = Change(new Frame(64, 64), []) with { Shape = shape, Masks = [new ScreenRect(1, 2, 3, 4)] };
        encoder.Next(first, 1, SendPlan.Free(keyFrame: true));
        encoder.Next(first, 2, SendPlan.Free()).Should().BeNull();

        var moved = encoder.Next(first with { Pointer = new PointerPosition(5, 6, true) }, 3, SendPlan.Free())!;
        (moved.Pointer, moved.Shape, moved.Masks, moved.Sections.Count).Should().Be((new PointerPosition(5, 6, true), null, null, 0));

        var unmasked = encoder.Next(first with { Pointer = new PointerPosition(5, 6, true), Masks = [] }, 4, SendPlan.Free())!;
        unmasked.Masks.Should().BeEmpty();

        var key = encoder.Next(first, 5, SendPlan.Free(keyFrame: true))!;
        key.Shape.Should().BeSameAs(shape);
        key.Pointer.Should().NotBeNull();
        key.Masks.Should().Equal(new ScreenRect(1, 2, 3, 4));
    }

    [Fact]
    public void NoiseThatCannotBePackedIsCutUntilItFits()
    {
        var watching = new Watching(1280, 720);
        new Lcg(3).Bytes(watching.Screen.Pixels.Length).CopyTo(watching.Screen.Pixels, 0);
        watching.Step().MustBeExact();
        watching.All<PictureSection.Coded>().Should().OnlyContain(s => s.Data.Length <= FrameParts.MaxSectionBytes);
    }

    [Fact]
    public void ATypedLetterCostsAsManyBytesAsAShortWord()
    {
        var watching = new Watching(1280, 720);
        var draw = new Lcg(8);
        Drawn.Text(watching.Screen, watching.Whole, draw);
        watching.Step();
        watching.Rest();
        var letter = new ScreenRect(400, 208, 12, 14);
        Drawn.Text(watching.Screen, letter, draw);
        watching.Step(damage: [letter]).MustBeExact();
        watching.Bytes.Should().BeInRange(10, 60);
    }

    private static ScreenChange Change(Frame picture, IReadOnlyList<ScreenRect> damage) =>
        new(picture, damage, [], default, null, 0);

    private static ScreenRect Edit(Frame picture, Lcg draw)
    {
        var area = new ScreenRect(draw.Next(picture.Width), draw.Next(picture.Height), 1 + draw.Next(90), 1 + draw.Next(90))
            .Intersect(new ScreenRect(0, 0, picture.Width, picture.Height));
        if (draw.Next(2) == 0)
        {
            picture.Fill(area, (byte)draw.Next(256), (byte)draw.Next(256), (byte)draw.Next(256));
        }
        else
        {
            for (var y = area.Y; y < area.Bottom; y++)
            {
                draw.Bytes(area.Width * Frame.BytesPerPixel).CopyTo(picture.Row(area.X, y, area.Width));
            }
        }

        return area;
    }
}
