using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using RemoteAssist.Agent.Capture;
using RemoteAssist.Agent.Platform.X11;
using RemoteAssist.Agent.Platform.X11.Native;

namespace RemoteAssist.Benchmarks.Line;

/// <summary>What a round cost the sending end, from <c>begin</c> to <c>end</c>; without start and key frame.</summary>
internal sealed record Sent(double CpuMs, uint Frames, long Bytes, double ClosingMs);

/// <summary>
/// The process whose CPU is measured: the Agent's screen, capture loop and encoder, and a line. For each
/// composition named on standard input: connects, prints <c>ready</c> once the key frame is shown, measures from
/// <c>begin</c> to <c>end</c>, and prints a <see cref="Sent"/>.
/// </summary>
internal static class SendingEnd
{
    public static async Task<int> Run(int port, TimeProvider clock)
    {
        _ = Xlib.XInitThreads();
        XErrors.Install();
        while (await Console.In.ReadLineAsync() is { } word)
        {
            var sent = await Round(Enum.Parse<Composition>(word), port, clock);
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(sent));
        }

        return 0;
    }

    private static async Task<Sent> Round(Composition composition, int port, TimeProvider clock)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        var opening = Opening.Draw(composition);
        using (var stream = new NetworkStream(socket))
        {
            await opening.Write(stream);
        }

        using var closing = opening.Closer();
        var outlet = new LineOutlet(socket, closing, clock);
        var capture = new CaptureLoop(
            new X11ScreenSource(new OwnWindows()), outlet, clock, NullLogger.Instance,
            failed: static () => throw new InvalidOperationException("The screen could not be captured."));
        var upload = outlet.Upload();
        var painted = outlet.HearPainted(capture.Wake);
        await outlet.FirstPainted;
        await Console.Out.WriteLineAsync("ready");

        await Console.In.ReadLineAsync();
        var before = Figures(outlet);
        await Console.In.ReadLineAsync();
        var after = Figures(outlet);

        outlet.Close();
        capture.Stop();
        capture.WaitForEnd(TimeSpan.FromSeconds(5));
        await upload;
        await painted;
        return new Sent(
            after.CpuMs - before.CpuMs,
            after.Frames - before.Frames,
            after.Bytes - before.Bytes,
            after.ClosingMs - before.ClosingMs);
    }

    private static Sent Figures(LineOutlet outlet) => new(
        Environment.CpuUsage.TotalTime.TotalMilliseconds, outlet.Frames, outlet.Bytes, outlet.Closing.TotalMilliseconds);
}
