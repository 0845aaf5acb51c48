using System.Text;
using System.Text.RegularExpressions;

namespace RemoteAssist.Viewer;

/// <summary>
/// The page that checks a bundle, whole in one file: also from a disk, without a network. It brings its own content policy, which
/// lets its own script run and nothing else.
/// </summary>
public static partial class VerifyPage
{
    /// <summary>The file, UTF-8.</summary>
    public static byte[] Html { get; } = Load();

    /// <summary>What the browser is told where the page is served: its own policy, and nobody's frame.</summary>
    public static string Policy { get; } = Own().Match(Encoding.UTF8.GetString(Html)).Groups["policy"].Value + "; frame-ancestors 'none'";

    private static byte[] Load()
    {
        using var embedded = typeof(VerifyPage).Assembly.GetManifestResourceStream("RemoteAssist.Viewer.verify.html")
            ?? throw new FileNotFoundException("The page is not embedded.", "verify.html");
        using var bytes = new MemoryStream();
        embedded.CopyTo(bytes);
        return bytes.ToArray();
    }

    [GeneratedRegex("<meta http-equiv=\"Content-Security-Policy\" content=\"(?<policy>[^\"]+)\">", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Own();
}
