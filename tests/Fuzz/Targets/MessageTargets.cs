using RemoteAssist.Shared.Diagnostics;
using RemoteAssist.Shared.Recordings;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Fuzz.Targets;

/// <summary>What lies in opened envelopes, and small things that come by other ways. What is read must be written and read as the same again.</summary>
internal static class MessageTargets
{
    private static readonly P256Scalar Auditor = new FixedRandom("auditor").Scalar();

    public static IReadOnlyList<Target> List { get; } =
    [
        new Target(
            "control-message",
            ["ControlMessage.Read", "TransferBytes.Read", "StandingBytes.Read", "MonitorBytes.Read", "ComputerReport.Read"],
            () =>
            [
                .. Of("messages"), .. Vectors.Read("frames.json")["control"]!.AsArray().Select(each => Vectors.Base64(each!["bytes"]!)),
            ],
            () => input => Same(ControlMessage.Read(input)?.ToBytes(), again => ControlMessage.Read(again)?.ToBytes())),
        new Target("command", ["ViewerCommand.Read", "InputEvent.ReadFrom", "Mark.ReadFrom"], () => [.. Of("commands")], () => input =>
            Same(ViewerCommand.Read(input)?.ToBytes(), again => ViewerCommand.Read(again)?.ToBytes())),
        new Target("computer-report", ["ComputerReport.Read"], () => [Report()], () => input =>
            Same(ComputerReport.Read(input)?.ToBytes(), again => ComputerReport.Read(again)?.ToBytes())),
        new Target("wrapped-key", ["WrappedKey.Read", "Hpke.Open"], () => [Wrapped()], () => Wraps),
        new Target(
            "agent-stamp",
            ["AgentStamp.Read"],
            () => [new AgentStamp(new Uri("https://relay.example/"), new string('a', 64)).ToBytes()!],
            () => input => AgentStamp.Read(input) is not null),
    ];

    private static IEnumerable<byte[]> Of(string list) =>
        new[] { "commands.json", "console.json" }.SelectMany(file => Vectors.Hex(Vectors.Read(file)[list]!, "bytes"));

    private static byte[] Report() => new ComputerReport(
        DateTimeOffset.UnixEpoch.AddYears(50),
        [.. Enum.GetValues<FactKind>().Select(kind => new ComputerFact(kind, $"名 {kind}", "12 GB"))]).ToBytes();

    private static byte[] Wrapped() =>
        WrappedKey.Wrap(new ContentKey(1, new byte[32]), Guid.Empty, P256Key.Of(Auditor.TimesBase()), new FixedRandom("share")).ToBytes();

    // One that is changed anywhere but in the auditor's name opens to nothing.
    private static bool Wraps(ReadOnlySpan<byte> input)
    {
        _ = WrappedKey.ReadAll(input);
        return WrappedKey.Read(input) is { } read && Same(read.ToBytes(), again => WrappedKey.Read(again)?.ToBytes())
            && read.Open(Auditor, Guid.Empty) is not null;
    }

    private static bool Same(byte[]? written, Func<byte[], byte[]?> again) => written is not null
        && (again(written)?.AsSpan().SequenceEqual(written) == true
            ? true
            : throw new BrokenPromiseException("What was read is written as something else."));
}
