using System.Text.Json;
using System.Text.Json.Nodes;

namespace RemoteAssist.Shared.Tests.Sealing;

/// <summary>The files in tests/Vectors, which the browser's tests read too.</summary>
internal static class Vectors
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static JsonNode Read(string name) => JsonNode.Parse(File.ReadAllText(PathOf(name)))!;

    public static byte[] Bytes(this JsonNode node, string name) => Convert.FromHexString(node[name]!.GetValue<string>());

    public static string Text(this JsonNode node, string name) => node[name]!.GetValue<string>();

    public static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);

    public static string Render(JsonNode node) => node.ToJsonString(Indented) + "\n";

    public static string PathOf(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!Directory.Exists(Path.Combine(folder.FullName, "tests", "Vectors")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("There is no tests/Vectors above the tests.");
        }

        return Path.Combine(folder.FullName, "tests", "Vectors", name);
    }
}
