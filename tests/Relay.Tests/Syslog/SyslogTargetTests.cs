using RemoteAssist.Relay.Hosting;
using RemoteAssist.Relay.Syslog;

namespace RemoteAssist.Relay.Tests.Syslog;

public sealed class SyslogTargetTests
{
    [Theory]
    [InlineData("tcp://siem.example", "siem.example", 601, false)]
    [InlineData("tls://siem.example", "siem.example", 6514, true)]
    [InlineData("tls://10.0.0.7:7000/", "10.0.0.7", 7000, true)]
    [InlineData("tcp://[::1]:601", "::1", 601, false)]
    public void WhereItIsCanBeSaidInTheseWays(string said, string host, int port, bool isTls) =>
        SyslogTarget.Read(said, null).Should().Be(new SyslogTarget(host, port, isTls));

    [Theory]
    [InlineData("siem.example:601")]
    [InlineData("udp://siem.example:514")]
    [InlineData("tcp://")]
    [InlineData("tcp://siem.example:0")]
    [InlineData("tcp://siem.example:99999")]
    [InlineData("tcp://siem.example/path")]
    [InlineData("tcp://user@siem.example")]
    public void WhatIsNoSuchAddressIsRefusedAtTheStart(string said) =>
        FluentActions.Invoking(() => SyslogTarget.Read(said, null)).Should().Throw<UnusableSettingException>().WithMessage($"*{said}*");

    [Fact]
    public void WithoutTheSettingThereIsNone()
    {
        SyslogTarget.Read(null, null).Should().BeNull();
        SyslogTarget.Read(" ", null).Should().BeNull();
        FluentActions.Invoking(() => SyslogTarget.Read("tls://siem.example", "/nowhere/none.pem"))
            .Should().Throw<UnusableSettingException>();
    }
}
