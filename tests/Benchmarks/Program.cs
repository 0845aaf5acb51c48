// Measures RemoteAssist. See scripts/bench.sh; the words other than options are the roles of its own processes.
using System.Globalization;
using RemoteAssist.Benchmarks;
using RemoteAssist.Benchmarks.Browser;
using RemoteAssist.Benchmarks.Codecs;
using RemoteAssist.Benchmarks.Line;
using RemoteAssist.Benchmarks.Lines;
using RemoteAssist.Benchmarks.Log;
using RemoteAssist.Benchmarks.Load;
using RemoteAssist.Benchmarks.Page;
using RemoteAssist.Benchmarks.Recordings;
using RemoteAssist.Benchmarks.Relay;
using RemoteAssist.Benchmarks.Reporting;
using RemoteAssist.Benchmarks.Runs;
using RemoteAssist.Benchmarks.Workloads;

var clock = TimeProvider.System;
return args switch
{
    ["draw", ..] when Commission.Read(args.AsSpan(1)) is { } commission => Artist.Run(commission),
    ["watch", var display, var x, var y, var endX, var endY, var every] =>
        Watcher.Run(display, Number(x), Number(y), Number(endX), Number(endY), double.Parse(every, CultureInfo.InvariantCulture)),
    ["scroll-page", var steps, var interval] => await ScrollingPage.Run(Number(steps), Number(interval), clock),
    ["send", var port] => await SendingEnd.Run(Number(port), clock),
    ["codecs", .. var words] => CodecBenchmarks.Run(words),
    ["receive"] => await ReceivingEnd.Run(clock),
    ["forward"] => await Forwarder.Run(),
    ["input"] => await new InputRun(clock, Say).Measure(20),
    ["log", .. var words] => await Log(words is [var entries] ? Number(entries) : 1_000_000),
    ["recording", .. var words] => await Recording(words is [var minutes] ? double.Parse(minutes, CultureInfo.InvariantCulture) : 60),
    ["relay"] => await Forwarding(quick: false),
    ["relay", "--quick"] => await Forwarding(quick: true),
    ["load"] => await Load(1_000),
    ["load", var sessions] => await Load(Number(sessions)),
    ["lines", var seconds] => await SlowLines(double.Parse(seconds, CultureInfo.InvariantCulture)),
    ["first", var sessions] => await FirstPictures(Number(sessions)),
    _ when Options.Read(args) is { Display: { } display } options => await new DisplayRun(clock, Say).Measure(display, options.Seconds, options.Json),
    _ when Options.Read(args) is { } options => await new WholeRun(options, clock, Say).Measure(),
    _ => Usage(),
};

static async Task<int> Forwarding(bool quick)
{
    RelayRun.Write(Console.Out, await RelayRun.Measure(quick));
    return 0;
}

static async Task<int> Log(int entries)
{
    var folder = Directory.CreateTempSubdirectory("bench-log-");
    try
    {
        return await new LogRun(folder.FullName, Say).Measure(entries);
    }
    finally
    {
        folder.Delete(recursive: true);
    }
}

async Task<int> Recording(double minutes)
{
    var figures = await new RecordingRun(clock, Say).Measure(TimeSpan.FromMinutes(minutes));
    figures.Write(Console.Out);
    return figures.Holds ? 0 : 1;
}

async Task<int> Load(int sessions)
{
    LoadFigures.Write(Console.Out, await new LoadRun(Say).Measure(sessions));
    return 0;
}

async Task<int> SlowLines(double seconds)
{
    Markdown.Lines(Console.Out, await new LinesRun(clock, Say).Measure(seconds));
    return 0;
}

async Task<int> FirstPictures(int sessions)
{
    var times = await new OwnRun(new Studio(null), clock, Say).FirstPictures(sessions);
    Console.WriteLine(string.Join(", ", times.Select(time => time.ToString("0", CultureInfo.InvariantCulture))));
    return 0;
}

static int Usage()
{
    Console.Error.WriteLine(
        "Usage: Benchmarks [--quick] [--lines] [--peers FOLDER] [--workloads A,B] [--seconds S] [--json FILE] | --display :N --seconds S [--json FILE] | relay [--quick] | input | recording [MINUTES] | log [N] | load [N] | lines S | first N | codecs …");
    return 2;
}

static void Say(string what) => Console.Error.WriteLine($"bench: {what}");

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
