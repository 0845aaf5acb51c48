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
            var shown = new Frame(picture.Width, picture.Height);
            var encoder = new FrameEncoder();
            uint last = 0;
            for (var step = 0; step < 12; step++)
            {
                var edits = Enumerable.Range(0, draw.Next(4)).Select(_ => Edit(picture, draw)).ToList();
                var key = draw.Next(5) == 0;
                var delta = encoder.Next(Change(picture, edits), (ulong)step, key);
                if (delta is not null)
                {
                    delta.Number.Should().Be(last + 1);
                    delta.Base.Should().Be(step == 0 || key ? 0 : last);
                    delta.IsKeyFrame.Should().Be(step == 0 || key);
                    if (delta.IsKeyFrame)
                    {
                        delta.Tiles.Should().HaveCount(picture.Tiles.Count);
                        shown = new Frame(picture.Width, picture.Height);
                    }

                    delta.TryApplyTo(shown).Should().BeTrue();
                    last = delta.Number;
                }

                shown.ShowsTheSameAs(picture).Should().BeTrue("seed {0} step {1}", seed, step);
            }
        }
    }

    [Fact]
    public void DamageThatChangedNothingMakesNoFrame()
    {
        var picture = new Frame(200, 100);
        var encoder = new FrameEncoder();
        var change = Change(picture, [new ScreenRect(0, 0, 200, 100)]);
        encoder.Next(change, 1, keyFrame: false)!.IsKeyFrame.Should().BeTrue("there was nothing before");
        encoder.Next(change, 2, keyFrame: false).Should().BeNull();
    }

    [Fact]
    public void OnlyTilesThatTheDamageTouchesAreLookedAt()
    {
        var picture = new Frame(256, 64);
        var encoder = new FrameEncoder();
        encoder.Next(Change(picture, []), 1, keyFrame: true);
        picture.Fill(new ScreenRect(0, 0, 256, 64), 9, 9, 9);
        var delta = encoder.Next(Change(picture, [new ScreenRect(63, 0, 2, 1)]), 2, keyFrame: false)!;
        delta.Tiles.Select(t => t.Column).Should().BeEquivalentTo([(ushort)0, (ushort)1]);
    }

    [Fact]
    public void AnotherSizeMakesAKeyFrame()
    {
        var encoder = new FrameEncoder();
        encoder.Next(Change(new Frame(100, 100), []), 1, keyFrame: true);
        var delta = encoder.Next(Change(new Frame(120, 90), []), 2, keyFrame: false)!;
        (delta.IsKeyFrame, delta.Width, delta.Height).Should().Be((true, 120, 90));
    }

    [Fact]
    public void PointerAndMasksTravelWhenTheyChangeAndWithEveryKeyFrame()
    {
        var encoder = new FrameEncoder();
        var shape = new PointerShape(1, 1, 0, 0, new byte[4]);
        var first = Change(new Frame(64, 64), []) with { Shape = shape, Masks = [new ScreenRect(1, 2, 3, 4)] };
        encoder.Next(first, 1, keyFrame: true);
        encoder.Next(first, 2, keyFrame: false).Should().BeNull();

        var moved = encoder.Next(first with { Pointer = new PointerPosition(5, 6, true) }, 3, keyFrame: false)!;
        (moved.Pointer, moved.Shape, moved.Masks, moved.Tiles.Count).Should().Be((new PointerPosition(5, 6, true), null, null, 0));

        var unmasked = encoder.Next(first with { Pointer = new PointerPosition(5, 6, true), Masks = [] }, 4, keyFrame: false)!;
        unmasked.Masks.Should().BeEmpty();

        var key = encoder.Next(first, 5, keyFrame: true)!;
        key.Shape.Should().BeSameAs(shape);
        key.Pointer.Should().NotBeNull();
        key.Masks.Should().Equal(new ScreenRect(1, 2, 3, 4));
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
