namespace RemoteAssist.Benchmarks.Load;

/// <summary>One Relay under so many sessions at once, over some seconds.</summary>
/// <param name="Sessions">That were live from the beginning to the end, or were lost meanwhile.</param>
/// <param name="Lost">Sessions whose connection or end was lost.</param>
/// <param name="ResidentMb">Memory of the Relay in use, MB of 10^6 bytes.</param>
/// <param name="ResidentKbPerSession">What each session has added to an empty Relay's, kB.</param>
/// <param name="Cpu">Of the Relay, user and system, as a share of one core.</param>
/// <param name="CpuMsPerSession">The same for one session in one second, ms.</param>
/// <param name="PartsPerSecond">Parts of frames that arrived.</param>
/// <param name="MegabytesPerSecond">The same in MB of 10^6 bytes, without envelopes.</param>
/// <param name="P50">Forwarding delay of a part, from before it is sealed to after it is opened: ms in the middle.</param>
/// <param name="P95">95 of 100 took no longer.</param>
/// <param name="P99">99 of 100 took no longer.</param>
/// <param name="Late">The longest that a sender was behind its own beat, ms: above a beat, it is the driver that cannot follow.</param>
/// <param name="DriverCpu">Of both ends together, in their process, as a share of one core.</param>
/// <param name="JoinedPerSecond">Sessions that came to their first picture in a second, in the step up to here.</param>
internal sealed record LoadFigures(
    int Sessions,
    int Lost,
    double ResidentMb,
    double ResidentKbPerSession,
    double Cpu,
    double CpuMsPerSession,
    double PartsPerSecond,
    double MegabytesPerSecond,
    double P50,
    double P95,
    double P99,
    double Late,
    double DriverCpu,
    double JoinedPerSecond)
{
    /// <summary>The p95 above which a Relay counts as broken, ms.</summary>
    public const double MostP95 = 250;

    /// <summary>Whether this is more than the Relay bears.</summary>
    public bool IsBroken => Lost > 0 || P95 > MostP95;

    /// <summary>The figures as a table.</summary>
    public static void Write(TextWriter to, IReadOnlyList<LoadFigures> steps)
    {
        to.WriteLine("| sessions | lost | memory, MB | per session, kB | CPU, cores | per session, ms/s | parts/s | MB/s | p50, ms | p95 | p99 | driver late, ms | driver CPU, cores | joined/s |");
        to.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (var step in steps)
        {
            to.WriteLine(FormattableString.Invariant(
                $"| {step.Sessions} | {step.Lost} | {step.ResidentMb:F0} | {step.ResidentKbPerSession:F0} | {step.Cpu:F2} | {step.CpuMsPerSession:F2} | {step.PartsPerSecond:F0} | {step.MegabytesPerSecond:F1} | {step.P50:F1} | {step.P95:F1} | {step.P99:F1} | {step.Late:F0} | {step.DriverCpu:F2} | {step.JoinedPerSecond:F1} |"));
        }
    }
}
