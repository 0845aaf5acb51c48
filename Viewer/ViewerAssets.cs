using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Extensions.FileProviders;

namespace RemoteAssist.Viewer;

/// <summary>Styles and scripts, embedded in this assembly and served below <see cref="Path"/>.</summary>
public static class ViewerAssets
{
    /// <summary>Where they are served; in front of every file's name.</summary>
    public const string Path = "/assets";

    private static readonly ConcurrentDictionary<string, string> Urls = new(StringComparer.Ordinal);

    /// <summary>The files: flat, no folders.</summary>
    public static IFileProvider Files { get; } =
        new EmbeddedFileProvider(typeof(ViewerAssets).Assembly, "RemoteAssist.Viewer.Assets");

    /// <summary>The address of a file; it changes when the file changes, so that browsers may keep it.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static string Url(string name) => Urls.GetOrAdd(name, static wanted =>
    {
        var file = Files.GetFileInfo(wanted);
        if (!file.Exists)
        {
            throw new FileNotFoundException("No such asset is embedded.", wanted);
        }

        using var bytes = file.CreateReadStream();
        return $"{Path}/{wanted}?v={Convert.ToHexStringLower(SHA256.HashData(bytes))[..12]}";
    });
}
