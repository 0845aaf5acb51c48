using System.Text.Json.Nodes;

namespace RemoteAssist.Fuzz.Targets;

/// <summary>The files in tests/Vectors: good bytes that both languages share.</summary>
internal static class Vectors
{
    public static JsonNode Read(string name) => JsonNode.Parse(File.ReadAllText(Checkout.Vectors(name)))!;

    /// <summary>All that stands under this name, in hexadecimal.</summary>
    public static IEnumerable<byte[]> Hex(JsonNode list, string name) =>
        list.AsArray().Where(each => each![name] is not null).Select(each => Convert.FromHexString(each![name]!.GetValue<string>()));

    public static byte[] Hex(JsonNode node) => Convert.FromHexString(node.GetValue<string>());

    public static byte[] Base64(JsonNode node) => Convert.FromBase64String(node.GetValue<string>());
}
