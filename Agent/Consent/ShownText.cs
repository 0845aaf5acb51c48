namespace RemoteAssist.Agent.Consent;

/// <summary>What the question said when it was answered, as it stood on the screen.</summary>
/// <param name="Language">In which language.</param>
/// <param name="Paragraphs">From top to bottom; without the two comparison words, which no Relay may learn.</param>
internal sealed record ShownText(string Language, IReadOnlyList<string> Paragraphs)
{
    /// <summary>Nothing was asked.</summary>
    public static ShownText Nothing(string language) => new(language, []);
}
