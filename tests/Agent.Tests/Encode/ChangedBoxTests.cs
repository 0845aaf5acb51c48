using System.Runtime.InteropServices;
using RemoteAssist.Agent.Encode.Compare;
using RemoteAssist.Agent.Encode.Movement;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Tests.Encode;

public sealed class ChangedBoxTests
{
    [Fact]
    public void EveryVectorFindsTheSameBoxAsItsScalarTwin()
    {
        var draw = new Lcg(3);
        for (var i = 0; i < 3_000; i++)
        {
            var (before, after) = (new Frame(80, 70), new Frame(80, 70));
            var area = new ScreenRect(draw.Next(17), draw.Next(6), 1 + draw.Next(64), 1 + draw.Next(64));
            for (var changes = draw.Next(4); changes > 0; changes--)
            {
                // Anywhere, also beside the area; and in the fourth byte, which does not count.
                after.Row(draw.Next(80), draw.Next(70), 1)[draw.Next(4)] = 1;
            }

            var expected = ChangedBox.FindScalar(before, after, area);
            ChangedBox.Find(before, after, area).Should().Be(expected);
            if (area.Width >= 8)
            {
                ChangedBox.FindBy256(before, after, area).Should().Be(expected);
            }

            if (area.Width >= 16)
            {
                ChangedBox.FindBy512(before, after, area).Should().Be(expected);
            }
        }
    }

    [Fact]
    public void AnchorsAreThosePlacesThatTheScalarTwinChooses()
    {
        var picture = new Frame(500, 60);
        Drawn.Text(picture, new ScreenRect(0, 0, 500, 60), new Lcg(5));
        var into = new Anchor[500];
        for (var y = 0; y < 50; y++)
        {
            var row = MemoryMarshal.Cast<byte, uint>(picture.Row(0, y, 500)).ToArray();
            var expected = Enumerable.Range(3, 440).Where(x => Anchors.IsChosen(row[x], row[x + 1], row[x + 2]));
            into[..Anchors.InRow(picture, y, 3, 443, into)].Select(a => a.X).Should().Equal(expected);
        }
    }

    [Fact]
    public void AnchorsHaveTheSameKeysWhereverTheirContentIs()
    {
        var (here, there) = (new Frame(300, 100), new Frame(300, 100));
        Drawn.Text(here, new ScreenRect(10, 20, 200, 60), new Lcg(9));
        Drawn.Text(there, new ScreenRect(57, 31, 200, 60), new Lcg(9));
        var (a, b) = (new Anchor[300], new Anchor[300]);
        var found = 0;
        for (var y = 24; y < 70; y++)
        {
            var first = a[..Anchors.InRow(here, y, 10, 210 - Anchors.Width, a)];
            var second = b[..Anchors.InRow(there, y + 11, 57, 257 - Anchors.Width, b)];
            second.Select(s => new Anchor(s.Key, s.X - 47, s.Y - 11)).Should().Equal(first);
            found += first.Length;
        }

        found.Should().BeGreaterThan(50);
    }

    [Fact]
    public void RunsOfTheSamePixelsAreCountedExactlyInBothDirections()
    {
        var draw = new Lcg(11);
        for (var i = 0; i < 2_000; i++)
        {
            var a = new uint[1 + draw.Next(60)];
            var b = new uint[a.Length];
            if (draw.Next(4) > 0)
            {
                b[draw.Next(b.Length)] = 1u << draw.Next(32);
            }

            var ahead = Enumerable.Range(0, a.Length).TakeWhile(x => (b[x] & 0xFFFFFF) == 0).Count();
            ExactRect.SameAhead(ref a[0], ref b[0], a.Length).Should().Be(ahead);
            var behind = Enumerable.Range(1, a.Length - 1).TakeWhile(x => (b[^(x + 1)] & 0xFFFFFF) == 0).Count();
            ExactRect.SameBehind(ref a[^1], ref b[^1], a.Length - 1).Should().Be(behind);
        }
    }
}
