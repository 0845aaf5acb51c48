namespace RemoteAssist.Fuzz.Tests;

/// <summary>A folder of its own for what is found, gone afterwards.</summary>
internal sealed class FindingsFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("remoteassist-fuzz-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
