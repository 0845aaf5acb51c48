using System.Security.Cryptography;
using RemoteAssist.Shared.Recordings;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Tests.Sealing;

namespace RemoteAssist.Shared.Tests.Recordings;

public sealed class AuditorCertificateTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    private readonly ECDsa _root = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _auditor = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private byte[] Root => _root.ExportSubjectPublicKeyInfo();

    public void Dispose()
    {
        _root.Dispose();
        _auditor.Dispose();
    }

    [Fact]
    public void WhatTheRootSignedIsGoodUntilItIsOver()
    {
        var certificate = Signed();
        certificate.IsGood(Root, Now).Should().BeTrue();
        certificate.IsGood(Root, certificate.Until + AskingStatement.ClockDifference).Should().BeFalse("it is over");
        certificate.IsGood(Root, certificate.Made - AskingStatement.ClockDifference - TimeSpan.FromSeconds(1)).Should().BeFalse("it is of another time");
        certificate.Id.Should().HaveCount(AuditorCertificate.IdSize).And.Equal(SHA256.HashData(certificate.PublicKey)[..16]);
    }

    [Fact]
    public void WhatAnotherKeySignedIsNot()
    {
        Signed(by: _auditor).IsGood(Root, Now).Should().BeFalse();
        Signed().IsGood(_auditor.ExportSubjectPublicKeyInfo(), Now).Should().BeFalse();
        Signed().IsGood([1, 2, 3], Now).Should().BeFalse();
    }

    [Fact]
    public void WhatIsChangedAfterwardsIsNot()
    {
        var certificate = Signed();
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        foreach (var changed in new[]
        {
            certificate with { Name = "Olga Ferra" },
            certificate with { PublicKey = other.ExportSubjectPublicKeyInfo() },
            certificate with { Made = certificate.Made + TimeSpan.FromMilliseconds(1) },
            certificate with { Until = certificate.Until + TimeSpan.FromMilliseconds(1) },
        })
        {
            changed.IsGood(Root, Now).Should().BeFalse();
        }

        foreach (var flipped in Some.OneBitOff(certificate.Signature))
        {
            (certificate with { Signature = flipped }).IsGood(Root, Now).Should().BeFalse();
        }
    }

    [Fact]
    public void WhatCannotBeShownIsNotEvenWhereItIsSigned()
    {
        Signed(name: "").IsGood(Root, Now).Should().BeFalse();
        Signed(name: "Olga\u202eoreF").IsGood(Root, Now).Should().BeFalse("marks that turn text round are not shown");
        Signed(name: new string('x', AskingStatement.LongestText + 1)).IsGood(Root, Now).Should().BeFalse();
        Signed(days: 6 * 366).IsGood(Root, Now).Should().BeFalse("it is good for too long");
        Signed(days: 0).IsGood(Root, Now).Should().BeFalse();
        (Signed() with { Name = null! }).IsGood(Root, Now).Should().BeFalse();
        (Signed() with { Signature = null! }).IsGood(Root, Now).Should().BeFalse();
        (Signed() with { PublicKey = null! }).IsGood(Root, Now).Should().BeFalse();
        (Signed() with { Name = "\ud800" }).IsGood(Root, Now).Should().BeFalse("half a character is none");
    }

    [Fact]
    public void AListIsGoodAsAWholeAndItsHashNamesAllOfIt()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var second = Sign(new AuditorCertificate("Piotr Wolny", other.ExportSubjectPublicKeyInfo(), Now, Now.AddDays(9), []), _root);
        var list = new AuditorList(Root, [Signed(), second]);
        list.IsGood(Now).Should().BeTrue();
        new AuditorList(Root, [Signed(), second with { Name = "Piotr" }]).IsGood(Now).Should().BeFalse();
        new AuditorList(Root, [second, second]).IsGood(Now).Should().BeFalse("it is the same key twice");
        new AuditorList(Root, []).IsGood(Now).Should().BeFalse();
        new AuditorList(Root, [null!]).IsGood(Now).Should().BeFalse();
        new AuditorList(Root, null!).IsGood(Now).Should().BeFalse();
        new AuditorList(null!, [second]).IsGood(Now).Should().BeFalse();
        new AuditorList(Root, [.. Enumerable.Repeat(second, AuditorCertificate.Most + 1)]).IsGood(Now).Should().BeFalse();

        list.Hash().Should().HaveCount(AuditorList.HashSize).And.NotEqual(new AuditorList(Root, [second]).Hash());
        new AuditorList(Root, [second]).Hash().Should().NotEqual(new AuditorList(_auditor.ExportSubjectPublicKeyInfo(), [second]).Hash());
    }

    [Fact]
    public void AStatementNamesTheListThatItIsAbout()
    {
        var list = new AuditorList(Root, [Signed()]);
        var statement = new AskingStatement("Ana", "Help", "C-1", Some.Session, new byte[32], Now, Now.AddMinutes(5), list.Hash());
        var bytes = statement.ToBytes();
        AskingStatement.Read(bytes).Should().BeEquivalentTo(statement);
        AskingStatement.Read((statement with { Auditors = null }).ToBytes())!.Auditors.Should().BeNull();
        AskingStatement.Read((statement with { Auditors = new byte[31] }).ToBytes()).Should().BeNull();
        for (var length = 0; length < bytes.Length; length++)
        {
            AskingStatement.Read(bytes.AsSpan(0, length)).Should().BeNull();
        }
    }

    private AuditorCertificate Signed(string name = "Olga Ferro 审计员", int days = 365, ECDsa? by = null) => Sign(
        new AuditorCertificate(name, _auditor.ExportSubjectPublicKeyInfo(), Now, Now.AddDays(days), []), by ?? _root);

    private static AuditorCertificate Sign(AuditorCertificate certificate, ECDsa by) =>
        certificate with { Signature = by.SignData(certificate.ToBytes(), HashAlgorithmName.SHA256) };
}
