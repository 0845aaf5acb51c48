using System.Text;

namespace RemoteAssist.Relay.Tests;

/// <summary>Whatever a Relay has in its data folder, to be searched for what must not be there.</summary>
internal static class DataTexts
{
    /// <summary>Each file with its bytes, one a letter, also while a Relay has it open.</summary>
    public static IEnumerable<(string File, string Text)> Of(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "relay.lock")) // held, and empty
        {
            using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var bytes = new MemoryStream();
            open.CopyTo(bytes);
            yield return (file, Encoding.Latin1.GetString(bytes.GetBuffer(), 0, (int)bytes.Length));
        }
    }
}
