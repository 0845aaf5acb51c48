using System.Text.Json.Serialization;
using RemoteAssist.Benchmarks.Line;

namespace RemoteAssist.Benchmarks.Sealing;

/// <summary>One scrolling of the page under one composition.</summary>
internal sealed record Round
{
    public required Composition Composition { get; init; }

    /// <summary>Steps drawn; each is shown by its own picture or a later one.</summary>
    public required int Steps { get; init; }

    /// <summary>Steps that had a picture of their own.</summary>
    public required int StepsShown { get; init; }

    public required uint Frames { get; init; }

    /// <summary>Bytes of envelopes.</summary>
    public required long Bytes { get; init; }

    /// <summary>CPU of the sending process, user and system, for each step drawn.</summary>
    public required double CpuMsPerStep { get; init; }

    /// <summary>The same in per cent of one core.</summary>
    public required double CpuPercentOfCore { get; init; }

    /// <summary>From just before a step is drawn to a decoded picture that shows it.</summary>
    public required double DelayMedianMs { get; init; }

    public required double DelayP95Ms { get; init; }

    /// <summary>Time in step 4 alone, for each frame.</summary>
    public required double ClosingMsPerFrame { get; init; }

    /// <summary>Time in step 8 alone, for each frame.</summary>
    public required double OpeningMsPerFrame { get; init; }

    /// <summary>Pictures whose two markers disagreed.</summary>
    public required int Torn { get; init; }

    /// <summary>Whether the last picture received was the screen, pixel by pixel.</summary>
    public required bool PictureIsTrue { get; init; }

    /// <summary>CPU of the machine used by others meanwhile, in per cent of one core.</summary>
    public required double ForeignPercent { get; init; }

    /// <summary>The delay of every step.</summary>
    [JsonIgnore]
    public IReadOnlyList<double> DelaysMs { get; init; } = [];
}
