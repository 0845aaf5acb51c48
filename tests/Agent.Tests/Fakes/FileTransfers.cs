using System.Security.Cryptography;
using RemoteAssist.Shared.Transfers;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Tests.Fakes;

/// <summary>A technician's half of files, on a <see cref="Stage"/>.</summary>
internal static class FileTransfers
{
    /// <summary>How the Agent last said that a transfer stands; null where it said nothing.</summary>
    public static ControlMessage.TransferStands? Stands(this SealedViewer viewer, uint transfer) =>
        viewer.Heard.OfType<ControlMessage.TransferStands>().LastOrDefault(s => s.Transfer == transfer);

    /// <summary>How much of a file the Agent says that it has written.</summary>
    public static long Written(this SealedViewer viewer, uint transfer) =>
        viewer.Heard.OfType<ControlMessage.Received>().Where(r => r.FromAgent && r.Transfer == transfer).Select(r => r.Offset).DefaultIfEmpty().Max();

    /// <summary>The Agent says that it stands so.</summary>
    public static Task Becomes(this Stage stage, uint transfer, TransferState state) =>
        Eventually.Is(() => stage.Technician.Stands(transfer)?.State == state, $"transfer {transfer} is {state}");

    /// <summary>A file is announced and may come.</summary>
    public static async Task Announce(this Stage stage, uint transfer, string name, long size)
    {
        stage.Say(new ViewerCommand.SendFile(transfer, size, name));
        await stage.Becomes(transfer, TransferState.Open);
    }

    /// <summary>Sends a piece in chunks, each once what is on its way leaves room for it.</summary>
    public static async Task Chunks(this Stage stage, uint transfer, byte[] bytes, int from, int to)
    {
        for (var at = from; at < to; at += TransferLimits.ChunkBytes)
        {
            var end = Math.Min(to, at + TransferLimits.ChunkBytes);
            await Eventually.Is(() => end - stage.Technician.Written(transfer) <= TransferLimits.WindowBytes, "there is room");
            stage.Relay.Send(stage.Technician, new ControlMessage.Chunk(false, transfer, at, bytes[at..end]));
        }

        await Eventually.Is(() => stage.Technician.Written(transfer) == to, "it is written");
    }

    /// <summary>All of it was sent.</summary>
    public static void Finish(this Stage stage, uint transfer, byte[] bytes) =>
        stage.Say(new ViewerCommand.FinishFile(transfer, SHA256.HashData(bytes)));

    /// <summary>Takes what the customer gives, saying each time how much it has, up to a number of bytes.</summary>
    public static async Task<byte[]> Collect(this Stage stage, uint transfer, byte[] before, int upTo)
    {
        var got = new List<byte>(before);
        stage.Relay.Send(stage.Technician, new ControlMessage.Received(false, transfer, got.Count));
        while (got.Count < upTo)
        {
            ControlMessage.Chunk? next = null;
            await Eventually.Is(
                () =>
                {
                    // Where the line is full for a moment, it is tried again a moment later.
                    stage.Clock.Advance(TimeSpan.FromMilliseconds(10));
                    return (next = stage.Technician.Heard.OfType<ControlMessage.Chunk>()
                    .FirstOrDefault(c => c.FromAgent && c.Transfer == transfer && c.Offset == got.Count)) is not null;
                },
                "the next chunk comes");
            got.AddRange(next!.Data);
            stage.Relay.Send(stage.Technician, new ControlMessage.Received(false, transfer, got.Count));
        }

        return [.. got];
    }
}
