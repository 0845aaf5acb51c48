using System.Text.RegularExpressions;

namespace RemoteAssist.Tests.Support;

/// <summary>
/// Counts from outside how often a program asks the X server for pixels: every request passes through
/// <c>xtrace</c>, which writes it down.
/// </summary>
public sealed partial class PictureRequests : IDisposable
{
    private readonly string file = Path.Combine(Path.GetTempPath(), $"remoteassist-xtrace-{Guid.NewGuid():n}");

    /// <summary>The words to put in front of a program on <paramref name="screen"/>.</summary>
    public string[] Wrapper(VirtualScreen screen) =>
        ["xtrace", "-n", "-d", screen.Display, "-D", $":{RelayProcess.FreePort()}", "-o", file, "--"];

    /// <summary>How many requests of any kind were seen: a trace of nothing proves nothing.</summary>
    public async Task<int> All() => Request().Count(await Text());

    /// <summary>How many of them fetch pixels: GetImage of the core protocol and of MIT-SHM.</summary>
    public async Task<int> ForPixels() => Pixels().Count(await Text());

    /// <inheritdoc/>
    public void Dispose() => File.Delete(file);

    private async Task<string> Text()
    {
        if (!File.Exists(file))
        {
            return "";
        }

        await using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(open);
        return await reader.ReadToEndAsync();
    }

    [GeneratedRegex(@":<:[0-9a-f]+:\s*\d+: ", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Request();

    [GeneratedRegex(@":<:[0-9a-f]+:\s*\d+: (Request\(\d+\): GetImage|MIT-SHM-Request\(\d+,\d+\): GetImage)", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Pixels();
}
