using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Shared.Sealing;

/// <summary>One direction of the control channel with one viewer, sending. Numbers run from 1 without a gap.</summary>
/// <param name="key">Of this direction, from the <see cref="KeySchedule"/>.</param>
/// <param name="viewer">The viewer at the other end, or that this is.</param>
/// <param name="limit">Envelopes in all; never more than <see cref="EnvelopeCipher.Limit"/>.</param>
public sealed class ControlSealer(ReadOnlySpan<byte> key, uint viewer, ulong limit = EnvelopeCipher.Limit) : IDisposable
{
    private readonly ulong _limit = Math.Min(limit, EnvelopeCipher.Limit);
    private readonly EnvelopeCipher _cipher = new(key);
    private ulong _number;

    /// <summary>The number of the last envelope; 0 before the first.</summary>
    public ulong Number => _number;

    /// <summary>Seals a message.</summary>
    /// <param name="body">As <see cref="ControlMessage"/> has it.</param>
    /// <param name="envelope">The envelope; empty where there is a fault.</param>
    /// <returns>Null, or <see cref="SealingFault.Exhausted"/>.</returns>
    public SealingFault? Seal(ReadOnlySpan<byte> body, out byte[] envelope)
    {
        if (_number == _limit)
        {
            envelope = [];
            return SealingFault.Exhausted;
        }

        _number++;
        envelope = _cipher.Seal(new EnvelopeHeader(EnvelopeChannel.Control, EnvelopeMarks.None, viewer, _number, 0), body);
        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => _cipher.Dispose();
}

/// <summary>One direction of the control channel with one viewer, receiving: every envelope once and in order, or none.</summary>
/// <param name="key">Of this direction, from the <see cref="KeySchedule"/>.</param>
/// <param name="viewer">The viewer at the other end, or that this is.</param>
public sealed class ControlOpener(ReadOnlySpan<byte> key, uint viewer) : IDisposable
{
    private readonly EnvelopeCipher _cipher = new(key);
    private ulong _number;

    /// <summary>The number of the last envelope that was opened; 0 before the first.</summary>
    public ulong Number => _number;

    /// <summary>Opens the next envelope.</summary>
    /// <param name="envelope">As received.</param>
    /// <param name="body">The message; empty where there is a fault.</param>
    /// <returns>Null, or what is wrong: the session ends with that name.</returns>
    public SealingFault? Open(ReadOnlySpan<byte> envelope, out byte[] body)
    {
        body = [];
        if (EnvelopeCipher.CheckForm(envelope, EnvelopeChannel.Control, viewer, out var header) is { } fault)
        {
            return fault;
        }

        if (_cipher.Open(header, envelope) is not { } opened)
        {
            return SealingFault.Forged;
        }

        if (header.Number != _number + 1)
        {
            return header.Number <= _number ? SealingFault.Replayed : SealingFault.OutOfOrder;
        }

        _number = header.Number;
        body = opened;
        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => _cipher.Dispose();
}
