using System.Text;
using RemoteAssist.Agent.Transfers;

namespace RemoteAssist.Agent.Tests.Transfers;

/// <summary>What files that come are called.</summary>
public sealed class SafeNameTests
{
    [Theory]
    [InlineData("report.pdf", "report.pdf")]
    [InlineData("报告 2026.pdf", "报告 2026.pdf")]
    [InlineData(".bashrc", "bashrc")]
    [InlineData("-rf", "rf")]
    [InlineData("...", "file")]
    [InlineData("in\u202efdp.exe", "infdp.exe")]
    [InlineData("a\nb\u0007c.txt", "a b c.txt")]
    [InlineData("what?*<>|\":.txt", "what_______.txt")]
    [InlineData("CON", "_CON")]
    [InlineData("com1.txt", "_com1.txt")]
    [InlineData("nul.tar.gz", "_nul.tar.gz")]
    [InlineData("end. . ", "end")]
    [InlineData("C:evil.exe", "C_evil.exe")]
    public void ANameIsMadeSafe(string name, string safe)
    {
        SafeName.Of(name).Should().Be(safe);
        SafeName.Of(safe).Should().Be(safe, "twice is the same as once");
    }

    [Fact]
    public void ALongNameKeepsItsEndingAndItsLastCharacterWhole()
    {
        var safe = SafeName.Of(new string('中', 300) + ".docx");
        Encoding.UTF8.GetByteCount(safe).Should().BeInRange(SafeName.MostBytes - 3, SafeName.MostBytes);
        safe.Should().EndWith("中.docx");
        Encoding.UTF8.GetByteCount(SafeName.Of("x." + new string('y', 500))).Should().BeLessThanOrEqualTo(SafeName.MostBytes);
    }

    [Fact]
    public void WhateverIsSentTheNameStaysInItsFolder()
    {
        string[] parts = ["..", ".", "/", "\\", "a", "\0", "\u202e", "中", " ", "con", "~", "%2f", ":", "🙂", "\ud800"];
        var lcg = new Fakes.Lcg(7);
        for (var i = 0; i < 2000; i++)
        {
            var name = string.Concat(Enumerable.Range(0, 1 + lcg.Next(8)).Select(_ => parts[lcg.Next(parts.Length)]));
            var safe = SafeName.Of(name);
            safe.Should().NotBeEmpty().And.NotContainAny("/", "\\", "\0").And.NotStartWith(".");
            Path.GetFullPath(Path.Combine("/home/x/Downloads", safe)).Should().Be("/home/x/Downloads/" + safe, "{0} leads nowhere else", name);
        }
    }
}
