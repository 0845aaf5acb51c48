using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RemoteAssist.Demo;

/// <summary>What a whole session showed. Every figure is measured in that run.</summary>
internal sealed record Report
{
    /// <summary>"granted" once the customer's click on Allow is in the log.</summary>
    public required string Consent { get; init; }

    /// <summary>From the Relay's start to its first healthy answer.</summary>
    public required double RelayReadyMs { get; init; }

    /// <summary>From the Agent's start to its window on the screen.</summary>
    public required double AgentWindowMs { get; init; }

    /// <summary>From the click on Allow to the first picture on the technician's canvas.</summary>
    public required double FirstPictureMs { get; init; }

    /// <summary>Pictures painted.</summary>
    public required int Frames { get; init; }

    /// <summary>Bytes of frame envelopes that the Relay forwarded.</summary>
    public required long Bytes { get; init; }

    /// <summary>From drawing on the customer's screen to painting on the technician's canvas, over all steps of the marker.</summary>
    public required double LatencyMedianMs { get; init; }

    public required double LatencyP95Ms { get; init; }

    /// <summary>Steps of the marker that were drawn, and those whose picture (or a later one) was painted.</summary>
    public required int StepsDrawn { get; init; }

    public required int StepsPainted { get; init; }

    public required int PixelsCompared { get; init; }

    public required int PixelsDiffering { get; init; }

    /// <summary>Pixels under the Agent's own windows, which are never sent; left out of the comparison.</summary>
    public required int PixelsMasked { get; init; }

    /// <summary>Entries in the log.</summary>
    public required int Entries { get; init; }

    public required bool LogVerified { get; init; }

    public required string EndReason { get; init; }

    public required Durations Seconds { get; init; }

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.Strict,
    };

    /// <summary>Writes the report for programs.</summary>
    public void Save(string path) => File.WriteAllText(path, JsonSerializer.Serialize(this, Json) + "\n");

    /// <summary>Writes the report for people.</summary>
    public void Print(TextWriter to)
    {
        var compared = 100.0 * PixelsCompared / (PixelsCompared + PixelsMasked);
        to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""

            A whole session
              consent           {Consent}
              start             Relay answers after {RelayReadyMs:0} ms, the Agent's window is there after {AgentWindowMs:0} ms
              first picture     {FirstPictureMs:0} ms after Allow
              frames            {Frames} painted, {Bytes / 1024.0:0} KiB
              delay             median {LatencyMedianMs:0.0} ms, 95th percentile {LatencyP95Ms:0.0} ms, draw to painted ({StepsPainted} of {StepsDrawn} steps)
              picture           {PixelsDiffering} pixels differ of {PixelsCompared} compared ({compared:0.0} % of the screen; {PixelsMasked} under the Agent's own windows)
              ended             {EndReason}
              log               {Entries} entries, {(LogVerified ? "verified" : "NOT VERIFIED")}
              seconds           install {Seconds.Install:0.0}, build {Seconds.Build:0.0}, session {Seconds.Session:0.0}

            """));
    }
}

/// <summary>How long each part took, in seconds.</summary>
internal sealed record Durations(double Install, double Build, double Session);
