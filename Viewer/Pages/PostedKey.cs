namespace RemoteAssist.Viewer.Pages;

/// <summary>Keys and signatures as scripts put them into forms.</summary>
internal static class PostedKey
{
    // A key has 91 bytes, a signature 64.
    private const int Longest = 400;

    /// <summary>The bytes of a short base64 text; none where it is none.</summary>
    public static byte[] Read(string? text)
    {
        var bytes = new byte[Longest];
        return text is { Length: <= Longest } && Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : [];
    }
}
