using System.Net;
using System.Net.Sockets;
using RemoteAssist.Benchmarks.Stage;
using RemoteAssist.Benchmarks.Workloads;

namespace RemoteAssist.Benchmarks.Tests;

public sealed class WorkloadTests
{
    [Theory]
    [InlineData("typing", 96)]
    [InlineData("scroll", 46)]
    [InlineData("drag", 360)]
    [InlineData("video", 200)]
    [InlineData("switch", 12)]
    [InlineData("idle", 24)]
    public void TwelveSecondsHoldSoManySteps(string name, int steps) => Workload.Named(name, 1).StepsIn(12).Should().Be(steps);

    [Fact]
    public void ScrollingIsByLinesTenTimesASecondAndThenByPagesTwiceASecond()
    {
        var scroll = Workload.Named("scroll", 1);

        scroll.DueAt(1, 46).Should().Be(0);
        scroll.DueAt(27, 46).Should().BeApproximately(2.6, 1e-9);
        scroll.DueAt(28, 46).Should().BeApproximately(2.7, 1e-9);
        scroll.DueAt(29, 46).Should().BeApproximately(3.2, 1e-9);
    }

    [Fact]
    public void ThePhotographIsTheSameAtEveryRunAndHasNoTwoPixelsAlikeForLong()
    {
        var (one, again, other) = (Photo.Take(160, 90, 1), Photo.Take(160, 90, 1), Photo.Take(160, 90, 2));

        again.Pixels.Should().Equal(one.Pixels);
        other.Pixels.Should().NotEqual(one.Pixels);
        one.Pixels.Zip(one.Pixels.Skip(1)).Count(pair => pair.First == pair.Second).Should().BeLessThan(one.Pixels.Length / 20);
    }

    [Fact]
    public void TheKernelCountsWhatComesFromAPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var near = new Socket(SocketType.Stream, ProtocolType.Tcp);
        near.Connect(listener.LocalEndpoint);
        using var far = listener.AcceptSocket();
        var wire = WireBytes.ToPort(((IPEndPoint)listener.LocalEndpoint).Port);

        far.Send(new byte[12_345]);
        var buffer = new byte[12_345];
        for (var received = 0; received < buffer.Length;)
        {
            received += near.Receive(buffer.AsSpan(received));
        }

        wire.Received.Should().Be(12_345);
    }

    [Fact]
    public void AProcessThatWorksHasUsedTime()
    {
        var before = ProcessCost.CpuMs(Environment.ProcessId);
        var began = TimeProvider.System.GetTimestamp();
        while (ProcessCost.CpuMs(Environment.ProcessId) <= before && TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(30))
        {
            // Nothing but work.
        }

        ProcessCost.CpuMs(Environment.ProcessId).Should().BeGreaterThan(before);
        FluentActions.Invoking(() => ProcessCost.CpuMs(int.MaxValue >> 4)).Should().Throw<InvalidOperationException>();
    }
}
