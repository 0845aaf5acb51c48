using System.Globalization;
using System.Text;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Transfers;

/// <summary>What a file that comes from somebody else is called here.</summary>
internal static class SafeName
{
    /// <summary>What file systems take, less the room for " (99)" and ".part".</summary>
    public const int MostBytes = 240;

    private const int LongestEnding = 32;

    // Windows opens devices by these names, whatever their ending; the file may go there next.
    private static readonly HashSet<string> Devices = new(
        ["con", "prn", "aux", "nul", .. Numbered("com"), .. Numbered("lpt")], StringComparer.OrdinalIgnoreCase);

    /// <summary>A name that no file has, but a way to somewhere else: nobody sends one by mistake.</summary>
    public static bool LeadsElsewhere(string name) => name.Contains('/') || name.Contains('\\') || name.Contains('\0') || name.Trim() is "" or "." or "..";

    /// <summary>
    /// The name with nothing in it that hides the file, turns its letters round, means something to a shell or a file system, or is too
    /// long. Its ending stays.
    /// </summary>
    public static string Of(string name)
    {
        var clean = new StringBuilder();
        foreach (var rune in PlainText.Clean(name).EnumerateRunes())
        {
            clean.Append(rune.Value is '/' or '\\' or ':' or '*' or '?' or '"' or '<' or '>' or '|' or 0xFFFD ? "_" : rune.ToString());
        }

        // No leading dots (hidden) or dashes (taken for an option); Windows drops dots and spaces at the end.
        var safe = clean.ToString().TrimStart('.', ' ', '-', '~').TrimEnd('.', ' ');
        if (safe.Length == 0)
        {
            return "file";
        }

        var ending = Path.GetExtension(safe);
        ending = ending.Length > 1 && Encoding.UTF8.GetByteCount(ending) <= LongestEnding ? ending : "";
        var stem = PlainText.Fitting(safe[..^ending.Length], MostBytes - Encoding.UTF8.GetByteCount(ending)).TrimEnd('.', ' ');
        return (Devices.Contains(stem.Split('.')[0].TrimEnd(' ')) || stem.Length == 0 ? "_" + stem : stem) + ending;
    }

    /// <summary>The same name for the so-and-so-many-th file of that name.</summary>
    public static string Numbered(string name, int number) => number == 1
        ? name
        : string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileNameWithoutExtension(name)} ({number}){Path.GetExtension(name)}");

    private static IEnumerable<string> Numbered(string device) => Enumerable.Range(1, 9).Select(i => device + i.ToString(CultureInfo.InvariantCulture));
}
