using System.Text.Json.Nodes;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Tests.Sealing;

namespace RemoteAssist.Shared.Tests.Recordings;

public sealed class HpkeTests
{
    private static readonly JsonNode Committed = Vectors.Read(RecordingVectors.Name);

    [Fact]
    public void TheVectorOfTheRfcIsReached()
    {
        var rfc = Committed["rfc9180"]!;
        using var share = P256Scalar.From(rfc.Bytes("skEm"));
        using var own = P256Scalar.From(rfc.Bytes("skRm"));
        share.TimesBase().Should().Equal(rfc.Bytes("pkEm"));
        own.TimesBase().Should().Equal(rfc.Bytes("pkRm"));

        var (shared, key, nonce) = Hpke.Keys(
            share.TimesVerified(rfc.Bytes("pkRm"))!, rfc.Bytes("pkEm"), rfc.Bytes("pkRm"), rfc.Bytes("info"), HpkeAead.Aes128Gcm);
        shared.Should().Equal(rfc.Bytes("sharedSecret"));
        key.Should().Equal(rfc.Bytes("key"));
        nonce.Should().Equal(rfc.Bytes("baseNonce"));

        var (enc, ciphertext) = Hpke.Seal(share, rfc.Bytes("pkRm"), rfc.Bytes("info"), rfc.Bytes("aad"), rfc.Bytes("plaintext"), HpkeAead.Aes128Gcm)!.Value;
        enc.Should().Equal(rfc.Bytes("pkEm"));
        ciphertext.Should().Equal(rfc.Bytes("ciphertext"));
        Hpke.Open(own, enc, rfc.Bytes("info"), rfc.Bytes("aad"), ciphertext, HpkeAead.Aes128Gcm).Should().Equal(rfc.Bytes("plaintext"));
    }

    [Theory]
    [InlineData("another")]
    [InlineData("browser")]
    public void WhatAnotherImplementationSealedIsOpened(string made)
    {
        var item = Committed[made]!;
        using var own = P256Scalar.From(item.Bytes("skRm"));
        Hpke.Open(own, item.Bytes("enc"), item.Bytes("info"), [], item.Bytes("ciphertext")).Should().Equal(item.Bytes("plaintext"));
    }

    [Fact]
    public void OnlyTheOwnerOpensAndOnlyWhatWasSealed()
    {
        using var own = P256Scalar.Draw();
        using var other = P256Scalar.Draw();
        byte[] message = [1, 2, 3], info = [4], aad = [5];
        var (enc, ciphertext) = Hpke.Seal(own.TimesBase(), info, aad, message, PlatformRandom.Instance)!.Value;

        Hpke.Open(own, enc, info, aad, ciphertext).Should().Equal(message);
        Hpke.Open(other, enc, info, aad, ciphertext).Should().BeNull();
        Hpke.Open(own, enc, aad, info, ciphertext).Should().BeNull();
        Hpke.Open(own, other.TimesBase(), info, aad, ciphertext).Should().BeNull();
        Hpke.Open(own, [.. enc[..^1], (byte)~enc[^1]], info, aad, ciphertext).Should().BeNull("this is no point");
        Hpke.Open(own, enc, info, aad, ciphertext.AsSpan(0, Hpke.TagSize - 1)).Should().BeNull();
        foreach (var flipped in Some.OneBitOff(ciphertext))
        {
            Hpke.Open(own, enc, info, aad, flipped).Should().BeNull();
        }
    }

    [Fact]
    public void NothingIsSealedForWhatIsNoPoint()
    {
        Hpke.Seal(new byte[Hpke.EncSize], [], [], [1], PlatformRandom.Instance).Should().BeNull();
        Hpke.Seal([], [], [], [1], PlatformRandom.Instance).Should().BeNull();
    }
}
