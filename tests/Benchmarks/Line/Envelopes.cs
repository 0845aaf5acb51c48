using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Benchmarks.Line;

/// <summary>Step 4 of a frame's journey as the benchmark composes it: how a part becomes an envelope. Used by one thread.</summary>
internal interface IClosing : IDisposable
{
    /// <summary>The envelope of one part.</summary>
    /// <param name="startsKeyFrame">The first part of a key frame: a new epoch begins.</param>
    /// <param name="part">The body.</param>
    byte[] Close(bool startsKeyFrame, ReadOnlySpan<byte> part);
}

/// <summary>Step 8: how an envelope becomes a part again.</summary>
internal interface IOpening : IDisposable
{
    /// <exception cref="InvalidDataException">It is not the envelope that belongs here.</exception>
    ReadOnlyMemory<byte> Open(ReadOnlyMemory<byte> envelope);
}

/// <summary>Clear bytes behind the same head. It exists here only: the product has no such mode.</summary>
internal sealed class ClearClosing : IClosing
{
    private ulong number;
    private uint epoch;

    public byte[] Close(bool startsKeyFrame, ReadOnlySpan<byte> part)
    {
        epoch += startsKeyFrame ? 1u : 0;
        var marks = startsKeyFrame ? EnvelopeMarks.KeyFrame : EnvelopeMarks.None;
        return new EnvelopeHeader(EnvelopeChannel.Frames, marks, Viewer: 0, ++number, epoch).Wrap(part);
    }

    public void Dispose()
    {
    }
}

/// <summary>Reads what <see cref="ClearClosing"/> wrote.</summary>
internal sealed class ClearOpening : IOpening
{
    public ReadOnlyMemory<byte> Open(ReadOnlyMemory<byte> envelope) => EnvelopeHeader.TryRead(envelope.Span, out _)
        ? envelope[EnvelopeHeader.Size..]
        : throw new InvalidDataException("An envelope has no head.");

    public void Dispose()
    {
    }
}

/// <summary>The product's sealing of frames.</summary>
internal sealed class SealedClosing : IClosing
{
    private readonly FrameSealer sealer;
    private uint epoch;

    public SealedClosing(Guid session, ContentKey key)
    {
        sealer = new FrameSealer(HubContract.ProtocolVersion, session);
        sealer.Renew(key);
    }

    public byte[] Close(bool startsKeyFrame, ReadOnlySpan<byte> part)
    {
        epoch += startsKeyFrame ? 1u : 0;
        return sealer.Seal(startsKeyFrame, epoch, part, out var envelope) is { } fault
            ? throw new InvalidOperationException($"A part could not be sealed: {fault}.")
            : envelope;
    }

    public void Dispose() => sealer.Dispose();
}

/// <summary>The product's opening of frames.</summary>
internal sealed class SealedOpening : IOpening
{
    private readonly FrameOpener opener;

    public SealedOpening(Guid session, ContentKey key)
    {
        opener = new FrameOpener(HubContract.ProtocolVersion, session);
        opener.Add(key);
    }

    public ReadOnlyMemory<byte> Open(ReadOnlyMemory<byte> envelope) =>
        opener.Open(envelope.Span, out var body) is { } fault
            ? throw new InvalidDataException($"An envelope could not be opened: {fault}.")
            : body;

    public void Dispose() => opener.Dispose();
}
