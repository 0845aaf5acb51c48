using System.Globalization;
using System.Text;
using System.Text.Json;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Papers;

/// <summary>What may stand on a paper. What comes is read and written anew, so nothing is kept that was not understood.</summary>
internal static class PaperBody
{
    private const int LongestNotes = 20_000;
    private const int MostItems = 60;
    private const int LongestItem = 200;
    private const int LongestId = 20;
    private const int MostPhrases = 40;
    private const int LongestPhrase = 300;
    private const int ZeroWidthNonJoiner = 0x200c, ZeroWidthJoiner = 0x200d;

    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        MaxDepth = 4,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The body as it is kept; null where it is too long or not of its form.</summary>
    public static string? Read(PaperKind kind, string body) => kind switch
    {
        PaperKind.Notes => Notes(body),
        PaperKind.Checklist => Checklist(body),
        PaperKind.Phrases => Phrases(body),
        _ => null,
    };

    /// <summary>
    /// Lines stay lines. Of what is unseen, only they, tabs and the two joiners are kept, without which some scripts and
    /// emoji are written wrongly: nothing turns the writing direction.
    /// </summary>
    public static string Lines(string body)
    {
        var clean = new StringBuilder(body.Length);
        foreach (var rune in body.ReplaceLineEndings("\n").EnumerateRunes())
        {
            if (rune.Value is '\n' or '\t' or ZeroWidthNonJoiner or ZeroWidthJoiner
                || Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format))
            {
                clean.Append(rune.ToString());
            }
        }

        return clean.ToString();
    }

    private static string? Notes(string body) => Lines(body) is { Length: <= LongestNotes } clean ? clean : null;

    private static string? Checklist(string body)
    {
        if (Parse<Steps>(body) is not { } list || list.Items.Count > MostItems
            || list.Items.Exists(item => item is null) || list.Topics.Count > WrapUp.MostTopics
            || list.Topics.Distinct().Count() != list.Topics.Count
            || !list.Topics.TrueForAll(topic => EnumName.Read<Topic>(topic) is not null))
        {
            return null;
        }

        var items = list.Items.Select(item => item with { Text = PlainText.Clean(item.Text) }).ToList();
        return items.TrueForAll(item => item.Text.Length is > 0 and <= LongestItem && IsId(item.Id))
            && items.DistinctBy(item => item.Id, StringComparer.Ordinal).Count() == items.Count
            ? JsonSerializer.Serialize(list with { Items = items }, Strict)
            : null;
    }

    private static string? Phrases(string body)
    {
        var phrases = Parse<List<string>>(body)?.ConvertAll(PlainText.Clean);
        return phrases is not null && phrases.Count <= MostPhrases && phrases.All(phrase => phrase.Length is > 0 and <= LongestPhrase)
            ? JsonSerializer.Serialize(phrases, Strict)
            : null;
    }

    private static bool IsId(string id) => id.Length is > 0 and <= LongestId && id.All(char.IsAsciiLetterOrDigit);

    private static T? Parse<T>(string body)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(body, Strict);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Steps(List<string> Topics, List<Item> Items);

    private sealed record Item(string Id, string Text, bool Done);
}
