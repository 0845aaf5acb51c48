using System.Text;
using System.Text.Json.Nodes;
using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Shared.Tests.Audit;

public class CanonicalJsonTests
{
    [Fact]
    public void StringsAreEscapedAsTheRfcShows()
    {
        // RFC 8785, 3.2.2, its "string" and "literals" members; numbers there are of a kind that is refused here.
        var value = JsonNode.Parse("""{"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}""");
        Text(value).Should().Be("""{"literals":[null,true,false],"string":"€$\u000f\nA'B\"\\\\\"/"}""");
    }

    [Fact]
    public void KeysAreSortedByTheirUtf16CodeUnits()
    {
        // RFC 8785, 3.2.3: U+1F600 is a surrogate pair (d83d de00) and so comes before U+FB33.
        var value = JsonNode.Parse("""
            {"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One",
             "\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"}
            """);
        Text(value).Should().Be(
            "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\",\"ö\":\"Latin Small Letter O With Diaeresis\","
            + "\"€\":\"Euro Sign\",\"😀\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}");
    }

    [Theory]
    [InlineData('\b', "\\b")]
    [InlineData('\t', "\\t")]
    [InlineData('\n', "\\n")]
    [InlineData('\f', "\\f")]
    [InlineData('\r', "\\r")]
    [InlineData('"', "\\\"")]
    [InlineData('\\', "\\\\")]
    [InlineData('\0', "\\u0000")]
    [InlineData('\v', "\\u000b")]
    [InlineData('\u001f', "\\u001f")]
    [InlineData('/', "/")]
    [InlineData('<', "<")]
    [InlineData('\u007f', "\u007f")]
    [InlineData('\u2028', "\u2028")]
    [InlineData('中', "中")]
    public void ACharacterHasOneForm(char letter, string written) =>
        Text(JsonValue.Create(letter.ToString())).Should().Be($"\"{written}\"");

    [Theory]
    [InlineData("{}", "{}")]
    [InlineData("[ ]", "[]")]
    [InlineData("{ \"b\" : [ 1 , { \"d\" : {} , \"c\" : -2 } ] , \"a\" : null }", "{\"a\":null,\"b\":[1,{\"c\":-2,\"d\":{}}]}")]
    [InlineData("9007199254740991", "9007199254740991")]
    [InlineData("-9007199254740991", "-9007199254740991")]
    [InlineData("0", "0")]
    public void BlanksGoAndOrderComes(string loose, string canonical) => Text(JsonNode.Parse(loose)).Should().Be(canonical);

    [Fact]
    public void NumbersFromTheProgramAreWrittenLikeParsedOnes() =>
        Text(new JsonArray(7, 7L, JsonNode.Parse("7"))).Should().Be("[7,7,7]");

    [Theory]
    [InlineData("1.5")]
    [InlineData("1e3")]
    [InlineData("1.0")]
    [InlineData("9007199254740992")]
    [InlineData("-9007199254740992")]
    [InlineData("99999999999999999999")]
    public void ANumberThatIsNoSafeIntegerIsRefused(string number)
    {
        var write = () => CanonicalJson.Write(JsonNode.Parse($"[{number}]"));
        write.Should().Throw<FormatException>();
    }

    [Theory]
    [InlineData("", 0xd800, "")]
    [InlineData("", 0xdc00, "")]
    [InlineData("a", 0xd83d, "!")]
    public void HalfASurrogatePairIsRefused(string before, int half, string after)
    {
        var text = before + (char)half + after;
        var asValue = () => CanonicalJson.Write(JsonValue.Create(text));
        var asKey = () => CanonicalJson.Write(new JsonObject { [text] = 1 });
        asValue.Should().Throw<FormatException>();
        asKey.Should().Throw<FormatException>();
    }

    [Theory]
    [InlineData("{\"a\":1,\"b\":2}", true)]
    [InlineData("{\"b\":2,\"a\":1}", false)]
    [InlineData("{\"a\":1, \"b\":2}", false)]
    [InlineData("{\"a\":1,\"a\":1}", false)]
    [InlineData("{\"a\":-0}", false)]
    [InlineData("{\"a\":1.0}", false)]
    [InlineData("{\"a\":\"\\u0041\"}", false)]
    [InlineData("{\"a\":\"\\/\"}", false)]
    [InlineData("{\"a\":\"\\ud800\"}", false)]
    [InlineData("{\"a\":1}\n", false)]
    [InlineData("{\"a\":1}x", false)]
    [InlineData("{\"a\":", false)]
    [InlineData("", false)]
    public void OnlyTheCanonicalFormIsRead(string json, bool canonical) =>
        (CanonicalJson.Read(Encoding.UTF8.GetBytes(json)) is not null).Should().Be(canonical);

    [Fact]
    public void BytesThatAreNoTextAreNotRead() => CanonicalJson.Read([(byte)'"', 0xff, (byte)'"']).Should().BeNull();

    [Fact]
    public void NestingWithoutEndIsNotRead() =>
        CanonicalJson.Read(Encoding.ASCII.GetBytes(new string('[', 100_000) + new string(']', 100_000))).Should().BeNull();

    private static string Text(JsonNode? value) => Encoding.UTF8.GetString(CanonicalJson.Write(value));
}
