using System.Diagnostics;
using System.Security.Cryptography;
using RemoteAssist.Relay.Downloads;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Tests.Downloads;

/// <summary>What customers download, unpacked as they unpack it.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class AgentArchiveTests : IDisposable
{
    private static readonly AgentStamp Stamp = new(new Uri("https://relay.example/"), new string('7', 64));

    private readonly TemporaryFolder folder = new();

    // One that ends within a block, one that fills it.
    [Theory]
    [InlineData(700_001)]
    [InlineData(4_096)]
    [InlineData(0)]
    public void ItUnpacksToTheProgramWithItsStampAndTheBitThatLetsItRun(int size)
    {
        var program = new byte[size];
        new Random(size).NextBytes(program);
        var archive = AgentArchive.Of(Write(program));

        Unpack(archive.With(Stamp.ToBytes()!));

        var unpacked = Path.Combine(folder.Path, AgentArchive.Program);
        File.ReadAllBytes(unpacked).Should().Equal([.. program, .. Stamp.ToBytes()!]);
        File.GetUnixFileMode(unpacked).Should().HaveFlag(UnixFileMode.UserExecute);
    }

    [Fact]
    public void TheHashIsThatOfTheWholeFile()
    {
        var pieces = AgentArchive.Of(Write([1, 2, 3])).With(Stamp.ToBytes()!);
        byte[] whole = [.. pieces.SelectMany(piece => piece)];

        AgentArchive.Facts(pieces).Should().Be((whole.Length, Convert.ToHexStringLower(SHA256.HashData(whole))));
    }

    [Fact]
    public void AnArchiveForAnotherAddressDiffersInItsStampOnly()
    {
        var archive = AgentArchive.Of(Write([1, 2, 3]));
        var here = archive.With(Stamp.ToBytes()!);
        var there = archive.With((Stamp with { Relay = new Uri("https://other.example/") }).ToBytes()!);

        there[0].Should().BeSameAs(here[0]);
        there[1].Should().NotEqual(here[1]);
    }

    public void Dispose() => folder.Dispose();

    private string Write(byte[] program)
    {
        var file = Path.Combine(folder.Path, "Agent");
        File.WriteAllBytes(file, program);
        return file;
    }

    private void Unpack(IReadOnlyList<byte[]> pieces)
    {
        var file = Path.Combine(folder.Path, "download.tar.gz");
        File.WriteAllBytes(file, [.. pieces.SelectMany(piece => piece)]);
        using var tar = Process.Start(new ProcessStartInfo("tar", ["xzf", file, "-C", folder.Path]))!;
        tar.WaitForExit();
        tar.ExitCode.Should().Be(0);
    }
}
