using RemoteAssist.Agent.Encode;
using RemoteAssist.Agent.Encode.Memory;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Tests.Encode;

public sealed class SeenBeforeTests
{
    private const ulong Second = 1_000_000;

    private readonly Lcg draw = new(21);

    [Fact]
    public void GoingBackToAWindowCostsAFewHundredBytes()
    {
        var watching = new Watching(1280, 720);
        var windows = Enumerable.Range(0, 3).Select(_ => Page(1280, 720)).ToList();
        var first = windows.Sum(window => Show(watching, window));
        for (var round = 0; round < 3; round++)
        {
            foreach (var window in windows)
            {
                Show(watching, window).Should().BeLessThan(500);
            }
        }

        first.Should().BeGreaterThan(40_000);
    }

    [Fact]
    public void WithoutMemoryNothingIsRememberedOrRecalled()
    {
        var watching = new Watching(640, 480, new EncoderOptions { Memory = false });
        var (a, b) = (Page(640, 480), Page(640, 480));
        foreach (var page in new[] { a, b, a, b })
        {
            Show(watching, page).Should().BeGreaterThan(5_000);
            watching.Sections.Should().NotContain(s => s is PictureSection.Remember || s is PictureSection.Recall || s is PictureSection.RecallParts);
        }
    }

    [Fact]
    public void WhatWasUnderAMenuIsRecalledWhenItCloses()
    {
        var watching = new Watching(640, 480);
        Drawn.Text(watching.Screen, watching.Whole, draw);
        watching.Step();
        var menu = new ScreenRect(97, 33, 190, 260);
        var under = new Frame(640, 480);
        under.CopyFrom(watching.Screen, menu);
        Drawn.Widgets(watching.Screen, menu, draw);
        watching.Step(Second).MustBeExact();
        watching.Screen.CopyFrom(under, menu);
        watching.Step(Second, [menu]).MustBeExact();
        watching.All<PictureSection.Coded>().Should().BeEmpty();
        watching.Bytes.Should().BeLessThan(250);
    }

    [Fact]
    public void WhatWasSeenForAMomentOnlyIsNotRemembered()
    {
        var watching = new Watching(640, 480);
        for (var i = 0; i < 10; i++)
        {
            Drawn.Text(watching.Screen, watching.Whole, draw);
            watching.Step(SeenBefore.LeastRest - 1);
            watching.All<PictureSection.Remember>().Should().BeEmpty();
        }
    }

    [Fact]
    public void AKeyFrameForgetsEverythingAtBothEnds()
    {
        var watching = new Watching(640, 480);
        var (a, b) = (Page(640, 480), Page(640, 480));
        Show(watching, a);
        Show(watching, b);
        watching.Step(Second, plan: SendPlan.Free(keyFrame: true)).MustBeExact();
        Show(watching, a).Should().BeGreaterThan(5_000, "the first page is not remembered any more");
        Show(watching, b).Should().BeLessThan(500, "the second is, from before the first");
    }

    [Fact]
    public void TheRingIsFollowedAtBothEndsWhenItGoesRound()
    {
        // 80 tiles a page: the ring of 4,096 is full after 52 pages.
        var watching = new Watching(640, 512);
        var pages = Enumerable.Range(0, 60).Select(_ => Page(640, 512)).ToList();
        foreach (var page in pages)
        {
            Show(watching, page);
        }

        Show(watching, pages[0]).Should().BeGreaterThan(5_000, "it went out of the ring");
        Show(watching, pages[58]).Should().BeLessThan(500);
        Show(watching, pages[30]).Should().BeLessThan(500);
    }

    private static int Show(Watching watching, Frame page)
    {
        page.Pixels.CopyTo(watching.Screen.Pixels, 0);
        watching.Step(Second).MustBeExact();
        return watching.Bytes;
    }

    private Frame Page(int width, int height)
    {
        var page = new Frame(width, height);
        Drawn.Text(page, new ScreenRect(0, 0, width, height), draw, (uint)draw.Next(0x808080), 0xFFFFFF - (uint)draw.Next(0x202020));
        return page;
    }
}
