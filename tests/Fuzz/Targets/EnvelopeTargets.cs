using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Fuzz.Targets;

/// <summary>
/// Sealed envelopes, several in a row. Nothing may come out of an opener but what the other end sealed, and in its order.
/// </summary>
internal static class EnvelopeTargets
{
    private const ushort Version = HubContract.ProtocolVersion;
    private const int Sealed = 4;

    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly ContentKey Content = new(1, Key);

    public static IReadOnlyList<Target> List { get; } =
    [
        new Target("envelope-head", ["EnvelopeHeader.TryRead"], () => [ControlSeeds()[0], FrameSeeds()[0]], () => Head),
        new Target("envelope-control", ["ControlOpener.Open", "EnvelopeHeader.TryRead"], () => [Pieces.Join(ControlSeeds())], () => Control),
        new Target("envelope-frames", ["FrameOpener.Open", "EnvelopeHeader.TryRead"], () => [Pieces.Join(FrameSeeds())], () => Frames),
        new Target("envelope-seek-points", ["SeekOpener.Open", "EnvelopeHeader.TryRead"], () => [Pieces.Join(SeekSeeds())], () => SeekPoints),
        new Target("content-key", ["ContentKey.Read"], () => [Content.ToBytes()], () => input =>
            ContentKey.Read(input) is { } key && Same(key.ToBytes(), input)),
    ];

    private static byte[] Body(int number) => [.. Enumerable.Repeat((byte)number, 10 + number)];

    private static List<byte[]> ControlSeeds()
    {
        using var sealer = new ControlSealer(Key, viewer: 1);
        return [.. Enumerable.Range(1, Sealed).Select(i => sealer.Seal(Body(i), out var envelope) is null ? envelope : throw new InvalidOperationException())];
    }

    private static List<byte[]> FrameSeeds()
    {
        using var sealer = new FrameSealer(Version, Guid.Empty);
        sealer.Renew(Content);
        return
        [
            .. Enumerable.Range(1, Sealed).Select(i =>
                sealer.Seal(startsKeyFrame: i % 3 == 1, (uint)((i + 2) / 3), Body(i), out var envelope) is null ? envelope : throw new InvalidOperationException()),
        ];
    }

    private static List<byte[]> SeekSeeds()
    {
        using var sealer = new SeekSealer(Version, Guid.Empty);
        sealer.Renew(Content);
        return [.. Enumerable.Range(1, Sealed).Select(i => sealer.Seal(EnvelopeMarks.First, 1, Body(i))!)];
    }

    private static bool Head(ReadOnlySpan<byte> input)
    {
        if (!EnvelopeHeader.TryRead(input, out var head))
        {
            return false;
        }

        Span<byte> again = stackalloc byte[EnvelopeHeader.Size];
        head.Write(again);
        return Same(again, input[..EnvelopeHeader.Size]);
    }

    private static bool Control(ReadOnlySpan<byte> input)
    {
        using var opener = new ControlOpener(Key, viewer: 1);
        var opened = 0;
        while (Pieces.TryTake(ref input, out var envelope))
        {
            if (opener.Open(envelope, out var body) is null)
            {
                Same(body, Body(++opened));
            }
        }

        return opened > 0;
    }

    private static bool SeekPoints(ReadOnlySpan<byte> input)
    {
        using var opener = new SeekOpener(Version, Guid.Empty, Content);
        var opened = false;
        while (Pieces.TryTake(ref input, out var envelope))
        {
            if (opener.Open(envelope, out var body) is null)
            {
                opened = Same(body, Body(body.Length - 10));
            }
        }

        return opened;
    }

    private static bool Frames(ReadOnlySpan<byte> input)
    {
        using var opener = new FrameOpener(Version, Guid.Empty);
        opener.Add(Content);
        var last = 0;
        while (Pieces.TryTake(ref input, out var envelope))
        {
            if (opener.Open(envelope, out var body) is null)
            {
                // A gap is right before a key frame only.
                var number = body.Length - 10;
                if (number <= last || (number > last + 1 && number % 3 != 1))
                {
                    throw new BrokenPromiseException($"After frame {last} came {number}.");
                }

                Same(body, Body(last = number));
            }
        }

        return last > 0;
    }

    private static bool Same(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) =>
        a.SequenceEqual(b) ? true : throw new BrokenPromiseException("Something was read that nobody wrote.");
}
