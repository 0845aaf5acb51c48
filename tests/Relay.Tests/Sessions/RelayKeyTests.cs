using System.Security.Cryptography;
using RemoteAssist.Relay.Sessions;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Sealing;

namespace RemoteAssist.Relay.Tests.Sessions;

public sealed class RelayKeyTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string KeyFile => Path.Combine(folder.Path, "relay-signing.pem");

    [Fact]
    public void ItIsMadeOnceAndStays()
    {
        using var first = RelayKey.Open(KeyFile);
        using var second = RelayKey.Open(KeyFile);

        second.PublicKey.Should().Equal(first.PublicKey);
        second.Fingerprint.Should().Be(AskingStatement.Fingerprint(first.PublicKey));
        Directory.GetFiles(folder.Path).Should().Equal(KeyFile);
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(KeyFile).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public void WhatACrashLeftHalfWrittenIsNoKey()
    {
        File.WriteAllText(KeyFile + ".new", "-----BEGIN PRIV");

        using var key = RelayKey.Open(KeyFile);

        Directory.GetFiles(folder.Path).Should().Equal(KeyFile);
    }

    public static TheoryData<string> Damages() => ["empty", "cut", "text", "another curve", "no key of its own", "rsa"];

    [Theory]
    [MemberData(nameof(Damages))]
    public void ADamagedKeyIsNamedAndNeverReplaced(string damage)
    {
        RelayKey.Open(KeyFile).Dispose();
        using var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(KeyFile));
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var rsa = RSA.Create(2048);
        var bad = damage switch
        {
            "empty" => "",
            "cut" => key.ExportPkcs8PrivateKeyPem()[..100],
            "text" => "not a key at all",
            "another curve" => other.ExportPkcs8PrivateKeyPem(),
            "no key of its own" => key.ExportSubjectPublicKeyInfoPem(),
            _ => rsa.ExportPkcs8PrivateKeyPem(),
        };
        File.WriteAllText(KeyFile, bad);

        FluentActions.Invoking(() => RelayKey.Open(KeyFile)).Should().Throw<StorageException>().WithMessage("*relay-signing.pem is damaged*");

        File.ReadAllText(KeyFile).Should().Be(bad);
    }

    [Fact]
    public void AFolderThatCannotBeWrittenIsSaid()
    {
        var file = Path.Combine(folder.Path, "file");
        File.WriteAllText(file, "");

        FluentActions.Invoking(() => RelayKey.Open(Path.Combine(file, "relay-signing.pem")))
            .Should().Throw<StorageException>().WithMessage("*cannot be read or written*");
    }

    public void Dispose() => folder.Dispose();
}
