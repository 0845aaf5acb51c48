using System.Globalization;
using RemoteAssist.Benchmarks.Sealing;

namespace RemoteAssist.Benchmarks.Recordings;

/// <summary>How long it took to go to a moment.</summary>
internal readonly record struct Seek(long At, double Ms);

/// <summary>One workload's turn. Milliseconds since the recording began.</summary>
/// <param name="RelayCpuMs">What the Relay used meanwhile, forwarding and recording.</param>
internal sealed record Turn(string Name, long From, long To, double RelayCpuMs)
{
    /// <summary>The same, counted from that moment.</summary>
    public Turn Since(long moment) => this with { From = From - moment, To = To - moment };
}

/// <summary>Pictures that were compared with what was decoded live.</summary>
internal sealed record Compared(string Name, bool AtRest, bool IsSame);

/// <summary>What a recording costs, and what its player does.</summary>
internal sealed record RecordingFigures
{
    /// <summary>Goals: ms of a seek, MB of the player.</summary>
    public const double MostSeekMs = 500, MostPlayerMb = 300;

    public required DateTimeOffset Date { get; init; }

    public required string Machine { get; init; }

    public required string Mix { get; init; }

    public required RecordedFile File { get; init; }

    public required double Minutes { get; init; }

    public required IReadOnlyList<Turn> Turns { get; init; }

    public required double RelayResidentMb { get; init; }

    /// <summary>From going to the page, and unlocking the key there, until the first picture is painted.</summary>
    public required double OpenMs { get; init; }

    /// <summary>From there until every chunk is checked and every seal was opened once.</summary>
    public required double SurveyedMs { get; init; }

    /// <summary>Right after the first picture, while the file is still being gone through.</summary>
    public required IReadOnlyList<Seek> Early { get; init; }

    /// <summary>Once it has been gone through.</summary>
    public required IReadOnlyList<Seek> Late { get; init; }

    public required double EmptyPageMb { get; init; }

    public required double PlayerMb { get; init; }

    public required IReadOnlyList<Compared> Pictures { get; init; }

    public required double ForeignPercent { get; init; }

    /// <summary>Whether all goals are met and every picture at rest was the one that was seen live.</summary>
    public bool Holds => Pictures.All(picture => picture.IsSame || !picture.AtRest)
        && Early.Concat(Late).All(seek => seek.Ms <= MostSeekMs) && PlayerMb <= MostPlayerMb;

    /// <summary>As Markdown.</summary>
    public void Write(TextWriter to)
    {
        var keyFrames = File.Parts.Where(part => part.StartsKeyFrame).Select(part => part.At).ToList();
        to.WriteLine(Text($"""
            ## Recordings

            {Date:yyyy-MM-dd HH:mm} UTC, {Machine}; {Minutes:0.0} minutes were recorded{(Minutes < 59 ? ", not an hour" : "")}: {Mix}.
            Others used {ForeignPercent:0} % of a core meanwhile.

            | | measured | asked |
            | --- | --- | --- |
            | size | {File.Bytes / 1e6:0.0} MB, {File.Bytes / 1e6 / Minutes * 60:0} MB an hour of this mix | |
            | whole pictures in it | {keyFrames.Count}, at most {Longest(keyFrames) / 1000.0:0} s apart | |
            | Relay, resident | {RelayResidentMb:0} MB | |
            | from going to the page, with its unlocking, to the first picture | {OpenMs:0} ms | |
            | until each seal was opened once, with 100 seeks meanwhile | {SurveyedMs / 1000:0.0} s | |
            | {Early.Count} seeks right after opening: median / p95 / most | {Quantiles(Early)} ms | ≤ 500 |
            | {Late.Count} seeks once all was gone through | {Quantiles(Late)} ms | ≤ 500 |
            | the page's process, resident, at its highest (an empty page) | {PlayerMb:0} MB ({EmptyPageMb:0} MB) | ≤ 300 |
            | pictures at rest that are the live viewer's, pixel by pixel | {Same(atRest: true)} | all |
            | pictures amid a workload, the same | {Same(atRest: false)} | |

            | workload | s | parts | MB an hour of it alone | Relay CPU, % of a core | seeks into it, early: median / most, ms | late: median / most, ms |
            | --- | --- | --- | --- | --- | --- | --- |
            """));
        foreach (var name in Turns.Select(turn => turn.Name).Distinct(StringComparer.Ordinal))
        {
            var turns = Turns.Where(turn => turn.Name == name).ToList();
            var parts = File.Parts.Where(part => turns.Any(turn => part.At >= turn.From && part.At < turn.To)).ToList();
            var seconds = turns.Sum(turn => turn.To - turn.From) / 1000.0;
            to.WriteLine(Text(
                $"| {name} | {seconds:0} | {parts.Count} | {parts.Sum(part => (long)part.Bytes) / seconds * 3600 / 1e6:0.0} | {turns.Sum(turn => turn.RelayCpuMs) / seconds / 10:0.0} | {Into(turns, Early)} | {Into(turns, Late)} |"));
        }

        foreach (var wrong in Pictures.Where(picture => !picture.IsSame).GroupBy(picture => (picture.Name, picture.AtRest)))
        {
            to.WriteLine(Text($"\n{wrong.Key.Name}{(wrong.Key.AtRest ? " at rest" : "")}: {wrong.Count()} pictures were others."));
        }
    }

    private double Longest(List<long> keyFrames) =>
        keyFrames.Append(File.Parts[^1].At).Zip(keyFrames.Prepend(0), (next, before) => next - before).Max();

    private string Same(bool atRest)
    {
        var some = Pictures.Where(picture => picture.AtRest == atRest).ToList();
        return Text($"{some.Count(picture => picture.IsSame)} of {some.Count}");
    }

    private static string Into(List<Turn> turns, IReadOnlyList<Seek> seeks)
    {
        var some = seeks.Where(seek => turns.Any(turn => seek.At >= turn.From && seek.At < turn.To)).Select(seek => seek.Ms).ToList();
        return some.Count == 0 ? "–" : Text($"{Figures.Quantile(some, 0.5):0} / {some.Max():0}");
    }

    private static string Quantiles(IReadOnlyList<Seek> seeks)
    {
        var all = seeks.Select(seek => seek.Ms).ToList();
        return Text($"{Figures.Quantile(all, 0.5):0} / {Figures.Quantile(all, 0.95):0} / {all.Max():0}");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
