using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace RemoteAssist.Benchmarks.Codecs;

/// <summary>
/// Measures codecs and the compare: <c>dotnet run -c Release --project tests/Benchmarks -- codecs</c>, with <c>--filter</c>
/// and all else that BenchmarkDotNet understands behind it. The results also go to the folder of <c>--artifacts</c>.
/// </summary>
internal static class CodecBenchmarks
{
    /// <summary>Runs those that the words ask for; all where they say nothing.</summary>
    public static int Run(string[] words)
    {
        // In this process: the project that would be made otherwise would know nothing of the build's settings.
        var config = ManualConfig.Create(DefaultConfig.Instance)
            .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
        Type[] all = [typeof(LosslessBenchmarks), typeof(ColoursBenchmarks), typeof(CompareBenchmarks)];
        var summaries = BenchmarkSwitcher.FromTypes(all).Run(words.Length == 0 ? ["--filter", "*"] : words, config);
        return summaries.Any(summary => summary.HasCriticalValidationErrors) ? 1 : 0;
    }
}
