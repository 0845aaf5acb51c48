using System.Security.Cryptography;
using RemoteAssist.Shared.Recordings;
using RemoteAssist.Shared.Sealing;

namespace RemoteAssist.Agent.Tests.Fakes;

/// <summary>An organisation with two auditors, and what they can open.</summary>
internal sealed class SomeAuditors : IDisposable
{
    private readonly ECDsa root = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public SomeAuditors(DateTimeOffset now)
    {
        List = new AuditorList(root.ExportSubjectPublicKeyInfo(), [Certify("Olga Ferro", Olga, now), Certify("Piotr Wolny", Piotr, now)]);
    }

    public P256Scalar Olga { get; } = P256Scalar.Draw();

    public P256Scalar Piotr { get; } = P256Scalar.Draw();

    public AuditorList List { get; }

    /// <summary>How many of these frames one of them opens, by the content keys that were wrapped for them.</summary>
    public static int Opens(P256Scalar who, Guid session, ushort version, IEnumerable<byte[]> wrapped, IEnumerable<byte[]> frames)
    {
        using var opener = new FrameOpener(version, session);
        foreach (var key in wrapped.SelectMany(bytes => WrappedKey.ReadAll(bytes)!).Select(one => one.Open(who, session)).OfType<ContentKey>())
        {
            opener.Add(key);
        }

        return frames.Count(frame => opener.Open(frame, out _) is null);
    }

    public void Dispose()
    {
        root.Dispose();
        Olga.Dispose();
        Piotr.Dispose();
    }

    private AuditorCertificate Certify(string name, P256Scalar key, DateTimeOffset now)
    {
        var certificate = new AuditorCertificate(name, P256Key.Of(key.TimesBase()), now, now.AddDays(365), []);
        return certificate with { Signature = root.SignData(certificate.ToBytes(), HashAlgorithmName.SHA256) };
    }
}
