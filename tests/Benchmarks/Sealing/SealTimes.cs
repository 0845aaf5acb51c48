using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Benchmarks.Sealing;

/// <summary>Sealing one part: the product's sealer, and the platform's AES-256-GCM alone into memory that is there, which is the limit.</summary>
public class SealTimes
{
    private const int TagSize = 16;
    private const int NonceSize = 12;

    private readonly AesGcm aes = new(RandomNumberGenerator.GetBytes(32), TagSize);
    private readonly byte[] nonce = new byte[NonceSize];
    private readonly byte[] tag = new byte[TagSize];
    private readonly byte[] head = new byte[EnvelopeHeader.Size + 4];
    private FrameSealer sealer = null!;
    private byte[] part = [];
    private byte[] target = [];
    private uint key;

    [Params(1, 16, 64, 512)]
    public int KiB { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        part = RandomNumberGenerator.GetBytes(KiB * 1024);
        target = new byte[part.Length];
        sealer = new FrameSealer(HubContract.ProtocolVersion, Guid.Empty);
    }

    [GlobalCleanup]
    public void Clean() => sealer.Dispose();

    [Benchmark]
    public byte[] FrameSealer()
    {
        // A key seals 2^24 envelopes; the smallest parts reach that here.
        var renewed = sealer.Left == 0;
        if (renewed)
        {
            sealer.Renew(ContentKey.Draw(++key, PlatformRandom.Instance));
        }

        return sealer.Seal(renewed, epoch: key, part, out var envelope) is { } fault
            ? throw new InvalidOperationException($"A part could not be sealed: {fault}.")
            : envelope;
    }

    [Benchmark(Baseline = true)]
    public byte[] AesGcmAlone()
    {
        aes.Encrypt(nonce, part, target, tag, head);
        return target;
    }

    /// <summary>Measures all sizes.</summary>
    /// <param name="quick">Shorter iterations.</param>
    public static IReadOnlyList<SealTime> Measure(bool quick)
    {
        var artifacts = Directory.CreateTempSubdirectory("seal-times");
        try
        {
            // In this process: its settings are the Agent's, and nothing has to be built or fetched.
            var job = Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance)
                .WithIterationTime(TimeInterval.FromMilliseconds(quick ? 100 : 500));
            var config = ManualConfig.CreateEmpty().AddJob(job).AddLogger(NullLogger.Instance)
                .AddColumnProvider(BenchmarkDotNet.Columns.DefaultColumnProviders.Instance)
                .WithArtifactsPath(artifacts.FullName);
            var reports = BenchmarkRunner.Run<SealTimes>(config).Reports;
            return
            [
                .. reports.GroupBy(r => (int)r.BenchmarkCase.Parameters[nameof(KiB)]).OrderBy(g => g.Key).Select(g =>
                    new SealTime(g.Key, Microseconds(g, nameof(FrameSealer)), Microseconds(g, nameof(AesGcmAlone)))),
            ];
        }
        finally
        {
            artifacts.Delete(recursive: true);
        }
    }

    private static double Microseconds(IEnumerable<BenchmarkDotNet.Reports.BenchmarkReport> reports, string method) =>
        reports.Single(r => string.Equals(r.BenchmarkCase.Descriptor.WorkloadMethod.Name, method, StringComparison.Ordinal))
            .ResultStatistics!.Mean / 1000;
}

/// <summary>Means for one size of a part.</summary>
/// <param name="KiB">The part.</param>
/// <param name="SealerMicroseconds">The product's sealer.</param>
/// <param name="AesGcmMicroseconds">The platform's cipher alone.</param>
public sealed record SealTime(int KiB, double SealerMicroseconds, double AesGcmMicroseconds);
