using System.Globalization;

namespace RemoteAssist.Relay.Recordings.Film;

/// <summary>What of a recording becomes a film, and how.</summary>
/// <param name="Rate">Frames a second, 1 to <see cref="MostRate"/>.</param>
/// <param name="From">Milliseconds since the recording began.</param>
/// <param name="To">Milliseconds: the film ends before it.</param>
internal sealed record FilmCut(int Rate = 10, uint From = 0, uint To = uint.MaxValue)
{
    /// <summary>No screen that is shared is captured oftener.</summary>
    public const int MostRate = 60;

    private static readonly string[] Forms = [@"h\:mm\:ss", @"h\:mm\:ss\.FFF"];

    /// <summary>Reads what was typed.</summary>
    /// <returns>Null and what is wrong with it, or the cut.</returns>
    public static (FilmCut? Cut, string Wrong) Read(int rate, string? from, string? to)
    {
        if (rate is < 1 or > MostRate)
        {
            return (null, $"--rate is a whole number from 1 to {MostRate}.");
        }

        if (Milliseconds(from ?? "0:00:00") is not { } begin)
        {
            return (null, $"--from is a time since the recording began, such as 00:10:00, and not \"{from}\".");
        }

        if (to is null)
        {
            return (new FilmCut(rate, begin), string.Empty);
        }

        return Milliseconds(to) is not { } end ? (null, $"--to is a time since the recording began, such as 00:20:00, and not \"{to}\".")
            : end <= begin ? (null, "--to must be later than --from.")
            : (new FilmCut(rate, begin, end), string.Empty);
    }

    private static uint? Milliseconds(string written) =>
        TimeSpan.TryParseExact(written, Forms, CultureInfo.InvariantCulture, out var time) ? (uint)time.TotalMilliseconds : null;
}
