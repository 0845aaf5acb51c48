using System.Security.Cryptography;
using RemoteAssist.Shared.Sealing;

namespace RemoteAssist.Shared.Tests.Sealing;

public sealed class AskingStatementTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);
    private static readonly byte[] Exchange = SHA256.HashData("an exchange"u8);

    private static readonly AskingStatement Statement = new(
        "Ana Ruiz", "Example Help 示例", "C-1042", Some.Session, Exchange, Now, Now + TimeSpan.FromMinutes(5));

    private readonly ECDsa _relay = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose() => _relay.Dispose();

    [Fact]
    public void ATrueStatementIsVerifiedAndRead()
    {
        var bytes = Statement.ToBytes();
        Verify(bytes, AskingStatement.Sign(bytes, _relay), out var verified).Should().BeNull();
        verified.Should().BeEquivalentTo(Statement);
    }

    [Fact]
    public void EveryFlippedBitOfStatementAndSignatureIsRefused()
    {
        var bytes = Statement.ToBytes();
        var signature = AskingStatement.Sign(bytes, _relay);
        foreach (var flipped in Some.OneBitOff(bytes))
        {
            Verify(flipped, signature, out var verified).Should().Be(StatementFault.BadSignature);
            verified.Should().BeNull();
        }

        foreach (var flipped in Some.OneBitOff(signature))
        {
            Verify(bytes, flipped, out _).Should().Be(StatementFault.BadSignature);
        }
    }

    [Fact]
    public void WhatIsWrongWithASignedStatementIsNamed()
    {
        Check(Statement with { Session = Guid.Parse("0198a1b2-c3d4-7e5f-8091-a2b3c4d5e6f8") }).Should().Be(StatementFault.WrongSession);
        Check(Statement with { TranscriptHash = new byte[32] }).Should().Be(StatementFault.WrongExchange);
        Check(Statement with { Expires = Now + TimeSpan.FromMinutes(11) }).Should().Be(StatementFault.TooLong);
        Check(Statement with { Issued = Now - TimeSpan.FromMinutes(15), Expires = Now - TimeSpan.FromMinutes(5) }).Should().Be(StatementFault.Expired);
        Check(Statement with { Issued = Now + TimeSpan.FromMinutes(6), Expires = Now + TimeSpan.FromMinutes(7) }).Should().Be(StatementFault.Expired);
        Check(Statement with { Technician = new string('x', 257) }).Should().Be(StatementFault.Malformed);
        Check(Statement with { TranscriptHash = new byte[31] }).Should().Be(StatementFault.Malformed);
        Check(Statement).Should().BeNull();
    }

    [Fact]
    public void AKeyThatIsNoneOfP256HasSignedNothing()
    {
        var bytes = Statement.ToBytes();
        var key = _relay.ExportSubjectPublicKeyInfo();
        foreach (var flipped in Some.OneBitOff(key))
        {
            AskingStatement.Verify(bytes, AskingStatement.Sign(bytes, _relay), flipped, Some.Session, Exchange, Now, out _)
                .Should().Be(StatementFault.BadSignature);
        }

        using var larger = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        byte[][] keys = [larger.ExportSubjectPublicKeyInfo(), [.. key, 0], key[..^1], []];
        foreach (var other in keys)
        {
            AskingStatement.Verify(bytes, AskingStatement.Sign(bytes, larger), other, Some.Session, Exchange, Now, out _)
                .Should().Be(StatementFault.BadSignature);
        }
    }

    [Fact]
    public void AnotherKeyAndBrokenKeysAreRefused()
    {
        var bytes = Statement.ToBytes();
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var signature = AskingStatement.Sign(bytes, other);
        Verify(bytes, signature, out _).Should().Be(StatementFault.BadSignature);
        AskingStatement.Verify(bytes, signature, [1, 2, 3], Some.Session, Exchange, Now, out _).Should().Be(StatementFault.BadSignature);
    }

    [Fact]
    public void BytesThatAreCutOrLengthenedAreNoStatement()
    {
        var bytes = Statement.ToBytes();
        for (var length = 0; length < bytes.Length; length++)
        {
            AskingStatement.Read(bytes.AsSpan(0, length)).Should().BeNull();
        }

        AskingStatement.Read([.. bytes, 0]).Should().BeNull();
        AskingStatement.Read(bytes).Should().BeEquivalentTo(Statement);
    }

    [Fact]
    public void AFingerprintIsSixteenGroupsOfFour()
    {
        var print = AskingStatement.Fingerprint(_relay.ExportSubjectPublicKeyInfo());
        print.Split(' ').Should().HaveCount(16).And.OnlyContain(group => group.Length == 4);
    }

    private StatementFault? Check(AskingStatement statement)
    {
        var bytes = statement.ToBytes();
        return Verify(bytes, AskingStatement.Sign(bytes, _relay), out _);
    }

    private StatementFault? Verify(byte[] bytes, byte[] signature, out AskingStatement? verified) => AskingStatement.Verify(
        bytes, signature, _relay.ExportSubjectPublicKeyInfo(), Some.Session, Exchange, Now, out verified);
}
