// Measures what parts of RemoteAssist cost. See scripts/bench.sh; the other words are the roles of its own processes.
using System.Globalization;
using RemoteAssist.Benchmarks;
using RemoteAssist.Benchmarks.Line;
using RemoteAssist.Benchmarks.Page;
using RemoteAssist.Benchmarks.Sealing;
using RemoteAssist.Benchmarks.Stage;

var clock = TimeProvider.System;
return args switch
{
    ["draw", var steps, var interval] => await ScrollingPage.Run(Number(steps), Number(interval), clock),
    ["send", var port] => await SendingEnd.Run(Number(port), clock),
    ["receive"] => await ReceivingEnd.Run(clock),
    _ when Options.Read(args) is { } options => await Measure(options),
    _ => Usage(),
};

async Task<int> Measure(Options options)
{
    var load = MachineTime.Load;
    var report = new Report
    {
        Date = clock.GetUtcNow(),
        Quick = options.Quick,
        Machine = Report.ThisMachine(),
        LoadBefore = load,
        Sealing = await SealingRun.Measure(options.Blocks, options.MostBlocks, options.Steps, clock),
        SealTimes = SealTimes.Measure(options.Quick),
    };
    report.Print(Console.Out);
    if (options.Json is { } path)
    {
        report.Save(path);
    }

    // Figures of a wrong picture are worth nothing.
    return report.Sealing.Rounds.All(r => r.PictureIsTrue) ? 0 : 1;
}

static int Usage()
{
    Console.Error.WriteLine("Usage: Benchmarks [--quick] [--json FILE]");
    return 2;
}

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
