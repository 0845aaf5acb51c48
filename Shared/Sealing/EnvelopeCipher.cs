using System.Buffers.Binary;
using System.Security.Cryptography;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Shared.Sealing;

/// <summary>
/// AES-256-GCM under one key. Control: <c>20 head, body sealed, 16 tag</c>; frames: <c>20 head, u32 id of the content
/// key, body sealed, 16 tag</c>, and seek points alike. What stands before the body travels in the clear and is authenticated; the nonce is
/// made from the head's number, which the sealers never use twice.
/// </summary>
internal sealed class EnvelopeCipher : IDisposable
{
    /// <summary>
    /// Envelopes per key. RFC 8446, section 5.5, has 2^24.5 records of 2^14 bytes for AES-GCM at an advantage of
    /// 2^-57; ours may be 2^20 bytes, so even the worst case (2^24 envelopes, all of 1 MiB: 2^40 blocks) stays below
    /// 2^-48.
    /// </summary>
    public const ulong Limit = 1 << 24;

    private const int TagSize = 16;
    private const int NonceSize = 12;
    private const int IdSize = 4;

    private readonly AesGcm _aes;
    private readonly uint? _contentKey;
    private readonly int _clearSize;

    public EnvelopeCipher(ReadOnlySpan<byte> key, uint? contentKey = null)
    {
        _aes = new AesGcm(key, TagSize);
        _contentKey = contentKey;
        _clearSize = ClearSize(contentKey is null ? EnvelopeChannel.Control : EnvelopeChannel.Frames);
    }

    /// <summary>Forgets the key.</summary>
    public void Dispose() => _aes.Dispose();

    /// <summary>One array for the whole envelope; the body is read once and copied nowhere else.</summary>
    public byte[] Seal(in EnvelopeHeader header, ReadOnlySpan<byte> body)
    {
        var envelope = GC.AllocateUninitializedArray<byte>(_clearSize + body.Length + TagSize);
        header.Write(envelope);
        if (_contentKey is { } id)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(envelope.AsSpan(EnvelopeHeader.Size), id);
        }

        Span<byte> nonce = stackalloc byte[NonceSize];
        Nonce(header.Number, nonce);
        _aes.Encrypt(
            nonce,
            body,
            envelope.AsSpan(_clearSize, body.Length),
            envelope.AsSpan(_clearSize + body.Length),
            envelope.AsSpan(0, _clearSize));
        return envelope;
    }

    /// <summary>The body of an envelope that <see cref="CheckForm"/> let pass; null where the seal does not fit.</summary>
    public byte[]? Open(in EnvelopeHeader header, ReadOnlySpan<byte> envelope)
    {
        var body = GC.AllocateUninitializedArray<byte>(envelope.Length - _clearSize - TagSize);
        Span<byte> nonce = stackalloc byte[NonceSize];
        Nonce(header.Number, nonce);
        try
        {
            _aes.Decrypt(
                nonce,
                envelope.Slice(_clearSize, body.Length),
                envelope[(_clearSize + body.Length)..],
                body,
                envelope[.._clearSize]);
            return body;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null; // the platform has cleared what it wrote
        }
    }

    /// <summary>What every envelope must be before its seal is looked at; null where all is well.</summary>
    public static SealingFault? CheckForm(
        ReadOnlySpan<byte> envelope, EnvelopeChannel channel, uint viewer, out EnvelopeHeader header)
    {
        header = default;
        if (envelope.Length < ClearSize(channel) + TagSize)
        {
            return SealingFault.Truncated;
        }

        if (!EnvelopeHeader.TryRead(envelope, out header))
        {
            return SealingFault.Malformed;
        }

        if (header.Channel != channel)
        {
            return SealingFault.WrongChannel;
        }

        return header.Viewer == viewer ? null : SealingFault.WrongViewer;
    }

    /// <summary>The id of the content key that a frame envelope names.</summary>
    public static uint ContentKeyOf(ReadOnlySpan<byte> envelope) =>
        BinaryPrimitives.ReadUInt32LittleEndian(envelope[EnvelopeHeader.Size..]);

    private static int ClearSize(EnvelopeChannel channel) =>
        EnvelopeHeader.Size + (channel == EnvelopeChannel.Control ? 0 : IdSize);

    private static void Nonce(ulong number, Span<byte> nonce)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(nonce, 0);            // 0..3   u32 0
        BinaryPrimitives.WriteUInt64LittleEndian(nonce[4..], number);  // 4..11  u64 number
    }
}
