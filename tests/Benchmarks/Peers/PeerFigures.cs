using System.Text.Json;

namespace RemoteAssist.Benchmarks.Peers;

/// <summary>What another program needed for a workload, as its harness tells it.</summary>
internal sealed record PeerFigures
{
    public required string Peer { get; init; }

    public required string Workload { get; init; }

    /// <summary>Such as "tight-lossless"; "own" for a viewer with settings of its own.</summary>
    public required string Encoding { get; init; }

    public required int Steps { get; init; }

    public required long Bytes { get; init; }

    public required double ServerCpuMs { get; init; }

    public required double XCpuMs { get; init; }

    public required double DelayMedianMs { get; init; }

    public required double DelayP95Ms { get; init; }

    public required double StepsShownPercent { get; init; }

    public required int Torn { get; init; }

    /// <summary>Where it moves, the worse of two moments, dB; null where both were exact.</summary>
    public required double? MovingPsnr { get; init; }

    public required double FirstPictureMs { get; init; }

    public required double ForeignPercent { get; init; }

    /// <summary>Reads a row of the harness's results.</summary>
    /// <exception cref="InvalidDataException">The row says that the run failed.</exception>
    public static PeerFigures Read(string row)
    {
        using var document = JsonDocument.Parse(row);
        var said = document.RootElement;
        if (said.TryGetProperty("error", out var error))
        {
            throw new InvalidDataException($"{Text("peer")} could not be measured on {Text("workload")}: {error.GetString()}");
        }

        var steps = (int)Number("steps");
        var psnr = Number("psnr_moving_roi");
        return new PeerFigures
        {
            Peer = Text("peer"),
            Workload = Text("workload"),
            Encoding = Text("enc"),
            Steps = steps,
            Bytes = (long)Number("bytes"),
            ServerCpuMs = 1000 * Number("cpu_server"),
            XCpuMs = 1000 * Number("cpu_x"),
            DelayMedianMs = Number("lat_med"),
            DelayP95Ms = Number("lat_p95"),
            StepsShownPercent = 100 * Number("shown") / steps,
            Torn = (int)Number("torn"),
            MovingPsnr = psnr >= 99 ? null : psnr,
            FirstPictureMs = Number("first_ms"),
            ForeignPercent = Math.Max(0, 100 * Number("foreign_cpu") / Number("wall")),
        };

        string Text(string name) => said.GetProperty(name).GetString() ?? "";

        double Number(string name) => said.GetProperty(name).ValueKind == JsonValueKind.Number ? said.GetProperty(name).GetDouble() : double.NaN;
    }
}
