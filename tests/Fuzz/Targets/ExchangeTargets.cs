using System.Security.Cryptography;
using RemoteAssist.Shared.Input;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Fuzz.Targets;

/// <summary>
/// The exchange, from each of its four ends, and what is signed. An end that agrees must have heard exactly what the
/// other end said.
/// </summary>
internal static class ExchangeTargets
{
    private const string Nameplate = "4829";
    private const string Code = "130675";

    // Points of a curve are computed with: about a thousand times as slow as reading a message.
    private const double Slow = 0.002;

    private static readonly byte[] Codecs = [1, 3, 4];
    private static readonly ExchangeContext Context = new(HubContract.ProtocolVersion, Guid.Parse("0198a1b2-c3d4-7e5f-8091-a2b3c4d5e6f7"), Viewer: 1);

    private static readonly System.Text.Json.Nodes.JsonNode Signed = Vectors.Read("sealing.json")["statement"]!;
    private static readonly AskingStatement Asked = AskingStatement.Read(Vectors.Hex(Signed["bytes"]!))!;

    // Made once: a signature is another one each time. The key was thrown away.
    private const string UseKey =
        "3059301306072a8648ce3d020106082a8648ce3d03010703420004af697e966f7d90d3802425798234833ad7f421"
        + "79995846cd40f776b925d8590d8e0e2bcd527a1059c5c0ebffac38e3c03042435653b094343aab447170e4f6c7";

    private const string UseSignature =
        "ae2fb00bf4ec366f4b0c75e3636f62fc22fb2b66562708565e1b123d366f6ac7"
        + "fe15d7ef3248f9a72922a9b39a9dbebc770eabc3646264e78e2e8c17fd70595c";

    private static readonly Lazy<(byte[] ToAgent, byte[] ToViewer)> Joined = new(() => Play(Agent(), Viewer()));
    private static readonly Lazy<(byte[] ToAgent, byte[] ToViewer)> Resumed = new(() => Play(AgentAgain(), ViewerAgain()));

    public static IReadOnlyList<Target> List { get; } =
    [
        new Target(
            "exchange-message",
            ["ExchangeMessage.Read", "SessionKey.MarkIn", "Hello.Read"],
            () => [.. Messages(Joined.Value.ToAgent), .. Messages(Joined.Value.ToViewer), .. Messages(Resumed.Value.ToAgent), .. Messages(Resumed.Value.ToViewer), CodeKeeper.Refusal(ExchangeFault.Busy)],
            () => ReadMessage),
        new Target("hello", ["Hello.Read"], () => [new Hello(HubContract.ProtocolVersion, Codecs, new byte[Hello.SaltBytes]).ToBytes()], () => input =>
            Hello.Read(input) is { } hello && Same(hello.ToBytes(), input)),
        End("exchange-agent", () => Joined.Value.ToAgent, Agent, ["AgentHandshake.Receive", "P256Point.IsValid"]),
        End("exchange-viewer", () => Joined.Value.ToViewer, Viewer, ["ViewerHandshake.Receive", "P256Point.IsValid"]),
        End("resumption-agent", () => Resumed.Value.ToAgent, AgentAgain, ["AgentResumption.Receive", "P256Point.IsValid"]),
        End("resumption-viewer", () => Resumed.Value.ToViewer, ViewerAgain, ["ViewerResumption.Receive", "P256Point.IsValid"]),
        new Target("asking-statement", ["AskingStatement.Read"], () => [Vectors.Hex(Signed["bytes"]!)], () => input =>
            AskingStatement.Read(input) is { } read && Same(read.ToBytes(), input)),
        new Target(
            "signed-asking",
            ["AskingStatement.Verify"],
            () => [Pieces.Join(Vectors.Hex(Signed["bytes"]!), Vectors.Hex(Signed["signature"]!), Vectors.Hex(Signed["publicKey"]!))],
            () => Verify) { Share = 10 * Slow },
        new Target(
            "signed-use",
            ["UseStatement.IsSigned"],
            () => [Pieces.Join(Convert.FromHexString(UseKey), Convert.FromHexString(UseSignature))],
            () => IsSigned) { Share = 10 * Slow },
    ];

