using System.Security.Cryptography;
using System.Text;
using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Shared.Tests.Audit;

public sealed class CheckpointTests : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_763_863_200);

    private readonly ECDsa relay = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa witness = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly Checkpoint checkpoint = new(Checkpoint.OriginOf(new string('5', 64)), 1204, SHA256.HashData("root"u8));

    [Fact]
    public void ACheckpointIsThreeLines()
    {
        var body = checkpoint.ToBody();
        Encoding.UTF8.GetString(body).Should().Be(
            $"remoteassist/log/{new string('5', 32)}\n1204\n{Convert.ToBase64String(checkpoint.Root)}\n");
        Checkpoint.Read(body)!.IsSameAs(checkpoint).Should().BeTrue();
        (checkpoint with { Size = 1205 }).IsSameAs(checkpoint).Should().BeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\n1\n")]
    [InlineData("a\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("a\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\nmore\n")]
    [InlineData("\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n")]
    [InlineData("a b\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n")]
    [InlineData("a+b\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n")]
    [InlineData("a\n0\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n")]
    [InlineData("a\n01\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n")]
    [InlineData("a\n+1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n")]
    [InlineData("a\n-1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n")]
    [InlineData("a\n9223372036854775808\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n")]
    [InlineData("a\n1\nAAAA\n")]
    [InlineData("a\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB=\n")]
    [InlineData("a\n1\n AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n")]
    [InlineData("ä\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n")]
    public void WhatIsWrittenOtherwiseIsNoCheckpoint(string body) => Checkpoint.Read(Encoding.UTF8.GetBytes(body)).Should().BeNull();

    [Fact]
    public void ANoteIsReadAsItWasWritten()
    {
        var note = Signed();
        var text = note.Write();
        text.Should().StartWith(Encoding.UTF8.GetString(checkpoint.ToBody()) + "\n— remoteassist/log/").And.EndWith("\n");
        var read = SignedNote.Read(Encoding.UTF8.GetBytes(text))!;
        read.Body.Should().Equal(note.Body);
        read.Signatures.Should().HaveCount(2);
        read.Write().Should().Be(text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("text\n")]
    [InlineData("text\n\n")]
    [InlineData("text\n\n— name AAAAAAA=")]
    [InlineData("text\n\n- name AAAAAAA=\n")]
    [InlineData("text\n\n— name AAAA\n")]
    [InlineData("text\n\n— name AAAAAAA=\nmore\n")]
    [InlineData("text\n\n— na+me AAAAAAA=\n")]
    [InlineData("text\n\n— name !\n")]
    [InlineData("text\n\n— name AAAAAAA= more\n")]
    public void WhatIsNoSignedNoteIsRefused(string text) => SignedNote.Read(Encoding.UTF8.GetBytes(text)).Should().BeNull();

    [Fact]
    public void ANoteHasItsBounds()
    {
        var line = SignedNote.Line(CheckpointSignature.Sign(relay, checkpoint));
        Read(string.Concat(Enumerable.Repeat(line, SignedNote.MaxSignatures))).Should().NotBeNull();
        Read(string.Concat(Enumerable.Repeat(line, SignedNote.MaxSignatures + 1))).Should().BeNull();
        SignedNote.Read(Encoding.UTF8.GetBytes(new string('x', SignedNote.MaxBytes) + "\n\n" + line)).Should().BeNull();
        SignedNote.Read([0xff, 0xfe, (byte)'\n', (byte)'\n']).Should().BeNull("it is not UTF-8");

        SignedNote? Read(string lines) => SignedNote.Read(Encoding.UTF8.GetBytes($"text\n\n{lines}"));
    }

    [Fact]
    public void TheLogsSignatureIsOfItsOwnKeyOverEveryByte()
    {
        var note = Signed();
        CheckpointSignature.Open(note, [witness.ExportSubjectPublicKeyInfo(), relay.ExportSubjectPublicKeyInfo()])!.IsSameAs(checkpoint).Should().BeTrue();
        CheckpointSignature.Open(note, [witness.ExportSubjectPublicKeyInfo()]).Should().BeNull();
        CheckpointSignature.Open(note, []).Should().BeNull();
        CheckpointSignature.Open(note with { Signatures = [note.Signatures[1]] }, [relay.ExportSubjectPublicKeyInfo()]).Should().BeNull("a witness is not the log");
        for (var at = 0; at < note.Body.Length; at++)
        {
            var bent = note.Body.ToArray();
            bent[at] ^= 1;
            CheckpointSignature.Open(note with { Body = bent }, [relay.ExportSubjectPublicKeyInfo()]).Should().BeNull("byte {0} was changed", at);
        }
    }

    [Fact]
    public void ACosignatureSaysWhenAndIsOfItsOwnKeyOverEveryByte()
    {
        var key = WitnessKey();
        var signature = Cosignature.Sign(witness, key.Name, checkpoint.ToBody(), Now.AddMilliseconds(400));
        Cosignature.Verify(key, checkpoint.ToBody(), signature).Should().Be(Now);
        Cosignature.Verify(key, (checkpoint with { Size = 1205 }).ToBody(), signature).Should().BeNull();
        Cosignature.Verify(new NoteKey("witness/b", NoteKeyKind.Witness, key.PublicKey), checkpoint.ToBody(), signature).Should().BeNull();
        Cosignature.Verify(new NoteKey(key.Name, NoteKeyKind.Log, key.PublicKey), checkpoint.ToBody(), signature).Should().BeNull();
        Cosignature.Verify(key, checkpoint.ToBody(), signature with { Bytes = signature.Bytes[..8] }).Should().BeNull();
        for (var at = 0; at < signature.Bytes.Length; at++)
        {
            var bent = signature.Bytes.ToArray();
            bent[at] ^= 0x80;
            Cosignature.Verify(key, checkpoint.ToBody(), signature with { Bytes = bent }).Should().BeNull("byte {0} was changed", at);
        }
    }

    [Fact]
    public void AKeyIsReadAsItWasWrittenAndNothingElseIs()
    {
        var key = WitnessKey();
        var text = key.ToString();
        var read = NoteKey.Read(text)!;
        (read.Name, read.Kind, read.KeyId).Should().Be((key.Name, key.Kind, key.KeyId));
        read.PublicKey.Should().Equal(key.PublicKey);
        NoteKey.Read(new NoteKey("log", NoteKeyKind.Log, key.PublicKey).ToString())!.Kind.Should().Be(NoteKeyKind.Log);

        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        string[] wrong =
        [
            "", "+", "++", "a+00000000+", text[..^4], text + "=", text.Replace("witness/a", "witness/b", StringComparison.Ordinal), text.ToUpperInvariant(),
            new NoteKey("witness/a", NoteKeyKind.Witness, other.ExportSubjectPublicKeyInfo()).ToString(),
            new NoteKey("witness/a", NoteKeyKind.Witness, [1, 2, 3]).ToString(), new string('a', 10_000),
        ];
        wrong.Where(one => NoteKey.Read(one) is not null).Should().BeEmpty();
        FluentActions.Invoking(() => new NoteKey("a b", NoteKeyKind.Log, key.PublicKey)).Should().Throw<ArgumentException>();
    }

    public void Dispose()
    {
        relay.Dispose();
        witness.Dispose();
    }

    private NoteKey WitnessKey() => new("witness/a", NoteKeyKind.Witness, witness.ExportSubjectPublicKeyInfo());

    private SignedNote Signed() => new(
        checkpoint.ToBody(), [CheckpointSignature.Sign(relay, checkpoint), Cosignature.Sign(witness, "witness/a", checkpoint.ToBody(), Now)]);
}
