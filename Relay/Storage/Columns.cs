using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace RemoteAssist.Relay.Storage;

/// <summary>A moment as UTC text of fixed width, to the tick: <c>2026-11-21T23:29:08.1234567Z</c>.</summary>
internal sealed class UtcText() : ValueConverter<DateTimeOffset, string>(
    moment => moment.UtcDateTime.ToString(Form, CultureInfo.InvariantCulture),
    text => DateTimeOffset.ParseExact(text, Form, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal))
{
    private const string Form = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";
}

/// <summary>Several words of an enum in one column, with commas between them.</summary>
internal static class EnumColumn
{
    /// <summary>The words of a column, in their order; none of an empty one.</summary>
    /// <exception cref="ArgumentException">One is no word of this enum.</exception>
    public static List<T> Read<T>(string written)
        where T : struct, Enum => [.. written.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<T>)];
}

/// <summary>Columns are called <c>like_this</c>, so that SQL by hand needs no quotes with any provider.</summary>
internal static class SnakeCase
{
    /// <summary>Names every column of the model.</summary>
    public static void NameColumns(IMutableModel model)
    {
        foreach (var property in model.GetEntityTypes().SelectMany(entity => entity.GetProperties()))
        {
            property.SetColumnName(Of(property.Name));
        }
    }

    private static string Of(string name) => string.Concat(name.Select((letter, at) =>
        char.IsUpper(letter) ? (at == 0 ? "" : "_") + char.ToLowerInvariant(letter) : letter.ToString()));
}
