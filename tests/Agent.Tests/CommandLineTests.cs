namespace RemoteAssist.Agent.Tests;

public sealed class CommandLineTests
{
    private const string Groups =
        "0011 2233 4455 6677 8899 aabb ccdd eeff 0011 2233 4455 6677 8899 AABB CCDD EEFF";

    [Fact]
    public void TheRelaysKeyIsReadWithOrWithoutSpaces()
    {
        var digits = Groups.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();
        Read("--relay-key", Groups)!.RelayKey.Should().Be(digits);
        Read("--relay-key", digits)!.RelayKey.Should().Be(digits);
        Read()!.RelayKey.Should().BeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("0011")]
    [InlineData("zz112233445566778899aabbccddeeff00112233445566778899aabbccddeeff")]
    [InlineData("0011 2233 4455 6677 8899 aabb ccdd eeff 0011 2233 4455 6677 8899 aabb ccdd eeff 0")]
    public void WhatIsNoFingerprintIsRefused(string typed) => Read("--relay-key", typed).Should().BeNull();

    private static CommandLine? Read(params string[] more)
    {
        CommandLine? read = null;
        var code = CommandLine.Run(["--relay", "https://relay.example", .. more], options =>
        {
            read = options;
            return ExitCode.Done;
        });
        code.Should().Be(read is null ? (int)ExitCode.Usage : (int)ExitCode.Done);
        return read;
    }
}
