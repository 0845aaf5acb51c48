using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Shared.Tests.Wire;

public sealed class ViewerCommandTests
{
    private static readonly byte[] Secret = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    [Fact]
    public void AnIntroductionIsReadAsItWasWritten()
    {
        var written = new ViewerCommand.Introduce(7, Secret, "Ana Pop", "北风信息技术");
        var read = (ViewerCommand.Introduce)ViewerCommand.Read(written.ToBytes())!;
        read.Should().BeEquivalentTo(written);
    }

    [Fact]
    public void ItsBytesStandWhereTheProtocolSays()
    {
        byte[] expected = [1, 7, 0, 0, 0, .. Secret, 3, 65, 110, 97, 1, 78];
        new ViewerCommand.Introduce(7, Secret, "Ana", "N").ToBytes().Should().Equal(expected);
    }

    [Fact]
    public void WhatIsShorterOrLongerIsNone()
    {
        var bytes = new ViewerCommand.Introduce(7, Secret, "Ana Pop", "Northwind IT").ToBytes();
        for (var length = 0; length < bytes.Length; length++)
        {
            ViewerCommand.Read(bytes.AsSpan(0, length)).Should().BeNull("{0} bytes", length);
        }

        ViewerCommand.Read([.. bytes, 0]).Should().BeNull();
    }

    [Fact]
    public void AnotherKindOrATextThatIsNoUtf8IsNone()
    {
        var bytes = new ViewerCommand.Introduce(7, Secret, "Ana", "N").ToBytes();
        ViewerCommand.Read([8, .. bytes[1..]]).Should().BeNull();
        bytes[^1] = 0xff;
        ViewerCommand.Read(bytes).Should().BeNull();
    }

    [Fact]
    public void TheLongestTextsFitACommand()
    {
        var longest = new ViewerCommand.Introduce(uint.MaxValue, Secret, new string('x', 255), new string('y', 255));
        longest.ToBytes().Length.Should().BeLessThanOrEqualTo(ControlMessage.Command.MaxBytes);
        ViewerCommand.Read(longest.ToBytes()).Should().BeEquivalentTo(longest);
        ViewerCommand.Read((longest with { Technician = new string('x', 256) }).ToBytes()).Should().BeNull();
        FluentActions.Invoking(() => (longest with { Secret = [1] }).ToBytes()).Should().Throw<InvalidOperationException>();
    }
}
