using System.Net;
using System.Net.Sockets;
using RemoteAssist.Benchmarks.Page;
using RemoteAssist.Benchmarks.Sealing;
using RemoteAssist.Benchmarks.Stage;
using RemoteAssist.Tests.Support;

namespace RemoteAssist.Benchmarks.Limits;

/// <summary>What this machine can do at all: below these nobody comes. Medians.</summary>
/// <param name="FetchMs">A whole screen of 1920×1080 through shared memory.</param>
/// <param name="CompareMs">Two equal screens compared byte by byte.</param>
/// <param name="LoopbackMicroseconds">One byte there and back over TCP on this machine.</param>
internal sealed record MachineLimits(double FetchMs, double CompareMs, double LoopbackMicroseconds)
{
    private const int Tries = 60;

    public static async Task<MachineLimits> Measure(TimeProvider clock)
    {
        await using var screen = await VirtualScreen.Start();
        using var eye = new ScreenEye(screen.Display, Layout.ScreenWidth, Layout.ScreenHeight);
        var (one, other) = (new byte[Layout.ScreenWidth * Layout.ScreenHeight * 4], new byte[Layout.ScreenWidth * Layout.ScreenHeight * 4]);
        return new MachineLimits(
            Median(() => eye.Fetch(0, 0), clock),
            Median(
                () =>
                {
                    if (!one.AsSpan().SequenceEqual(other))
                    {
                        throw new InvalidOperationException("Two black screens differ.");
                    }
                },
                clock),
            Loopback(clock));
    }

    private static double Loopback(TimeProvider clock)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var near = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        near.Connect(listener.LocalEndpoint);
        using var far = listener.AcceptSocket();
        far.NoDelay = true;
        var echo = new Thread(() =>
        {
            var there = new byte[1];
            while (far.Receive(there) == 1)
            {
                far.Send(there);
            }
        });
        echo.Start();
        var word = new byte[1];
        var median = Median(
            () =>
            {
                near.Send(word);
                near.Receive(word);
            },
            clock);
        near.Shutdown(SocketShutdown.Both);
        echo.Join();
        return 1000 * median;
    }

    private static double Median(Action work, TimeProvider clock)
    {
        var times = new List<double>();
        for (var i = 0; i < Tries; i++)
        {
            var before = clock.GetTimestamp();
            work();
            times.Add(clock.GetElapsedTime(before).TotalMilliseconds);
        }

        return Figures.Quantile(times.Skip(Tries / 6).ToList(), 0.5);
    }
}
