using System.Buffers.Binary;
using System.Security.Cryptography;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Shared.Tests.Sealing;

/// <summary>
/// A long session of the product's own sealers that is cut and resumed again and again. Each envelope is opened twice:
/// by the product at the other end, and here, by plain AES-GCM under the key and the nonce that are counted. So a pair
/// that is counted is the pair that was used.
/// </summary>
[Trait("Promise", "12")]
public sealed class NonceTests
{
    [Fact]
    public void NoNonceComesTwiceUnderAKeyOverAThousandResumptions()
    {
        var messages = Tried.Count(1_000_000, smoke: 20_000);
        var resumptions = Tried.Count(1_000, smoke: 20);
        using var nonces = new Tried(12, "messages whose nonce is new under its key");
        using var keys = new Tried(12, "resumptions that change all three keys");
        var pairs = new Pairs();
        using var sealer = new FrameSealer(Some.Version, Some.Session);
        using var opener = new FrameOpener(Some.Version, Some.Session);
        var (agent, viewer) = Some.Agreed();
        for (var connection = 0; connection <= resumptions; connection++)
        {
            var number = 1 + (uint)connection;
            var context = Some.Context with { Viewer = number };
            var before = pairs.Keys;
            if (connection > 0)
            {
                (agent, viewer) = Some.Resumed(agent.Keys.Resumption, viewer.Keys.Resumption, context);
            }

            var content = ContentKey.Draw(number, PlatformRandom.Instance);
            sealer.Renew(content);
            opener.Add(content).Should().BeTrue();
            using var toViewer = new ControlLine(agent.Keys.ControlToViewer, viewer.Keys.ControlToViewer, number);
            using var toAgent = new ControlLine(viewer.Keys.ControlToAgent, agent.Keys.ControlToAgent, number);
            using var frames = new AesGcm(KeyOf(content), 16);
            var name = pairs.NameOf(KeyOf(content));
            var (down, up) = (pairs.NameOf(agent.Keys.ControlToViewer), pairs.NameOf(agent.Keys.ControlToAgent));

            var share = (messages / (resumptions + 1)) + (connection < messages % (resumptions + 1) ? 1 : 0);
            for (var i = 0; i < share; i++)
            {
                switch (i % 3)
                {
                    case 0:
                        var fault = sealer.Seal(startsKeyFrame: i == 0, number, [1], out var frame) ?? opener.Open(frame, out _);
                        nonces.Try(fault is null && pairs.Add(name, frames, frame, clear: EnvelopeHeader.Size + 4), $"frame {i} of {connection}: {fault}");
                        break;
                    case 1:
                        nonces.Try(toViewer.Carry(out var downward) && pairs.Add(down, toViewer.Plain, downward, EnvelopeHeader.Size), $"down {i} of {connection}");
                        break;
                    default:
                        nonces.Try(toAgent.Carry(out var upward) && pairs.Add(up, toAgent.Plain, upward, EnvelopeHeader.Size), $"up {i} of {connection}");
                        break;
                }
            }

            if (connection > 0)
            {
                keys.Try(pairs.Keys == before + 3, $"resumption {connection} has {pairs.Keys - before} new keys");
            }
        }

        pairs.Count.Should().Be(messages);
        nonces.MustHold();
        keys.MustHold();
    }

    [Fact]
    public void TheCountFindsANonceThatComesTwice()
    {
        var key = PlatformRandom.Instance.Bytes(KeySchedule.KeySize);
        using var plain = new AesGcm(key, 16);
        using var first = new ControlSealer(key, 1);
        using var again = new ControlSealer(key, 1); // what must never happen: a second sealer under the same key
        first.Seal([1], out var one);
        again.Seal([2], out var two);
        var pairs = new Pairs();
        pairs.Add(pairs.NameOf(key), plain, one, EnvelopeHeader.Size).Should().BeTrue();
        pairs.Add(pairs.NameOf(key), plain, two, EnvelopeHeader.Size).Should().BeFalse();
    }

    /// <summary>The key that a content key's frames are really under, derived here as SEALING.md has it.</summary>
    private static byte[] KeyOf(ContentKey content)
    {
        var id = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(id, content.Id);
        var everyViewer = new ExchangeContext(Some.Version, Some.Session, Viewer: 0);
        return KeySchedule.Hkdf(content.Secret, id, everyViewer.Label("frames agent to viewers"), KeySchedule.KeySize);
    }

    /// <summary>One direction of the control channel, both ends of it.</summary>
    private sealed class ControlLine(byte[] sealing, byte[] opening, uint viewer) : IDisposable
    {
        private readonly ControlSealer _sealer = new(sealing, viewer);
        private readonly ControlOpener _opener = new(opening, viewer);

        public AesGcm Plain { get; } = new(sealing, 16);

        public bool Carry(out byte[] envelope) =>
            _sealer.Seal([1], out envelope) is null && _opener.Open(envelope, out _) is null;

        public void Dispose()
        {
            _sealer.Dispose();
            _opener.Dispose();
            Plain.Dispose();
        }
    }

    /// <summary>Every pair of key and nonce that was used; keys by their bytes, so one that comes back has its old name.</summary>
    private sealed class Pairs
    {
        private readonly Dictionary<string, int> _names = new(StringComparer.Ordinal);
        private readonly HashSet<(int Key, ulong Number)> _seen = [];

        public int Keys => _names.Count;

        public int Count => _seen.Count;

        public int NameOf(byte[] key)
        {
            var hex = Vectors.Hex(key);
            _names.TryAdd(hex, _names.Count);
            return _names[hex];
        }

        /// <summary>Whether the envelope opens under this key with the nonce of its number, and the pair is new.</summary>
        public bool Add(int key, AesGcm plain, byte[] envelope, int clear)
        {
            var number = BinaryPrimitives.ReadUInt64LittleEndian(envelope.AsSpan(8));
            Span<byte> nonce = stackalloc byte[12];
            BinaryPrimitives.WriteUInt64LittleEndian(nonce[4..], number);
            Span<byte> body = stackalloc byte[envelope.Length - clear - 16];
            plain.Decrypt(nonce, envelope.AsSpan(clear, body.Length), envelope.AsSpan(envelope.Length - 16), body, envelope.AsSpan(0, clear));
            return _seen.Add((key, number));
        }
    }
}
