using System.Numerics;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Tests.Hostile;

/// <summary>Ways to alter bytes; each gives other bytes than it got. Layouts: SEALING.md and PROTOCOL.md.</summary>
internal static class Bend
{
    private const int Hash = 32;
    private const int Point = 65;
    private static readonly BigInteger Prime =
        BigInteger.Pow(2, 256) - BigInteger.Pow(2, 224) + BigInteger.Pow(2, 192) + BigInteger.Pow(2, 96) - 1;

    /// <summary>One bit is the other way round.</summary>
    public static byte[] Flip(byte[] bytes, Lcg dice)
    {
        var flipped = bytes.ToArray();
        var bit = dice.Next(bytes.Length * 8);
        flipped[bit / 8] ^= (byte)(1 << (bit % 8));
        return flipped;
    }

    /// <summary>Something is missing at the end.</summary>
    public static byte[] Cut(byte[] bytes, Lcg dice) => bytes[..dice.Next(bytes.Length)];

    /// <summary>Something stands behind it.</summary>
    public static byte[] Grow(byte[] bytes, Lcg dice) => [.. bytes, .. dice.Bytes(1 + dice.Next(40))];

    /// <summary>One field of an exchange message holds something else.</summary>
    public static byte[] Field(byte[] message, Lcg dice)
    {
        var fields = Fields(message);
        var (at, length) = fields[dice.Next(fields.Count)];
        var bent = message.ToArray();
        dice.Bytes(length).CopyTo(bent, at);
        return bent.AsSpan().SequenceEqual(message) ? Flip(message, dice) : bent;
    }

    /// <summary>The share is one of the Relay's own: a good point.</summary>
    public static byte[] OwnShare(byte[] message, Lcg dice)
    {
        using var scalar = P256Scalar.Draw();
        var bent = message.ToArray();
        scalar.TimesBase().CopyTo(bent, ShareAt(message));
        return bent;
    }

    /// <summary>The share is the other point with the same x: every product has the same x too.</summary>
    public static byte[] MirroredShare(byte[] message, Lcg dice)
    {
        var bent = message.ToArray();
        var y = bent.AsSpan(ShareAt(message) + 1 + Hash, Hash);
        var mirrored = (Prime - new BigInteger(y, isUnsigned: true, isBigEndian: true)).ToByteArray(isUnsigned: true, isBigEndian: true);
        y.Clear();
        mirrored.CopyTo(y[(Hash - mirrored.Length)..]);
        return bent;
    }

    /// <summary>A codec is left out, or all are, or one is put in.</summary>
    public static byte[] Codecs(byte[] message, Lcg dice)
    {
        var at = HelloAt(message);
        var hello = Hello.Read(message.AsSpan(at))!;
        byte[] codecs = dice.Next(3) switch
        {
            0 => [],
            1 => hello.Codecs[1..],
            _ => [.. hello.Codecs, (byte)(100 + dice.Next(100))],
        };
        return [.. message[..at], .. (hello with { Codecs = codecs }).ToBytes()];
    }

    /// <summary>Another version of the protocol, or of the layouts.</summary>
    public static byte[] Version(byte[] message, Lcg dice)
    {
        if (dice.Next(4) == 0)
        {
            return [message[0], (byte)(dice.Next(2) * (2 + dice.Next(200))), .. message[2..]];
        }

        var at = HelloAt(message);
        var hello = Hello.Read(message.AsSpan(at))!;
        var version = dice.Next(3) switch { 0 => 1, 1 => 0, _ => 3 + dice.Next(60_000) };
        return [.. message[..at], .. (hello with { ProtocolVersion = (ushort)version }).ToBytes()];
    }

    /// <summary>The head of an envelope says something else.</summary>
    public static byte[] Head(byte[] envelope, Lcg dice)
    {
        EnvelopeHeader.TryRead(envelope, out var head).Should().BeTrue();
        var bent = envelope.ToArray();
        var other = dice.Next(6) switch
        {
            0 => head with { Number = head.Number + 1 + (ulong)dice.Next(9) },
            1 => head with { Number = head.Number - 1 },
            2 => head with { Epoch = head.Epoch + 1 },
            3 => head with { Marks = head.Marks ^ EnvelopeMarks.KeyFrame },
            4 => head with { Viewer = head.Viewer + 1 + (uint)dice.Next(9) },
            _ => head with { Channel = head.Channel ^ EnvelopeChannel.Frames },
        };
        other.Write(bent);
        return bent;
    }

    /// <summary>A good head and nothing good behind it.</summary>
    public static byte[] Invented(byte[] envelope, Lcg dice) =>
        [.. envelope[..EnvelopeHeader.Size], .. dice.Bytes(Math.Max(20, envelope.Length - EnvelopeHeader.Size))];

    /// <summary>An envelope from elsewhere under the head that is waited for.</summary>
    public static byte[] Refitted(byte[] other, byte[] envelope)
    {
        var bent = other.ToArray();
        envelope.AsSpan(0, EnvelopeHeader.Size).CopyTo(bent);
        return bent;
    }

    private static int ShareAt(byte[] message) => message[0] == 1 ? 2 + Hash : 2;

    private static int HelloAt(byte[] message) => message[0] switch
    {
        1 => 2 + Hash + Point,
        2 => 2 + Point,
        17 => 2 + Point + 1 + (message[2 + Point] * ResumptionSecret.NameSize),
        _ => 2 + Point + ResumptionSecret.NameSize + Hash,
    };

    private static List<(int At, int Length)> Fields(byte[] message)
    {
        List<(int, int)> fields = message[0] switch
        {
            1 => [(2, Hash), (2 + Hash, Point)],
            2 => [(2, Point)],
            3 => [(2, Hash), (2 + Hash, Hash)],
            17 => [(2, Point), (3 + Point, ResumptionSecret.NameSize)],
            18 => [(2, Point), (2 + Point, ResumptionSecret.NameSize), (2 + Point + ResumptionSecret.NameSize, Hash)],
            _ => [(2, Hash)],
        };
        if (message[0] is 1 or 2 or 17 or 18)
        {
            fields.Add((message.Length - Hello.SaltBytes, Hello.SaltBytes));
        }

        return fields;
    }
}
