using RemoteAssist.Benchmarks.Peers;
using RemoteAssist.Benchmarks.Runs;

namespace RemoteAssist.Benchmarks.Tests;

public sealed class RatiosTests
{
    [Fact]
    public void TheGeometricMeanOfATenthAndTenIsOne() => Ratios.GeoMean([0.1, 10, 1]).Should().BeApproximately(1, 1e-12);

    [Fact]
    public void OursIsHeldAgainstTheLosslessPeerAndForTheFilmAgainstJpeg()
    {
        var ratios = Ratios.Of(
            [Ours("scroll", 40, psnr: null), Ours("video", 50, psnr: 36), Ours("switch", 30, psnr: null)],
            [Peer("scroll", "tight-lossless", 400, null), Peer("video", "tight-lossless", 900, null), Peer("video", "tight-q8", 100, 35), Peer("switch", "tight-lossless", 300, null)],
            page: null, relayCpuPerGb: 1.2);

        ratios.ScrollBytes.Should().BeApproximately(0.1, 1e-9);
        ratios.Workloads.Select(w => w.Bytes).Should().Equal([0.1, 0.5, 0.1], (a, b) => Math.Abs(a - b) < 1e-9);
        ratios.BytesGeoMean.Should().BeApproximately(Math.Pow(0.1 * 0.5 * 0.1, 1 / 3.0), 1e-9);
        ratios.DelayMedianMax.Should().Be(0.5);
        ratios.CpuMax.Should().Be(0.25);
        ratios.RelayCpuPerGb.Should().Be(1.2);
        ratios.Workloads.Should().OnlyContain(w => w.SameFidelity);
        double.IsNaN(ratios.DragBytes).Should().BeTrue("it was not measured");
    }

    [Fact]
    public void AWorsePictureThanThePeersIsSaid()
    {
        var ratios = Ratios.Of([Ours("video", 50, psnr: 34)], [Peer("video", "tight-q8", 100, 35)], page: null, relayCpuPerGb: null);

        ratios.Workloads.Single().SameFidelity.Should().BeFalse();
    }

    [Fact]
    public void StepsAfterTheFirstRoundAreHeldAgainstAStepOfThePeers()
    {
        var ratios = Ratios.Of(
            [Ours("switch", 100, psnr: null) with { BytesAgain = 20, StepsAgain = 4 }], [Peer("switch", "tight-lossless", 1000, null)], null, null);

        ratios.SwitchBytes.Should().BeApproximately(20 / 4.0 / (1000 / 10.0), 1e-9);
    }

    [Fact]
    public void ARowOfThePeersHarnessIsRead()
    {
        var row = """{"peer": "x0vncserver", "workload": "drag", "enc": "tight-lossless", "secs": 12.0, "steps": 360, "bytes": 13000000, "cpu_server": 1.7, "cpu_x": 0.2, "lat_med": 14.1, "lat_p95": 15.7, "shown": 350, "torn": 0, "psnr_moving_roi": 99.0, "first_ms": 37.0, "foreign_cpu": 0.6, "wall": 12.0}""";

        var read = PeerFigures.Read(row);

        read.ServerCpuMs.Should().BeApproximately(1700, 1e-9);
        read.MovingPsnr.Should().BeNull("99 stands for exact");
        read.ForeignPercent.Should().BeApproximately(5, 1e-9);
        FluentActions.Invoking(() => PeerFigures.Read("""{"peer": "novnc", "workload": "drag", "error": "AssertionError: port"}"""))
            .Should().Throw<InvalidDataException>().WithMessage("*AssertionError: port*");
    }

    private static WorkloadFigures Ours(string name, long bytes, double? psnr) => new()
    {
        Name = name,
        Seconds = 12,
        Steps = 10,
        Bytes = bytes / 2,
        BytesSettled = bytes,
        BytesAgain = 0,
        StepsAgain = 0,
        AgentCpuMs = 250,
        RelayCpuMs = 100,
        XCpuMs = 10,
        ViewerCpuMs = 100,
        DelayMedianMs = 5,
        DelayP95Ms = 6,
        DelayMaxMs = 7,
        StepsShownPercent = 100,
        StepsNever = 0,
        Frames = 10,
        Torn = 0,
        Moving = [new Fidelity(3, 0, 100, psnr)],
        Settled = new Fidelity(10, 0, 100, null),
        ForeignPercent = 0,
    };

    private static PeerFigures Peer(string workload, string encoding, long bytes, double? psnr) => new()
    {
        Peer = "x0vncserver",
        Workload = workload,
        Encoding = encoding,
        Steps = 10,
        Bytes = bytes,
        ServerCpuMs = 1000,
        XCpuMs = 10,
        DelayMedianMs = 10,
        DelayP95Ms = 12,
        StepsShownPercent = 100,
        Torn = 0,
        MovingPsnr = psnr,
        FirstPictureMs = 37,
        ForeignPercent = 0,
    };
}
