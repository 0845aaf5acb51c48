using RemoteAssist.Agent.Encode;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Tests.Encode;

public sealed class MovementTests
{
    private static readonly ScreenRect Page = new(100, 40, 500, 400);

    private readonly Lcg draw = new(7);

    [Theory]
    [InlineData(0, -54)]
    [InlineData(0, 1)]
    [InlineData(0, -3)]
    [InlineData(0, 217)]
    [InlineData(-1, 0)]
    [InlineData(37, 0)]
    [InlineData(-120, 0)]
    [InlineData(23, -41)]
    public void AScrollAtAnyOffsetIsACopyAndOnlyWhatIsNewIsEncoded(int dx, int dy)
    {
        var watching = Desk();
        Drawn.Text(watching.Screen, Page, draw);
        watching.Step();
        Scroll(watching.Screen, Page, dx, dy);
        watching.Step().MustBeExact();

        var copied = watching.All<PictureSection.Copy>().Single().Moves.Sum(m => m.To.Width * m.To.Height);
        var kept = (Page.Width - Math.Abs(dx)) * (Page.Height - Math.Abs(dy));
        copied.Should().BeGreaterThanOrEqualTo(kept * 96 / 100);
        Encoded(watching).Should().BeLessThanOrEqualTo(((Page.Width * Page.Height) - kept) * 11 / 10 + 2_000);
    }

    [Theory]
    [InlineData(31, 17)]
    [InlineData(-4, 0)]
    [InlineData(1, -1)]
    [InlineData(-90, 60)]
    public void AWindowThatIsDraggedIsACopyAndWhatIsBehindItIsRecalled(int dx, int dy)
    {
        var watching = Desk();
        Drawn.Text(watching.Screen, watching.Whole, draw, 0x203040, 0xEEEEFF);
        var behind = Copy(watching.Screen);
        watching.Step();

        // The window comes up, and what it hides is remembered.
        var window = new Frame(300, 200);
        Drawn.Widgets(window, new ScreenRect(0, 0, 300, 200), draw);
        Put(watching.Screen, window, 200, 150);
        watching.Step(1_000_000).MustBeExact();

        watching.Screen.CopyFrom(behind, new ScreenRect(200, 150, 300, 200));
        Put(watching.Screen, window, 200 + dx, 150 + dy);
        watching.Step().MustBeExact();
        watching.All<PictureSection.Copy>().Sum(c => c.Moves.Sum(m => m.To.Width * m.To.Height)).Should().BeGreaterThan(300 * 200 * 95 / 100);
        watching.All<PictureSection.RecallParts>().Should().NotBeEmpty();

        // Where the window comes to lie, nothing new is on the screen; but its edge may touch what it has just left.
        Encoded(watching).Should().BeLessThan(1_500);
        watching.Bytes.Should().BeLessThan(900);
    }

    [Fact]
    public void SeveralPartsThatMoveAtOnceAreAllCopies()
    {
        var watching = Desk();
        var (left, right) = (new ScreenRect(20, 20, 280, 420), new ScreenRect(330, 20, 290, 200));
        var low = new ScreenRect(330, 240, 290, 200);
        foreach (var part in new[] { left, right, low })
        {
            Drawn.Text(watching.Screen, part, draw);
        }

        watching.Step();
        Scroll(watching.Screen, left, 0, -33);
        Scroll(watching.Screen, right, 0, 48);
        Scroll(watching.Screen, low, -21, 0);
        watching.Step().MustBeExact();
        watching.All<PictureSection.Copy>().Single().Moves.Select(m => (m.X - m.To.X, m.Y - m.To.Y)).Distinct()
            .Should().BeEquivalentTo([(0, 33), (0, -48), (21, 0)]);
        Encoded(watching).Should().BeLessThan((280 * 33) + (290 * 48) + (21 * 200) + 4_000);
    }

