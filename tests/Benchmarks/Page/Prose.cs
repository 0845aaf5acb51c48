namespace RemoteAssist.Benchmarks.Page;

/// <summary>Words of a help desk's day, drawn by a seed: the same at every run.</summary>
internal static class Prose
{
    public static readonly string[] Words =
    [
        "account", "again", "after", "because", "before", "button", "check", "connection", "customer", "document",
        "does", "every", "file", "folder", "from", "have", "help", "if", "install", "into", "it", "line", "message",
        "network", "not", "of", "office", "on", "open", "order", "page", "password", "press", "printer", "program",
        "question", "restart", "save", "screen", "server", "settings", "should", "sign", "still", "support", "than",
        "that", "the", "then", "this", "through", "update", "version", "when", "window", "with", "without", "your",
    ];

    /// <summary>Any of the words.</summary>
    public static string Word(ref uint seed) => Words[Next(ref seed) % Words.Length];

    /// <summary>That many words and a full stop.</summary>
    public static string Sentence(ref uint seed, int words)
    {
        var all = new string[words];
        for (var i = 0; i < words; i++)
        {
            all[i] = Word(ref seed);
        }

        return string.Join(' ', all) + ".";
    }

    /// <summary>The next number, 0 to 2^24 − 1: Numerical Recipes' generator, the same numbers everywhere, which is all that is asked of it.</summary>
    public static uint Next(ref uint seed)
    {
        seed = (seed * 1664525) + 1013904223;
        return seed >> 8;
    }
}
