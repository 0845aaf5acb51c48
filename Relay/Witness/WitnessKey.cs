using System.Security.Cryptography;
using System.Text;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Relay.Witness;

/// <summary>A witness's own key, P-256, made once.</summary>
internal sealed class WitnessKey : IDisposable
{
    private readonly ECDsa key;

    private WitnessKey(ECDsa key)
    {
        this.key = key;
        var publicKey = key.ExportSubjectPublicKeyInfo();
        Public = new NoteKey($"witness/{Convert.ToHexStringLower(SHA256.HashData(publicKey))[..16]}", NoteKeyKind.Witness, publicKey);
    }

    /// <summary>What the Relay is told.</summary>
    public NoteKey Public { get; }

    /// <summary>Reads the key, and makes it where there is none yet.</summary>
    /// <param name="file">PKCS #8 in PEM, readable by its owner alone.</param>
    /// <exception cref="StorageException">It cannot be read or written.</exception>
    public static WitnessKey Open(string file)
    {
        var key = ECDsa.Create();
        try
        {
            if (!File.Exists(file))
            {
                using var fresh = ECDsa.Create(ECCurve.NamedCurves.nistP256);
                PrivateFile.Write(file, Encoding.ASCII.GetBytes(fresh.ExportPkcs8PrivateKeyPem()));
            }

            key.ImportFromPem(File.ReadAllText(file));
            return new WitnessKey(key);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            key.Dispose();
            throw new StorageException($"The witness's key {file} cannot be used: {failure.Message}", failure);
        }
    }

    /// <summary>Cosigns; only what is remembered first may leave.</summary>
    public NoteSignature Cosign(ReadOnlySpan<byte> body, DateTimeOffset now) => Cosignature.Sign(key, Public.Name, body, now);

    /// <summary>The value of the header by which the Relay knows it.</summary>
    public string SignRequest(string method, string target, DateTimeOffset now) => WitnessRequest.Sign(key, Public.KeyId, method, target, now);

    public void Dispose() => key.Dispose();
}
