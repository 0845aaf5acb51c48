using System.Security.Cryptography;
using System.Text.Json.Nodes;
using RemoteAssist.Shared.Recordings;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Tests.Sealing;

namespace RemoteAssist.Shared.Tests.Recordings;

public sealed class WrappedKeyTests
{
    private const int Keys = 1000; // of promise 32

    private static readonly JsonNode Committed = Vectors.Read(RecordingVectors.Name);

    [Fact]
    public void TheCommittedVectorsAreWhatThisCodeWrites()
    {
        var made = RecordingVectors.Make(Committed);
        var actual = Path.Combine(AppContext.BaseDirectory, RecordingVectors.Name);
        File.WriteAllText(actual, Vectors.Render(made));
        JsonNode.DeepEquals(made, Committed).Should().BeTrue(
            "the bytes on the wire are agreed; where a change is meant, {0} is the new file", actual);
    }

    [Fact]
    public void TheCommittedKeyIsOpenedByItsAuditor()
    {
        var item = Committed["wrapped"]!;
        using var own = P256Scalar.From(item.Bytes("auditorScalar"));
        var wrapped = WrappedKey.Read(item.Bytes("bytes"))!;
        wrapped.AuditorId.Should().Equal(item.Bytes("auditorId"));
        wrapped.ToBytes().Should().Equal(item.Bytes("bytes"));
        wrapped.Open(own, Some.Session)!.Should().BeEquivalentTo(new ContentKey(7, item.Bytes("secret")));
    }

    [Fact]
    [Trait("Promise", "32")]
    public void TheRelayWithAllThatItHasOpensNoKeyAndTheAuditorOpensEach()
    {
        using var tried = new Tried(32, "keys, numbers and bindings of a Relay's with which a content key sealed for an auditor does not open");
        using var auditor = P256Scalar.Draw();
        using var otherAuditor = P256Scalar.Draw();
        using var relay = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        using var signing = P256Scalar.From(relay.ExportParameters(includePrivateParameters: true).D!);
        using var one = P256Scalar.From([.. new byte[31], 1]);
        var publicKey = P256Key.Of(auditor.TimesBase());
        for (var i = 0; i < Tried.Count(Keys); i++)
        {
            var session = Guid.NewGuid();
            var key = ContentKey.Draw((uint)i + 1, PlatformRandom.Instance);
            var wrapped = WrappedKey.Wrap(key, session, publicKey, PlatformRandom.Instance);
            tried.Try(wrapped.Open(auditor, session)?.Secret.AsSpan().SequenceEqual(key.Secret) == true, "its auditor does not open it");
            tried.Try(wrapped.Open(signing, session) is null, "the Relay's signing key opens it");
            tried.Try(wrapped.Open(otherAuditor, session) is null, "another auditor opens it");
            tried.Try(wrapped.Open(one, session) is null, "the number 1 opens it");
            tried.Try(wrapped.Open(auditor, Guid.NewGuid()) is null, "it opens for another session");
            tried.Try((wrapped with { ContentKeyId = wrapped.ContentKeyId + 1 }).Open(auditor, session) is null, "it opens for another content key");
            tried.Try((wrapped with { Enc = otherAuditor.TimesBase() }).Open(auditor, session) is null, "it opens with another share");

            // Keys that come from what it sees, as AES keys of the sealed secret itself.
            foreach (var guess in new[] { new byte[32], SHA256.HashData(publicKey), SHA256.HashData(wrapped.Enc), wrapped.Enc[1..33] })
            {
                tried.Try(!OpensBy(guess, wrapped.Sealed), "a number that everybody sees opens it");
            }
        }

        tried.MustHold();
    }

    [Fact]
    public void OneFlippedBitOpensNothing()
    {
        using var auditor = P256Scalar.Draw();
        var wrapped = WrappedKey.Wrap(new ContentKey(3, new byte[32]), Some.Session, P256Key.Of(auditor.TimesBase()), PlatformRandom.Instance).ToBytes();
        foreach (var flipped in Some.OneBitOff(wrapped).Where((_, bit) => bit / 8 is < 4 or >= 20).Where((_, i) => i % 7 == 0))
        {
            WrappedKey.Read(flipped)!.Open(auditor, Some.Session).Should().BeNull();
        }
    }

    [Fact]
    public void SeveralStandOneBehindTheOther()
    {
        using var auditor = P256Scalar.Draw();
        using var other = P256Scalar.Draw();
        var key = ContentKey.Draw(5, PlatformRandom.Instance);
        byte[] Of(P256Scalar whose, uint id = 5) =>
            WrappedKey.Wrap(key with { Id = id }, Some.Session, P256Key.Of(whose.TimesBase()), PlatformRandom.Instance).ToBytes();

        WrappedKey.ReadAll([.. Of(auditor), .. Of(other)])!.Select(one => one.Open(other, Some.Session) is not null).Should().Equal(false, true);
        WrappedKey.ReadAll([]).Should().BeNull();
        WrappedKey.ReadAll(Of(auditor).AsSpan(1)).Should().BeNull();
        WrappedKey.ReadAll([.. Of(auditor), 0]).Should().BeNull();
        WrappedKey.ReadAll([.. Of(auditor), .. Of(auditor)]).Should().BeNull("two are of one auditor");
        WrappedKey.ReadAll([.. Of(auditor), .. Of(other, 6)]).Should().BeNull("two content keys");
        WrappedKey.ReadAll(new byte[WrappedKey.Size * (AuditorCertificate.Most + 1)]).Should().BeNull();
        WrappedKey.Read(new byte[WrappedKey.Size - 1]).Should().BeNull();
    }

    [Fact]
    public void NothingIsSealedForWhatIsNoKey()
    {
        var act = () => WrappedKey.Wrap(new ContentKey(1, new byte[32]), Some.Session, new byte[91], PlatformRandom.Instance);
        act.Should().Throw<ArgumentException>();
    }

    private static bool OpensBy(byte[] key, byte[] ciphertext)
    {
        try
        {
            using var cipher = new AesGcm(key, 16);
            cipher.Decrypt(new byte[12], ciphertext.AsSpan(0, 32), ciphertext.AsSpan(32), new byte[32]);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }
}
