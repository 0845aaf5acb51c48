using System.Buffers;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;
using RemoteAssist.Agent.Consent;
using RemoteAssist.Shared.Diagnostics;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Fuzz.Targets;

/// <summary>
/// The hub's protocol as the Relay and the Agent set it up, with their own methods, and what each end does with arguments
/// before it looks at its state. A message that is refused throws <see cref="InvalidDataException"/>, as SignalR demands;
/// one whose arguments do not fit is a binding failure.
/// </summary>
internal static class HubTargets
{
    private const string Parser = "MessagePackHubProtocol.TryParseMessage";

    // As in Program.cs of the Relay.
    private static readonly IHubProtocol Protocol = MakeProtocol();

    public static IReadOnlyList<Target> List { get; } =
    [
        Of("hub-relay", HubMethods.OfRelay, input => Framed(input)),
        Of("hub-agent", HubMethods.OfAgent, input => Framed(input)),
        Of("hub-stream", HubMethods.OfRelay, InPieces) with
        {
            MakeSeeds = () => [.. Vectors.Hex(Vectors.Read("hub-protocol.json"), "bytes"), [.. Messages(HubMethods.OfRelay).SelectMany(Bytes)]],
        },
    ];

    private static Target Of(string name, HubMethods methods, Func<byte[], ReadOnlySequence<byte>> arriving) => new(
        name,
        [Parser, "ComputerReport.Read", "SessionKey.MarkIn", "EnvelopeHeader.TryRead", "AskingStatement.Read"],
        () => [.. Messages(methods).Select(message => Bytes(message)[LengthOf(Bytes(message))..])],
        () => input => Read(arriving(input.ToArray()), methods));

    private static bool Read(ReadOnlySequence<byte> input, HubMethods methods)
    {
        var taken = false;
        try
        {
            while (Protocol.TryParseMessage(ref input, methods, out var message))
            {
                taken |= message is not (InvocationBindingFailureMessage or StreamBindingFailureMessage);
                if (message is InvocationMessage or StreamItemMessage)
                {
                    Same(message, methods);
                }

                Use(message);
            }
        }
        catch (InvalidDataException)
        {
            return false;
        }

        return taken;
    }

    private static void Same(HubMessage message, HubMethods methods)
    {
        var written = Bytes(message);
        var again = new ReadOnlySequence<byte>(written);
        if (!Protocol.TryParseMessage(ref again, methods, out var second) || !Bytes(second).AsSpan().SequenceEqual(written))
        {
            throw new BrokenPromiseException("What was read is written and read as something else.");
        }
    }

    private static void Use(HubMessage message)
    {
        foreach (var argument in message is InvocationMessage call ? call.Arguments : [])
        {
            switch (argument)
            {
                case byte[] bytes:
                    ComputerReport.Read(bytes);
                    SessionKey.MarkIn(bytes);
                    EnvelopeHeader.TryRead(bytes, out _);
                    break;
                case SessionOffer offer when CheckedOffer.From(offer) is { } shown:
                    shown.IsOf(new AskingStatement(offer.Technician, offer.Organisation, offer.CaseNumber, offer.Session, [], default, default), DateTimeOffset.UnixEpoch);
                    break;
                case JoinRequest request:
                    PlainText.Clean(request.AgentVersion);
                    PlainText.Clean(request.Platform);
                    break;
                case RatingRequest { Sentence: { } sentence }:
                    PlainText.Clean(sentence);
                    break;
                default:
                    break;
            }
        }
    }

    private static IEnumerable<HubMessage> Messages(HubMethods methods) =>
    [
        .. methods.Calls, PingMessage.Instance, new StreamItemMessage(HubMethods.Stream, new byte[] { 1, 2, 3 }),
        CompletionMessage.Empty(HubMethods.Waiting), CompletionMessage.WithError(HubMethods.Waiting, "no"),
        CompletionMessage.WithResult(HubMethods.Waiting, Sample.Of(typeof(JoinOutcome))),
        new CancelInvocationMessage(HubMethods.Waiting), new CloseMessage("over", allowReconnect: true), new AckMessage(7), new SequenceMessage(8),
        new StreamInvocationMessage(HubMethods.Stream, "Watch", [Guid.Empty]) { Headers = new Dictionary<string, string> { ["a"] = "b" } },
    ];

    private static byte[] Bytes(HubMessage message) => Protocol.GetMessageBytes(message).ToArray();

    private static int LengthOf(byte[] bytes) => Array.FindIndex(bytes, one => one <= 0x7f) + 1;

    private static ReadOnlySequence<byte> Framed(byte[] body) => new([.. Edges.Varint((ulong)body.Length), .. body]);

    // As it may come over the line: in pieces of 1, 2, 4 … bytes.
    private static ReadOnlySequence<byte> InPieces(byte[] bytes)
    {
        var first = new Segment(ReadOnlyMemory<byte>.Empty, 0);
        var last = first;
        for (int at = 0, size = 1; at < bytes.Length; at += size, size = Math.Min(2 * size, bytes.Length))
        {
            last = last.Append(bytes.AsMemory(at, Math.Min(size, bytes.Length - at)));
        }

        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private static IHubProtocol MakeProtocol()
    {
        var services = new ServiceCollection();
        services.AddSignalR().AddRemoteAssistProtocol();
        using var made = services.BuildServiceProvider();
        return made.GetServices<IHubProtocol>().Single(protocol => protocol.Name == "messagepack");
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, long before) => (Memory, RunningIndex) = (memory, before);

        public Segment Append(ReadOnlyMemory<byte> memory)
        {
            var next = new Segment(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
