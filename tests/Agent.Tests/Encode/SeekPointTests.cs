using System.Collections.Concurrent;
using RemoteAssist.Agent.Encode;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Tests.Encode;

/// <summary>Whoever enters at a seek point sees pixel for pixel what whoever watched from the start sees, from there to the next key frame.</summary>
public sealed class SeekPointTests
{
    private const int Steps = 25;

    [Fact]
    public void FromASeekPointOnEveryPictureIsTheLiveOne()
    {
        var wrong = new ConcurrentBag<string>();
        var compared = 0;
        Parallel.For(1, Tried.Count(4_000, smoke: 60) + 1, seed =>
        {
            var draw = new Lcg((uint)seed);
            var options = seed % 2 == 0 ? Watching.WithPhotos : new EncoderOptions();
            var taped = new Tape(new Watching(1 + draw.Next(300), 1 + draw.Next(200), options));
            var before = new List<Frame>();
            for (var step = 0; step < Steps; step++)
            {
                var damage = EncoderPropertyTests.Edit(taped.Watching, draw, before);
                var plan = SendPlan.Free(keyFrame: draw.Next(20) == 0) with
                {
                    MostBytes = draw.Next(2) == 0 ? 20_000 : int.MaxValue, Seek = (SeekWish)draw.Next(3),
                };
                taped.Step((ulong)(10_000 + draw.Next(500_000)), damage, plan);
            }

            for (var point = 0; point < taped.Points.Count; point++)
            {
                taped.PlayFrom(point, (same, frame) =>
                {
                    Interlocked.Increment(ref compared);
                    if (!same)
                    {
                        wrong.Add($"seed {seed}, point {point}, frame {frame}");
                    }
                });
            }
        });
        wrong.Should().BeEmpty();
        compared.Should().BeGreaterThan(1_000);
    }

    [Fact]
    public void WhatWasRememberedBeforeComesAlongOnceItIsRecalled()
    {
        var taped = TwoWindows(SeekWish.Now, out var draw);
        taped.Points.Should().ContainSingle().Which.Tiles.Should().BeEmpty("nothing was recalled yet");
        Drawn.Text(taped.Watching.Screen, taped.Watching.Whole, draw);
        taped.Step(1_000_000);
        taped.Watching.All<PictureSection.Recall>().Should().NotBeEmpty();
        var (_, _, tiles) = taped.Points.Single();
        tiles.Should().NotBeEmpty();

        // Once is enough.
        var known = tiles.Count;
        Drawn.Fill(taped.Watching.Screen, taped.Watching.Whole, 0x334455);
        taped.Step(1_000_000);
        Drawn.Text(taped.Watching.Screen, taped.Watching.Whole, Again());
        taped.Step(1_000_000);
        tiles.Should().HaveCount(known);
        taped.PlayFrom(0, (same, frame) => same.Should().BeTrue("frame {0}", frame));

        Lcg Again() => new(8);
    }

    [Fact]
    public void ViewersCachesAreAsWithoutIt()
    {
        static IEnumerable<string> Kinds(SeekWish wish)
        {
            var taped = TwoWindows(wish, out var draw);
            Drawn.Text(taped.Watching.Screen, taped.Watching.Whole, draw);
            taped.Step(1_000_000);
            return taped.Watching.Sections.Select(section => section.ToString()!).Append(taped.Watching.Bytes.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        Kinds(SeekWish.Now).Last().Should().Be(Kinds(SeekWish.None).Last(), "what the viewers get is byte for byte as large");
    }

    [Fact]
    public void NothingIsMadeWhereNothingChangesNorOfAKeyFrame()
    {
        var watching = new Watching(130, 70);
        watching.Step(plan: SendPlan.Free() with { Seek = SeekWish.Now });
        watching.Encoder.TakeDraft().Should().BeNull("a key frame is one by itself");
        watching.Step(2_000_000, [], SendPlan.Free() with { Seek = SeekWish.Now });
        watching.Encoder.TakeDraft().Should().BeNull();
    }

    [Fact]
    public void WhatHasLossWaitsForRestUnlessItMustBe()
    {
        var watching = new Watching(200, 200, Watching.WithPhotos);
        watching.Step();
        Drawn.Photo(watching.Screen, watching.Whole, new Lcg(3));
        var slow = SendPlan.Free() with { MostBytes = 20_000, RepairBytes = 0 };
        watching.Step(plan: slow);
        Drawn.Fill(watching.Screen, new ScreenRect(0, 0, 3, 3), 0xFF);
        watching.Step(plan: slow with { Seek = SeekWish.IfExact });
        watching.Encoder.TakeDraft().Should().BeNull();
        Drawn.Fill(watching.Screen, new ScreenRect(0, 0, 3, 3), 0xFF00);
        watching.Step(plan: slow with { Seek = SeekWish.Now });
        watching.Encoder.TakeDraft()!.Photos.Sum(photo => photo.Areas.Sum(area => area.Width * area.Height)).Should().BeGreaterThan(150 * 150, "what has loss is in it, at rest or not");
    }

    [Fact]
    public void ATileOfAnotherSizeAndACutSeekPointAreRefused()
    {
        var tiles = SeekDraft.ToBytes([new SlotTile(7, new Frame(64, 64)), new SlotTile(4095, new Frame(5, 9))]);
        SeekPointBytes.ReadTiles(tiles)!.Select(tile => (tile.Slot, tile.Pixels.Width, tile.Pixels.Height)).Should().Equal((7, 64, 64), (4095, 5, 9));
        var picture = new SeekDraft(4, 1, new Frame(70, 30), [], 12).ToBytes(behind: 9);
        SeekPointBytes.ReadPicture(picture).Should().BeEquivalentTo(new { Behind = 9ul, NextSlot = 12 });
        for (var length = 0; length < tiles.Length; length++)
        {
            SeekPointBytes.ReadTiles(tiles.AsMemory(0, length)).Should().BeNull("cut to {0}", length);
        }

        for (var length = 0; length < 12; length++)
        {
            SeekPointBytes.ReadPicture(picture.AsMemory(0, length)).Should().BeNull("cut to {0}", length);
        }
    }

    // A window with text, rested, and another over it; then the seek point.
    private static Tape TwoWindows(SeekWish wish, out Lcg again)
    {
        var taped = new Tape(new Watching(300, 200));
        Drawn.Text(taped.Watching.Screen, taped.Watching.Whole, new Lcg(8));
        taped.Step(1_000_000);
        Drawn.Fill(taped.Watching.Screen, taped.Watching.Whole, 0x334455);
        taped.Step(1_000_000);
        Drawn.Fill(taped.Watching.Screen, new ScreenRect(0, 0, 9, 9), 0);
        taped.Step(1_000_000, plan: SendPlan.Free() with { Seek = wish });
        again = new Lcg(8);
        return taped;
    }
}
