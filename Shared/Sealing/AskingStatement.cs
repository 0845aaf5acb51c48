using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace RemoteAssist.Shared.Sealing;

/// <summary>What is wrong with a statement.</summary>
public enum StatementFault
{
    /// <summary>The bytes are not in the one form that they can have.</summary>
    Malformed,

    /// <summary>Not signed by the key that was pinned.</summary>
    BadSignature,

    /// <summary>Made for another session.</summary>
    WrongSession,

    /// <summary>Made for another exchange: whoever is at the other end is not whom the Relay speaks of.</summary>
    WrongExchange,

    /// <summary>Good for longer than a statement may be.</summary>
    TooLong,

    /// <summary>Its time is over or has not come, by this machine's clock.</summary>
    Expired,
}

/// <summary>
/// Who is asking, in the Relay's word: signed by its key, good for a few minutes, for one session and one exchange.
/// A Relay that lies can sign a lie; see THREATS.md.
/// </summary>
/// <param name="Technician">The technician's name, at most 256 bytes of UTF-8.</param>
/// <param name="Organisation">The organisation, at most 256 bytes of UTF-8.</param>
/// <param name="CaseNumber">The case's number, at most 256 bytes of UTF-8.</param>
/// <param name="Session">The session.</param>
/// <param name="TranscriptHash">32 bytes: <see cref="Agreement.TranscriptHash"/>, as the technician's Viewer reported it.</param>
/// <param name="Issued">When it was signed, to the millisecond.</param>
/// <param name="Expires">When it is over.</param>
/// <param name="Auditors">32 bytes, <see cref="Recordings.AuditorList.Hash"/>, for whom it may be recorded; null where it may not.</param>
public sealed record AskingStatement(
    string Technician,
    string Organisation,
    string CaseNumber,
    Guid Session,
    byte[] TranscriptHash,
    DateTimeOffset Issued,
    DateTimeOffset Expires,
    byte[]? Auditors = null)
{
    /// <summary>The longest time that a statement may be good for.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>How far the clocks of Relay and customer may differ. A statement is fresh by its exchange, whatever the clocks say.</summary>
    public static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(5);

    /// <summary>Bytes of UTF-8 that each text may have.</summary>
    public const int LongestText = 256;

    private const int HashSize = 32;
    private const long LastMoment = 253_402_300_799_999; // the end of the year 9999: beyond it there is no DateTimeOffset

    private static readonly byte[] Label = "RemoteAssist who is asking 1"u8.ToArray();
    private static readonly byte[] LabelWithAuditors = "RemoteAssist who is asking 2"u8.ToArray();
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>
    /// What is signed: label, technician, organisation, case, 16 session, 32 transcript hash, u64 issued, u64 expires
    /// (milliseconds since 1970, UTC) and, where it may be recorded, under another label, 32 auditors; each with its length in front.
    /// </summary>
    public byte[] ToBytes() => LengthValue.Cat(
    [
        Auditors is null ? Label : LabelWithAuditors,
        Utf8.GetBytes(Technician),
        Utf8.GetBytes(Organisation),
        Utf8.GetBytes(CaseNumber),
        Session.ToByteArray(bigEndian: true),
        TranscriptHash,
        LengthValue.Moment(Issued),
        LengthValue.Moment(Expires),
        .. Auditors is { } auditors ? new[] { auditors } : [],
    ]);

    /// <summary>Signs the bytes: ECDSA, P-256, SHA-256; 64 bytes r and s.</summary>
    public static byte[] Sign(byte[] statement, ECDsa key) => key.SignData(statement, HashAlgorithmName.SHA256);

    /// <summary>
    /// The name of a signing key, for pinning and for people: SHA-256 of its SubjectPublicKeyInfo, in sixteen groups
    /// of four hexadecimal digits.
    /// </summary>
    public static string Fingerprint(byte[] publicKey) =>
        string.Join(' ', Convert.ToHexStringLower(SHA256.HashData(publicKey)).Chunk(4).Select(group => new string(group)));

    /// <summary>Checks a statement against the pinned key and against what this end knows by itself.</summary>
    /// <param name="statement">The signed bytes, as received.</param>
    /// <param name="signature">64 bytes.</param>
    /// <param name="publicKey">The pinned key, SubjectPublicKeyInfo.</param>
    /// <param name="session">This session.</param>
    /// <param name="transcriptHash">Of this end's own exchange.</param>
    /// <param name="now">This machine's clock.</param>
    /// <param name="verified">What may be shown; null where there is a fault.</param>
    public static StatementFault? Verify(
        ReadOnlySpan<byte> statement,
        ReadOnlySpan<byte> signature,
        ReadOnlySpan<byte> publicKey,
        Guid session,
        ReadOnlySpan<byte> transcriptHash,
        DateTimeOffset now,
        out AskingStatement? verified)
    {
        verified = null;
        if (!OthersSignature.Holds(statement, signature, publicKey))
        {
            return StatementFault.BadSignature;
        }

        if (Read(statement) is not { } read)
        {
            return StatementFault.Malformed;
        }

        var fault = read.Against(session, transcriptHash, now);
        verified = fault is null ? read : null;
        return fault;
    }

    /// <summary>Reads the bytes; null where they are not exactly what <see cref="ToBytes"/> would write.</summary>
    public static AskingStatement? Read(ReadOnlySpan<byte> bytes)
    {
        var rest = bytes;
        var recorded = false;
        byte[]? auditors = null;
        if (!LengthValue.TryTake(ref rest, out var label) || !(label.SequenceEqual(Label) || (recorded = label.SequenceEqual(LabelWithAuditors)))
            || !TryTakeText(ref rest, out var technician)
            || !TryTakeText(ref rest, out var organisation)
            || !TryTakeText(ref rest, out var caseNumber)
            || !LengthValue.TryTake(ref rest, out var session) || session.Length != 16
            || !LengthValue.TryTake(ref rest, out var transcript) || transcript.Length != HashSize
            || !TryTakeTime(ref rest, out var issued)
            || !TryTakeTime(ref rest, out var expires)
            || (recorded && !TryTakeHash(ref rest, out auditors))
            || !rest.IsEmpty)
        {
            return null;
        }

        return new AskingStatement(
            technician, organisation, caseNumber, new Guid(session, bigEndian: true), transcript.ToArray(), issued, expires, auditors);
    }

    private StatementFault? Against(Guid session, ReadOnlySpan<byte> transcriptHash, DateTimeOffset now)
    {
        if (Session != session)
        {
            return StatementFault.WrongSession;
        }

        if (!TranscriptHash.AsSpan().SequenceEqual(transcriptHash))
        {
            return StatementFault.WrongExchange;
        }

        if (Expires - Issued > Longest)
        {
            return StatementFault.TooLong;
        }

        return now >= Issued - ClockDifference && now < Expires + ClockDifference ? null : StatementFault.Expired;
    }

    private static bool TryTakeText(ref ReadOnlySpan<byte> rest, out string text)
    {
        text = "";
        if (!LengthValue.TryTake(ref rest, out var bytes) || bytes.Length > LongestText)
        {
            return false;
        }

        try
        {
            text = Utf8.GetString(bytes);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    private static bool TryTakeHash(ref ReadOnlySpan<byte> rest, out byte[]? hash)
    {
        hash = LengthValue.TryTake(ref rest, out var bytes) && bytes.Length == HashSize ? bytes.ToArray() : null;
        return hash is not null;
    }

    private static bool TryTakeTime(ref ReadOnlySpan<byte> rest, out DateTimeOffset moment)
    {
        moment = default;
        if (!LengthValue.TryTake(ref rest, out var bytes) || bytes.Length != 8)
        {
            return false;
        }

        var number = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        if (number is < 0 or > LastMoment)
        {
            return false;
        }

        moment = DateTimeOffset.FromUnixTimeMilliseconds(number);
        return true;
    }
}
