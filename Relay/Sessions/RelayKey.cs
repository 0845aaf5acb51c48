using System.Security.Cryptography;
using System.Text.Json;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Bundles;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Sessions;

/// <summary>
/// The Relay's own key, P-256, with which it signs who is asking. Agents may have pinned it, so it is made once and
/// never replaced by itself; one that is replaced by command names its successor, and both names stay beside it.
/// </summary>
internal sealed class RelayKey : IDisposable
{
    /// <summary>How long a statement is good: for the customer to read the question, with room for a clock that is off.</summary>
    public static readonly TimeSpan StatementLifetime = TimeSpan.FromMinutes(5);

    private const string P256 = "1.2.840.10045.3.1.7";

    private readonly Lock gate = new();
    private readonly ECDsa key;

    private RelayKey(ECDsa key, IReadOnlyList<KeySuccession> history)
    {
        this.key = key;
        History = history;
        PublicKey = key.ExportSubjectPublicKeyInfo();
    }

    /// <summary>SubjectPublicKeyInfo.</summary>
    public byte[] PublicKey { get; }

    /// <summary>How it came to be the one, from the keys before it.</summary>
    public IReadOnlyList<KeySuccession> History { get; }

    /// <summary>For people to compare.</summary>
    public string Fingerprint => AskingStatement.Fingerprint(PublicKey);

    /// <summary>A key that nobody keeps.</summary>
    public static RelayKey Draw() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256), []);

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
            return new RelayKey(Read(File.ReadAllText(file)), ReadHistory(HistoryOf(file)));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"The Relay's signing key {file} cannot be read or written: {failure.Message}", failure);
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException or JsonException)
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
            offer.Technician, offer.Organisation, offer.CaseNumber, offer.Session, transcriptHash, now, now + StatementLifetime,
            offer.Auditors?.Hash()).ToBytes();
        lock (gate)
        {
            return (statement, AskingStatement.Sign(statement, key));
        }
    }

    /// <summary>Signs a state of the log.</summary>
    public NoteSignature Sign(Checkpoint checkpoint)
    {
        lock (gate)
        {
            return CheckpointSignature.Sign(key, checkpoint);
        }
    }

    /// <summary>Signs a statement that begins with a label of its own; 64 bytes r and s.</summary>
    public byte[] Sign(byte[] statement)
    {
        lock (gate)
        {
            return key.SignData(statement, HashAlgorithmName.SHA256);
        }
    }

    /// <summary>Signs what is in a bundle; gives the bytes of its signature's part.</summary>
    public byte[] Sign(BundleManifest manifest)
    {
        lock (gate)
        {
            return BundleSignature.Sign(key, manifest);
        }
    }

    /// <summary>Every key that this one goes back to, itself first; SubjectPublicKeyInfo.</summary>
    public IReadOnlyList<byte[]> All() =>
    [
        PublicKey,
        .. History.SelectMany(one => new[] { one.Before, one.After })
            .DistinctBy(AskingStatement.Fingerprint)
            .Where(one => !one.AsSpan().SequenceEqual(PublicKey) && KeySuccession.Leads(AskingStatement.Fingerprint(one), History, PublicKey)),
    ];

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

    /// <summary>Makes the next key and lets the one that is there sign for it.</summary>
    /// <param name="file">As for <see cref="Open"/>.</param>
    /// <param name="evidence">Told of both fingerprints before anything is changed; throws where they must not change.</param>
    /// <exception cref="StorageException">The key cannot be read or written.</exception>
    public static async Task Rotate(string file, Func<string, string, Task> evidence)
    {
        using var before = Open(file);
        using var after = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var publicKey = after.ExportSubjectPublicKeyInfo();
        await evidence(before.Fingerprint, AskingStatement.Fingerprint(publicKey));
        try
        {
            // A crash between the two: a succession that leads to a key which nobody has. The next one begins at the same key.
            PrivateFile.Write(
                HistoryOf(file),
                JsonSerializer.SerializeToUtf8Bytes<IReadOnlyList<KeySuccession>>([.. before.History, KeySuccession.Sign(before.key, publicKey)]),
                overwrite: true);
            PrivateFile.Write(file, Pem(after), overwrite: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"The Relay's signing key {file} cannot be written: {failure.Message}", failure);
        }
    }

    private static string HistoryOf(string file) => Path.ChangeExtension(file, ".history.json");

    private static List<KeySuccession> ReadHistory(string file) =>
        File.Exists(file)
            ? JsonSerializer.Deserialize<List<KeySuccession>>(File.ReadAllBytes(file)) is { } read && read.All(one => one?.IsGood() == true)
                ? read
                : throw new CryptographicException("What is said of the keys before is not signed by them.")
            : [];

    private static void Make(string file)
    {
        using var fresh = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        PrivateFile.Write(file, Pem(fresh));
    }

    private static byte[] Pem(ECDsa key) => System.Text.Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem());
}
