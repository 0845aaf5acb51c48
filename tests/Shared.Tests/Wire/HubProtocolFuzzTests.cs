using System.Buffers;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace RemoteAssist.Shared.Tests.Wire;

/// <summary>Whatever happens to the bytes of a message, it is read, or refused, or its call is; and little is allocated.</summary>
public sealed class HubProtocolFuzzTests
{
    private const int Rounds = 200_000;
    private const int Seed = 20261121;

    // For a message of ours: its strings in UTF-16 and as JSON, the record, and an exception with its trace. The rest is slack.
    private const int AllocatedAtMost = 64 * 1024;
    private const int AllocatedPerByte = 64;

    // The first byte of every form that MessagePack has, and the edges between.
    private static readonly byte[] Telling =
    [
        0x00, 0x01, 0x7f, 0x80, 0x81, 0x8f, 0x90, 0x91, 0x9f, 0xa0, 0xa1, 0xbf, 0xc0, 0xc1, 0xc2, 0xc3, 0xc4, 0xc5, 0xc6, 0xc7, 0xc8, 0xc9,
        0xca, 0xcb, 0xcc, 0xcd, 0xce, 0xcf, 0xd0, 0xd1, 0xd2, 0xd3, 0xd4, 0xd5, 0xd6, 0xd7, 0xd8, 0xd9, 0xda, 0xdb, 0xdc, 0xdd, 0xde, 0xdf,
        0xe0, 0xff,
    ];

    private readonly HubVector[] _vectors = [.. HubVector.Every.Where(vector => vector.Bytes is not null)];
    private readonly Dictionary<string, int> _outcomes = new(StringComparer.Ordinal);

    [Fact]
    public void ABrokenMessageIsReadOrRefusedAndNothingElse()
    {
        var random = new Random(Seed);
        var bodies = _vectors.Select(vector => vector.OfficialBytes()).Select(bytes => bytes[LengthOf(bytes)..]).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            var which = random.Next(_vectors.Length);
            var body = bodies[which].ToList();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                Change(body, bodies, random);
            }

            // One in ten keeps a length that no longer fits.
            byte[] bytes = random.Next(10) == 0 ? [(byte)random.Next(256), .. body] : Malformed.Framed([.. body]);
            Read(bytes, _vectors[which], round);
        }

        // If one of these never came, the changes would be too gentle or too rough to prove anything.
        _outcomes.Keys.Should().Contain(
        [
            "refused", "waits", nameof(InvocationMessage), nameof(InvocationBindingFailureMessage), nameof(StreamItemMessage),
            nameof(StreamBindingFailureMessage), nameof(CompletionMessage), nameof(CloseMessage), nameof(PingMessage),
        ]);
        _outcomes.Values.Sum().Should().Be(Rounds);
    }

    private void Read(byte[] bytes, HubVector vector, int round)
    {
        var binder = vector.Binder();
        var input = round % 2 == 0 ? new ReadOnlySequence<byte>(bytes) : Some.InPieces(bytes, 3);
        var before = GC.GetAllocatedBytesForCurrentThread();
        string outcome;
        try
        {
            outcome = HubVector.Protocol.TryParseMessage(ref input, binder, out var message) ? message.GetType().Name : "waits";
        }
        catch (InvalidDataException)
        {
            outcome = "refused";
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"Round {round}, {vector.Name}, {Convert.ToHexString(bytes)}: {e.GetType().Name}", e);
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        if (allocated > AllocatedAtMost + AllocatedPerByte * (long)bytes.Length)
        {
            throw new InvalidOperationException($"Round {round}, {vector.Name}, {Convert.ToHexString(bytes)}: {allocated} bytes allocated.");
        }

        _outcomes[outcome] = _outcomes.GetValueOrDefault(outcome) + 1;
    }

    private static void Change(List<byte> body, byte[][] others, Random random)
    {
        var at = random.Next(body.Count + 1);
        switch (random.Next(7))
        {
            case 0 when at < body.Count:
                body[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when at < body.Count:
                body[at] = Telling[random.Next(Telling.Length)];
                break;
            case 2 when at < body.Count:
                body[at] = (byte)random.Next(256);
                break;
            case 3 when at < body.Count:
                body.RemoveRange(at, random.Next(1, body.Count - at + 1));
                break;
            case 4:
                body.Insert(at, Telling[random.Next(Telling.Length)]);
                break;
            case 5:
                // A length that is far too large, behind whatever stands here.
                body.InsertRange(at, [Telling[random.Next(Telling.Length)], 0x7f, 0xff, 0xff, 0xff]);
                break;
            default:
                var other = others[random.Next(others.Length)];
                var from = random.Next(other.Length);
                body.InsertRange(at, other[from..random.Next(from, other.Length)]);
                break;
        }
    }

    private static int LengthOf(byte[] bytes) => Array.FindIndex(bytes, b => b <= 0x7f) + 1;
}
