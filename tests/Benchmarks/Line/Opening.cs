using System.Net.Sockets;
using System.Security.Cryptography;
using RemoteAssist.Shared.Sealing;

namespace RemoteAssist.Benchmarks.Line;

/// <summary>How a round puts frames into envelopes.</summary>
internal enum Composition : byte
{
    /// <summary>Clear bytes behind the envelope's head.</summary>
    Clear,

    /// <summary>As the product seals.</summary>
    Sealed,
}

/// <summary>
/// What the sending end says first on a line: the composition and the content key. How a key gets across is not what
/// is measured here, so it goes in the clear.
/// </summary>
/// <param name="Composition">Of this line.</param>
/// <param name="Session">A made-up session.</param>
/// <param name="Key">A fresh one.</param>
internal sealed record Opening(Composition Composition, Guid Session, ContentKey Key)
{
    private const int SessionAt = 1;
    private const int KeyAt = SessionAt + 16;
    private const int Size = KeyAt + 37;

    /// <summary>A new line's.</summary>
    public static Opening Draw(Composition composition) => new(
        composition, new Guid(RandomNumberGenerator.GetBytes(16)), ContentKey.Draw(1, PlatformRandom.Instance));

    /// <summary>The sending end's step 4.</summary>
    public IClosing Closer() => Composition == Composition.Sealed ? new SealedClosing(Session, Key) : new ClearClosing();

    /// <summary>The receiving end's step 8.</summary>
    public IOpening Opener() => Composition == Composition.Sealed ? new SealedOpening(Session, Key) : new ClearOpening();

    public async Task Write(NetworkStream line)
    {
        var bytes = new byte[Size];
        bytes[0] = (byte)Composition;                        // 0      u8  composition
        Session.TryWriteBytes(bytes.AsSpan(SessionAt));      // 1..16  session
        Key.ToBytes().CopyTo(bytes, KeyAt);                  // 17..53 content key, as a control message
        await line.WriteAsync(bytes);
    }

    public static async Task<Opening> Read(NetworkStream line)
    {
        var bytes = new byte[Size];
        await line.ReadExactlyAsync(bytes);
        var key = ContentKey.Read(bytes.AsSpan(KeyAt)) ?? throw new InvalidDataException("The line does not begin with its key.");
        return new Opening((Composition)bytes[0], new Guid(bytes.AsSpan(SessionAt, 16)), key);
    }
}
