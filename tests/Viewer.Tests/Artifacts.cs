using Microsoft.Playwright;

namespace RemoteAssist.Viewer.Tests;

/// <summary>Where tests leave what people may want to look at.</summary>
internal static class Artifacts
{
    // Set where nobody looks: making them takes as long as what is checked beside them.
    private static readonly bool Wanted = Environment.GetEnvironmentVariable("REMOTEASSIST_PICTURES") != "none";

    /// <summary>Keeps a picture of a page, unless REMOTEASSIST_PICTURES says <c>none</c>.</summary>
    public static Task Photograph(IPage page, string name, bool wholePage = false) => Wanted
        ? page.ScreenshotAsync(new PageScreenshotOptions { Path = Picture(name), FullPage = wholePage })
        : Task.CompletedTask;

    private static string Picture(string name)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root.GetFiles("RemoteAssist.sln").Length == 0)
        {
            root = root.Parent ?? throw new InvalidOperationException("The solution is not above the tests.");
        }

        return Path.Combine(root.FullName, "artifacts", "pages", $"{name}.png");
    }
}