    [Fact]
    public void TwoPartsThatChangePlacesAreCopiesThatReadThePictureAsItWasBefore()
    {
        var watching = Desk();
        var (left, right) = (new Frame(256, 192), new Frame(256, 192));
        Drawn.Text(left, new ScreenRect(0, 0, 256, 192), draw);
        Drawn.Text(right, new ScreenRect(0, 0, 256, 192), draw, 0x800000, 0xFFFFE0);
        Put(watching.Screen, left, 10, 30);
        Put(watching.Screen, right, 300, 50);
        watching.Step();
        Put(watching.Screen, right, 10, 30);
        Put(watching.Screen, left, 300, 50);
        watching.Step().MustBeExact();
        watching.All<PictureSection.Copy>().Single().Moves.Sum(m => m.To.Width * m.To.Height).Should().BeGreaterThan(2 * 256 * 192 * 95 / 100);
    }

    [Fact]
    public void CopiesDoNotOverlapAndStayInsideThePicture()
    {
        for (uint seed = 1; seed <= 30; seed++)
        {
            var some = new Lcg(seed);
            var watching = Desk();
            Drawn.Text(watching.Screen, watching.Whole, some);
            watching.Step();
            for (var i = 0; i < 5; i++)
            {
                var area = new ScreenRect(some.Next(300), some.Next(200), 100 + some.Next(200), 100 + some.Next(150));
                watching.Screen.TryCopy([new Move(area, some.Next(300), some.Next(200))]).Should().BeTrue();
            }

            watching.Step().MustBeExact("seed {0}", seed);
            var moves = watching.All<PictureSection.Copy>().SelectMany(c => c.Moves).ToList();
            foreach (var move in moves)
            {
                watching.Screen.Holds(move.To).Should().BeTrue();
                watching.Screen.Holds(move.From).Should().BeTrue();
                moves.Should().OnlyContain(other => other == move || other.To.Intersect(move.To).IsEmpty);
            }
        }
    }

    [Fact]
    public void WhatIsCopiedFromAPhotographWithLossIsRepairedAtItsNewPlace()
    {
        var watching = new Watching(640, 480, Watching.WithPhotos);
        var photo = new Frame(300, 200);
        Drawn.Photo(photo, new ScreenRect(0, 0, 300, 200), draw);
        Put(watching.Screen, photo, 50, 50);
        var slow = SendPlan.Free() with { MostBytes = 50_000, RepairBytes = 0 };
        watching.Step(plan: slow);
        watching.Shown.ShowsTheSameAs(watching.Screen).Should().BeFalse("it was sent with loss");
        Drawn.Fill(watching.Screen, watching.Whole, 0);
        Put(watching.Screen, photo, 301, 222);
        watching.Step(plan: slow);
        watching.All<PictureSection.Copy>().Should().NotBeEmpty();
        watching.Rest();
        watching.MustBeExact();
    }

    private static Watching Desk() => new(640, 480);

    private static int Encoded(Watching watching) => watching.All<PictureSection.Coded>().Sum(s => s.Areas.Sum(a => a.Width * a.Height));

    private static Frame Copy(Frame frame)
    {
        var copy = new Frame(frame.Width, frame.Height);
        frame.Pixels.CopyTo(copy.Pixels, 0);
        return copy;
    }

    private static void Put(Frame screen, Frame window, int x, int y)
    {
        for (var row = 0; row < window.Height; row++)
        {
            window.Row(0, row, window.Width).CopyTo(screen.Row(x, y + row, window.Width));
        }
    }

    private void Scroll(Frame screen, ScreenRect area, int dx, int dy)
    {
        var page = new Frame(area.Width, area.Height);
        Drawn.Text(page, new ScreenRect(0, 0, area.Width, area.Height), draw);
        for (var y = 0; y < area.Height; y++)
        {
            for (var x = 0; x < area.Width; x++)
            {
                if (x - dx >= 0 && x - dx < area.Width && y - dy >= 0 && y - dy < area.Height)
                {
                    screen.Row(area.X + x - dx, area.Y + y - dy, 1).CopyTo(page.Row(x, y, 1));
                }
            }
        }

        Put(screen, page, area.X, area.Y);
    }
}
