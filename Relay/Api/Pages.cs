using System.Buffers.Text;
using System.ComponentModel;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Mvc;

namespace RemoteAssist.Relay.Api;

/// <summary>A page of a list.</summary>
/// <param name="Items">What is on it.</param>
/// <param name="Next">What to pass as <c>after</c> for the next page; null where there is none.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>Which page of a list is asked for.</summary>
/// <param name="After">As it was sent.</param>
/// <param name="Limit">As it was sent.</param>
internal sealed record PageAsked(
    [property: FromQuery(Name = "after"), Description("What the page before had as `next`; nothing for the first page.")] string? After,
    [property: FromQuery(Name = "limit"), Description("So many at most, 1 to 200; 50 where nothing is said.")] int? Limit)
{
    /// <summary>So many at most on one page.</summary>
    public const int Most = 200;

    private const int Usual = 50;

    /// <summary>So many at most.</summary>
    public int Size => Limit ?? Usual;

    /// <summary>Where the page begins, and what is wrong with it.</summary>
    /// <param name="check">Is told what is wrong.</param>
    /// <param name="read">Reads the parts of a place; null where they are none.</param>
    /// <returns>Null for the first page, and where something is wrong.</returns>
    public T? Read<T>(FieldCheck check, Func<string[], T?> read)
        where T : class
    {
        if (Size is < 1 or > Most)
        {
            check.Wrong["limit"] = [$"1 to {Most}."];
        }

        if (After is null)
        {
            return null;
        }

        var place = PlaceInList.Read(After) is { } parts ? read(parts) : null;
        if (place is null)
        {
            check.Wrong["after"] = ["What the answer before had as next, as it was."];
        }

        return place;
    }

    /// <summary>A page of what was found, where one more than fits was looked for.</summary>
    public Page<T> Of<T>(IReadOnlyList<T> found, Func<T, string> placeOf) => found.Count <= Size
        ? new Page<T>(found, null)
        : new Page<T>([.. found.Take(Size)], placeOf(found[Size - 1]));
}

/// <summary>A place in a list as programs hand it back: opaque to them.</summary>
internal static class PlaceInList
{
    private const int Longest = 200;

    private const char Between = '|';

    public static string Write(params string[] parts) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Join(Between, parts)));

    /// <summary>A moment in it, to the tick.</summary>
    public static string Moment(DateTimeOffset moment) => moment.UtcTicks.ToString(CultureInfo.InvariantCulture);

    /// <summary>Reads a moment; null where it is none.</summary>
    public static DateTimeOffset? ReadMoment(string ticks) =>
        long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= DateTimeOffset.MaxValue.UtcTicks
            ? new DateTimeOffset(number, TimeSpan.Zero)
            : null;

    /// <summary>Its parts; null where it is not written so.</summary>
    public static string[]? Read(string written) => written.Length <= Longest && Base64Url.IsValid(written)
        ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(written)).Split(Between)
        : null;
}
