namespace RemoteAssist.Tests.Support;

/// <summary>Where things are in a checkout that has been built.</summary>
public static class Repository
{
    /// <summary>The folder that holds RemoteAssist.sln.</summary>
    public static string Root { get; } = FindRoot();

    private static string Configuration { get; } =
        AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            ? "Release"
            : "Debug";

    public static string Agent => Program("Agent", "Agent");

    /// <summary>As it is released: compiled ahead.</summary>
    public static string Relay => Program("Relay", Configuration == "Release" ? Path.Combine("publish", "Relay") : "Relay");

    public static string Marker => Program(Path.Combine("tests", "Marker"), "Marker");

    private static string Program(string folder, string name)
    {
        var path = Path.Combine(Root, folder, "bin", Configuration, "net10.0", name);
        return File.Exists(path)
            ? path
            : throw new FileNotFoundException($"{path} is not there: build RemoteAssist.sln ({Configuration}) first.");
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "RemoteAssist.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("RemoteAssist.sln is in none of the folders above this program.");
    }
}
