namespace RemoteAssist.Shared.Tests.Wire;

/// <summary>Our protocol against the official JavaScript client; each check is a function of that name in checks.mjs.</summary>
public sealed class OfficialClientTests(OfficialClient client) : IClassFixture<OfficialClient>
{
    private static readonly string[] Names =
    [
        "a result comes back",
        "a method without a result ends",
        "an error comes back with its words",
        "arguments that do not fit end the call only",
        "text keeps every character",
        "nothing stays nothing",
        "bytes come back",
        "a megabyte goes there and comes back",
        "an enum is its word",
        "an enum of another word or a number is refused",
        "an id is its text",
        "a moment is ISO 8601",
        "a JavaScript date is a moment",
        "a record keeps its fields",
        "a record may leave out what has a default, and nothing else",
        "a stream of frames comes",
        "a stream that breaks says so",
        "a stream that is cancelled stops at the server",
        "a stream of frames goes",
        "the server calls",
        "the server asks and gets its answer",
        "pings keep a quiet connection, both ways",
        "a server that says good-bye closes without an error",
        "a server that refuses closes with its reason",
    ];

    public static TheoryData<string> Checks() => [.. Names];

    [Theory]
    [MemberData(nameof(Checks))]
    public void TheOfficialClientFindsThat(string check)
    {
        client.Found.Should().ContainKey(check, client.Complaint);
        client.Found[check].Should().BeNull();
    }

    [Fact]
    public void TheOfficialClientRunsToItsEndAndChecksNothingElse()
    {
        client.Complaint.Should().BeEmpty();
        client.Found.Keys.Should().BeEquivalentTo(Names);
    }
}