    private static AgentHandshake Agent() => new(Context, Nameplate, Code, Codecs, TimeProvider.System, new FixedRandom("agent"));

    private static ViewerHandshake Viewer() =>
        new CodeKeeper(Code).Begin(Context, Nameplate, Codecs, TimeProvider.System, new FixedRandom("viewer"), out _)!;

    private static AgentResumption AgentAgain() => new(Context, [Secret()], Codecs, TimeProvider.System, new FixedRandom("agent again"));

    private static ViewerResumption ViewerAgain() => new(Context, Secret(), Codecs, TimeProvider.System, new FixedRandom("viewer again"));

    private static ResumptionSecret Secret() => ResumptionSecret.OfIntroduction([.. Enumerable.Range(1, KeySchedule.KeySize).Select(i => (byte)i)]);

    private static Target End(string name, Func<byte[]> heard, Func<Exchange> make, string[] parsers) =>
        new(name, parsers, () => [heard()], () => input => Hear(make(), input, heard())) { Share = Slow };

    private static (byte[] ToAgent, byte[] ToViewer) Play(Exchange agent, Exchange viewer)
    {
        var (toAgent, toViewer) = (new List<byte[]>(), new List<byte[]>());
        var said = agent is AgentHandshake first ? first.Begin() : ((AgentResumption)agent).Begin();
        while (true)
        {
            toViewer.Add(said);
            if (viewer.Receive(said).Reply is not { } reply)
            {
                break;
            }

            toAgent.Add(reply);
            if (agent.Receive(reply).Reply is not { } next)
            {
                break;
            }

            said = next;
        }

        return (Pieces.Join(toAgent), Pieces.Join(toViewer));
    }

    private static bool Hear(Exchange end, ReadOnlySpan<byte> input, ReadOnlySpan<byte> good)
    {
        if (end is AgentHandshake agent)
        {
            agent.Begin();
        }

        var agreed = false;
        var whole = input;
        while (Pieces.TryTake(ref input, out var message))
        {
            agreed |= end.Receive(message).Agreement is not null;
        }

        end.GiveUp();

        // What comes after the end does not count; the very same messages may be cut into pieces in one way only.
        return !agreed || whole.StartsWith(good) || Again(whole, good)
            ? agreed
            : throw new BrokenPromiseException("It agreed, and the other end had said something else.");
    }

    // The last message may claim to be longer than what is there.
    private static bool Again(ReadOnlySpan<byte> input, ReadOnlySpan<byte> good)
    {
        while (Pieces.TryTake(ref good, out var wanted))
        {
            if (!Pieces.TryTake(ref input, out var heard) || !heard.SequenceEqual(wanted))
            {
                return false;
            }
        }

        return true;
    }

    private static List<byte[]> Messages(ReadOnlySpan<byte> joined)
    {
        var messages = new List<byte[]>();
        while (Pieces.TryTake(ref joined, out var message))
        {
            messages.Add(message.ToArray());
        }

        return messages;
    }

    private static bool ReadMessage(ReadOnlySpan<byte> input)
    {
        SessionKey.MarkIn(input);
        return ExchangeMessage.Read(input, out _) is { } message && Same(message.ToBytes(), input);
    }

    private static bool Verify(ReadOnlySpan<byte> input)
    {
        var statement = Pieces.Take(ref input);
        var signature = Pieces.Take(ref input);
        var key = Pieces.Take(ref input);
        return AskingStatement.Verify(statement, signature, key, Asked.Session, Asked.TranscriptHash, Asked.Issued, out _) is null;
    }

    private static bool IsSigned(ReadOnlySpan<byte> input)
    {
        var key = Pieces.Take(ref input).ToArray();
        var signature = Pieces.Take(ref input).ToArray();
        var report = new UseReport(1, 1, UseStep.Opened, DateTimeOffset.UnixEpoch, InputCounts.None, key, signature);
        SessionKey.MarkOf(key);
        return UseStatement.IsSigned(Guid.Empty, new byte[SHA256.HashSizeInBytes], report);
    }

    private static bool Same(ReadOnlySpan<byte> written, ReadOnlySpan<byte> input) => written.SequenceEqual(input)
        ? true
        : throw new BrokenPromiseException("What was read is written otherwise.");
}
