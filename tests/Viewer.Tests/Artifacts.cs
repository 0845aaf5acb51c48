namespace RemoteAssist.Viewer.Tests;

/// <summary>Where tests leave what people may want to look at.</summary>
internal static class Artifacts
{
    /// <summary>The path of a page's picture.</summary>
    public static string Picture(string name)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root.GetFiles("RemoteAssist.sln").Length == 0)
        {
            root = root.Parent ?? throw new InvalidOperationException("The solution is not above the tests.");
        }

        return Path.Combine(root.FullName, "artifacts", "pages", $"{name}.png");
    }
}
