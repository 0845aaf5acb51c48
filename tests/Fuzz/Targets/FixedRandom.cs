using System.Security.Cryptography;
using System.Text;
using RemoteAssist.Shared.Sealing;

namespace RemoteAssist.Fuzz.Targets;

/// <summary>The same values every time: hashes of a name and a count.</summary>
internal sealed class FixedRandom(string name) : ISealingRandom
{
    private int drawn;

    public byte[] Bytes(int count) => KeySchedule.Hkdf(Next(), [], [], count);

    // Below the order of the curve, since the first byte is zero.
    public P256Scalar Scalar() => P256Scalar.From([0, .. Next().AsSpan(1)]);

    private byte[] Next() => SHA256.HashData(Encoding.ASCII.GetBytes($"{name} {drawn++}"));
}
