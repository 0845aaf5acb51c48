using System.Security.Cryptography;
using RemoteAssist.Shared.Sealing;

namespace RemoteAssist.Shared.Tests.Sealing;

/// <summary>A clock that stands still until it is moved.</summary>
internal sealed class StillClock : TimeProvider
{
    private TimeSpan _passed;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _passed.Ticks;

    public void Pass(TimeSpan time) => _passed += time;
}

/// <summary>The same "random" values every time: bytes and scalars are hashes of a seed and a count.</summary>
internal sealed class FixedRandom(string seed) : ISealingRandom
{
    private int _drawn;

    public byte[] Bytes(int count) => count == 0 ? [] : KeySchedule.Hkdf(Next(), [], [], count);

    public P256Scalar Scalar() => P256Scalar.From(ScalarBytes());

    /// <summary>Below the order of the curve, since the first byte is zero.</summary>
    public byte[] ScalarBytes()
    {
        var number = KeySchedule.Hkdf(Next(), [], [], 32);
        number[0] = 0;
        return number;
    }

    private byte[] Next() => SHA256.HashData(System.Text.Encoding.ASCII.GetBytes($"{seed} {_drawn++}"));
}

/// <summary>Arbitrary values, and an exchange that went well.</summary>
internal static class Some
{
    public const string Nameplate = "4829";
    public const string Secret = "130675";
    public const ushort Version = 2;

    public static readonly Guid Session = Guid.Parse("0198a1b2-c3d4-7e5f-8091-a2b3c4d5e6f7");
    public static readonly ExchangeContext Context = new(Version, Session, Viewer: 1);
    public static readonly byte[] AgentCodecs = [1, 2];
    public static readonly byte[] ViewerCodecs = [1, 2, 3];

    public static AgentHandshake Agent(
        string secret = Secret, string nameplate = Nameplate, ExchangeContext? context = null, TimeProvider? clock = null, ISealingRandom? random = null) =>
        new(context ?? Context, nameplate, secret, AgentCodecs, clock ?? new StillClock(), random ?? PlatformRandom.Instance);

    public static ViewerHandshake Viewer(
        CodeKeeper keeper, string nameplate = Nameplate, ExchangeContext? context = null, TimeProvider? clock = null, ISealingRandom? random = null) =>
        keeper.Begin(
            context ?? Context, nameplate, ViewerCodecs, clock ?? new StillClock(), random ?? PlatformRandom.Instance, out _)
        ?? throw new InvalidOperationException("The keeper refuses.");

    /// <summary>Both ends after a good exchange.</summary>
    public static (Agreement Agent, Agreement Viewer) Agreed(ExchangeContext? context = null)
    {
        using var agent = Agent(context: context);
        var viewer = Viewer(new CodeKeeper(Secret), context: context);
        var share = viewer.Receive(agent.Begin());
        var confirm = agent.Receive(share.Reply!);
        var answer = viewer.Receive(confirm.Reply!);
        var end = agent.Receive(answer.Reply!);
        return (end.Agreement!, answer.Agreement!);
    }

    /// <summary>Both ends after a good resumption.</summary>
    public static (Agreement Agent, Agreement Viewer) Resumed(ResumptionSecret atAgent, ResumptionSecret atViewer, ExchangeContext context)
    {
        using var agent = new AgentResumption(context, [atAgent], AgentCodecs, new StillClock(), PlatformRandom.Instance);
        var viewer = new ViewerResumption(context, atViewer, ViewerCodecs, new StillClock(), PlatformRandom.Instance);
        var share = viewer.Receive(agent.Begin());
        var end = agent.Receive(share.Reply!);
        return (end.Agreement!, viewer.Receive(end.Reply!).Agreement!);
    }

    /// <summary>Every array that differs from this one in exactly one bit.</summary>
    public static IEnumerable<byte[]> OneBitOff(byte[] bytes)
    {
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            var flipped = (byte[])bytes.Clone();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            yield return flipped;
        }
    }
}
