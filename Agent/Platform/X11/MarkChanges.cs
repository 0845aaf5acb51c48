using System.Collections.Immutable;
using RemoteAssist.Shared.Annotations;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>Where marks look otherwise than before: of a line that grows, only its end is drawn again.</summary>
internal static class MarkChanges
{
    /// <summary>Rectangles that hold every pixel that may differ.</summary>
    public static IEnumerable<ScreenRect> Between(ImmutableArray<Mark> before, ImmutableArray<Mark> now)
    {
        for (var i = 0; i < Math.Max(before.Length, now.Length); i++)
        {
            var old = i < before.Length ? before[i] : null;
            var mark = i < now.Length ? now[i] : null;
            if (ReferenceEquals(old, mark))
            {
                continue;
            }

            var grows = old is not null && mark is not null && Goes(old, mark);
            var areas = grows ? MarkPainter.Areas(mark!, old!.Points.Length - 1) : AreasOf(old).Concat(AreasOf(mark));
            foreach (var area in areas)
            {
                yield return area;
            }
        }
    }

    private static IEnumerable<ScreenRect> AreasOf(Mark? mark) => mark is null ? [] : MarkPainter.Areas(mark);

    // What lies under the spot of a laser changes along its tail as well; it is drawn whole.
    private static bool Goes(Mark old, Mark mark) =>
        old.Id == mark.Id && mark.Tool is MarkTool.Pen or MarkTool.Highlighter && old.Tool == mark.Tool
        && (old.Colour, old.Width) == (mark.Colour, mark.Width) && mark.Points.Length > old.Points.Length
        && mark.Points.AsSpan()[..old.Points.Length].SequenceEqual(old.Points.AsSpan());
}
