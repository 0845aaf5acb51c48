using System.Security.Cryptography;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Sessions;

/// <summary>
/// The Relay's own key, P-256, with which it signs who is asking. Agents may have pinned it, so it is made once and
/// never replaced by itself.
/// </summary>
internal sealed class RelayKey : IDisposable
{
    /// <summary>How long a statement is good: for the customer to read the question, with room for a clock that is off.</summary>
    public static readonly TimeSpan StatementLifetime = TimeSpan.FromMinutes(5);

    private const string P256 = "1.2.840.10045.3.1.7";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly Lock gate = new();
    private readonly ECDsa key;

    private RelayKey(ECDsa key)
    {
        this.key = key;
        PublicKey = key.ExportSubjectPublicKeyInfo();
    }

    /// <summary>SubjectPublicKeyInfo.</summary>
    public byte[] PublicKey { get; }

    /// <summary>For people to compare.</summary>
    public string Fingerprint => AskingStatement.Fingerprint(PublicKey);

    /// <summary>A key that nobody keeps.</summary>
    public static RelayKey Draw() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>Reads the key, and makes it where there is none yet.</summary>
    /// <param name="file">PKCS #8 in PEM, readable by its owner alone.</param>
    /// <exception cref="StorageException">It is there and cannot be used, or it cannot be written.</exception>
    public static RelayKey Open(string file)
    {
        try
        {
            if (!File.Exists(file))
            {
                Make(file);
            }

            // Read back even where it has just been made: what is used is what the next start finds.
            return new RelayKey(Read(File.ReadAllText(file)));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"The Relay's signing key {file} cannot be read or written: {failure.Message}", failure);
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException)
        {
            throw new StorageException(
                $"The Relay's signing key {file} is damaged: restore it from a copy. "
                + "Without one, remove the file: the next start makes a new key, which customers' programs that know the old one will refuse.",
                failure);
        }
    }

    /// <summary>Signs who is asking, for one session and one exchange.</summary>
    /// <param name="offer">Names and case as the customer is shown them.</param>
    /// <param name="transcriptHash">32 bytes, as the technician's Viewer reported them.</param>
    /// <param name="now">When.</param>
    public (byte[] Statement, byte[] Signature) WhoIsAsking(SessionOffer offer, byte[] transcriptHash, DateTimeOffset now)
    {
        var statement = new AskingStatement(
            offer.Technician, offer.Organisation, offer.CaseNumber, offer.Session, transcriptHash, now, now + StatementLifetime).ToBytes();
        lock (gate)
        {
            return (statement, AskingStatement.Sign(statement, key));
        }
    }

    public void Dispose() => key.Dispose();

    private static ECDsa Read(string pem)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            var parameters = key.ExportParameters(includePrivateParameters: true);
            CryptographicOperations.ZeroMemory(parameters.D);
            return parameters.Curve.Oid?.Value == P256 ? key : throw new CryptographicException("It is of another curve.");
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    // Whole or not at all: a file of another name is written to the disk first and then takes the name.
    private static void Make(string file)
    {
        using var fresh = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var half = file + ".new";
        File.Delete(half);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using (var stream = new FileStream(half, options))
        {
            stream.Write(System.Text.Encoding.ASCII.GetBytes(fresh.ExportPkcs8PrivateKeyPem()));
            stream.Flush(flushToDisk: true);
        }

        File.Move(half, file, overwrite: false);
    }
}
