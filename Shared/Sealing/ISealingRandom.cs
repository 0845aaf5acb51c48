using System.Security.Cryptography;

namespace RemoteAssist.Shared.Sealing;

/// <summary>Where an exchange takes what nobody may foresee.</summary>
public interface ISealingRandom
{
    /// <summary>Fresh random bytes.</summary>
    byte[] Bytes(int count);

    /// <summary>A fresh secret number.</summary>
    P256Scalar Scalar();
}

/// <summary>The platform's randomness.</summary>
public sealed class PlatformRandom : ISealingRandom
{
    /// <summary>The one that everybody uses.</summary>
    public static readonly PlatformRandom Instance = new();

    private PlatformRandom()
    {
    }

    /// <inheritdoc/>
    public byte[] Bytes(int count) => RandomNumberGenerator.GetBytes(count);

    /// <inheritdoc/>
    public P256Scalar Scalar() => P256Scalar.Draw();
}
