using System.Security.Cryptography;

namespace RemoteAssist.Fuzz;

/// <summary>Inputs that once were findings, in tests/Fuzz/Found, one folder a target: they are tests from then on.</summary>
internal static class Found
{
    public static string Folder { get; } = Path.Combine(Checkout.Root, "tests", "Fuzz", "Found");

    /// <summary>All that are kept, with their target's name.</summary>
    public static IEnumerable<(string Target, string Path)> All() => new DirectoryInfo(Folder)
        .EnumerateFiles("*.bin", SearchOption.AllDirectories)
        .Select(file => file.FullName)
        .Order(StringComparer.Ordinal)
        .Select(path => (Path.GetFileName(Path.GetDirectoryName(path)!), path));

    /// <summary>Writes one down.</summary>
    /// <returns>Where.</returns>
    public static string Keep(string folder, string target, byte[] input)
    {
        var path = Path.Combine(folder, target, Convert.ToHexStringLower(SHA256.HashData(input))[..12] + ".bin");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, input);
        return path;
    }
}

/// <summary>The checkout that this was built from.</summary>
internal static class Checkout
{
    public static string Root { get; } = FindRoot();

    public static string Vectors(string name) => Path.Combine(Root, "tests", "Vectors", name);

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
