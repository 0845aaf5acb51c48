using RemoteAssist.Shared.Wire;

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

    [Fact]
    public void ADownloadedAgentKnowsItsRelayAndThatRelaysKey()
    {
        var stamp = new AgentStamp(new Uri("https://help.example/"), new string('a', 64));
        var read = Run(stamp);
        (read!.Relay, read.RelayKey).Should().Be((new Uri("https://help.example/"), new string('a', 64)));
    }

    [Fact]
    public void AnAddressThatIsAskedForWinsAndTakesTheKeyOfTheOtherAway()
    {
        var stamp = new AgentStamp(new Uri("https://help.example/"), new string('a', 64));
        var read = Run(stamp, "--relay", "https://other.example");
        (read!.Relay, read.RelayKey).Should().Be((new Uri("https://other.example/"), (string?)null));
    }

    [Fact]
    public void TheCertificateGoesWithTheAddressLikeTheKey()
    {
        var stamp = new AgentStamp(new Uri("https://help.example/"), new string('a', 64), new string('c', 64));
        Run(stamp)!.RelayCertificate.Should().Be(new string('c', 64));
        Run(stamp, "--relay", "https://other.example")!.RelayCertificate.Should().BeNull();
        Read("--relay-certificate", Groups)!.RelayCertificate.Should().Be(Groups.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant());
        Read("--relay-certificate", "0011").Should().BeNull();
    }

    [Fact]
    public void TheOrganisationsKeyIsReadAlike()
    {
        Read("--organisation-key", Groups)!.OrganisationKey.Should().Be(Groups.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant());
        Read("--organisation-key", "0011").Should().BeNull();
        Read()!.OrganisationKey.Should().BeNull();
    }

    [Theory]
    [InlineData("http://help.example/")]
    [InlineData("ftp://help.example/")]
    public void AStampThatLeadsOverAnUnprotectedWayIsNone(string relay) =>
        Run(new AgentStamp(new Uri(relay), new string('a', 64))).Should().BeNull("the address is missing then");

    [Fact]
    public void AProgramHasTheStampThatStandsBehindIt()
    {
        var file = Path.GetTempFileName();
        try
        {
            var stamp = new AgentStamp(new Uri("https://help.example/"), new string('0', 64));
            File.WriteAllBytes(file, [1, 2, 3, .. stamp.ToBytes()!]);
            OwnStamp.Read(file).Should().Be(stamp);

            File.WriteAllBytes(file, [.. stamp.ToBytes()!, 0]);
            OwnStamp.Read(file).Should().BeNull("it does not end with one");
            File.WriteAllBytes(file, [1, 2, 3]);
            OwnStamp.Read(file).Should().BeNull("it is too short");
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static CommandLine? Run(AgentStamp? stamp, params string[] arguments)
    {
        CommandLine? read = null;
        CommandLine.Run(arguments, stamp, options =>
        {
            read = options;
            return ExitCode.Done;
        });
        return read;
    }

    private static CommandLine? Read(params string[] more)
    {
        CommandLine? read = null;
        var code = CommandLine.Run(["--relay", "https://relay.example", .. more], null, options =>
        {
            read = options;
            return ExitCode.Done;
        });
        code.Should().Be(read is null ? (int)ExitCode.Usage : (int)ExitCode.Done);
        return read;
    }
}
