using RemoteAssist.Fuzz;
using RemoteAssist.Fuzz.Targets;

if (Options.Read(args) is not { } options)
{
    Console.Error.WriteLine("Usage: Fuzz [--minutes N | --inputs N] [--target NAME]… [--seed N] [--from NUMBER] [--found FOLDER] [--json FILE] [--list]");
    return 2;
}

if (options.List)
{
    foreach (var each in AllTargets.List)
    {
        Console.WriteLine($"{each.Name}: {string.Join(", ", each.Parsers)}");
    }

    return 0;
}

var chosen = AllTargets.Share(options.Inputs ?? long.MaxValue / 2)
    .Where(share => options.Targets.Count == 0 || options.Targets.Contains(share.Target.Name))
    .ToList();
if (chosen.Count < Math.Max(1, options.Targets.Count))
{
    Console.Error.WriteLine($"fuzz: there is no such target; there are {string.Join(", ", AllTargets.List.Select(target => target.Name))}");
    return 2;
}

var report = new Report(options.Seed);
var fuzzer = new Fuzzer(options.Seed, Limits.Usual, options.Found);
Report.Heading(Console.Out);
foreach (var (target, inputs) in chosen)
{
    var until = options.Minutes is { } minutes ? new Until(Time: TimeSpan.FromMinutes(minutes / chosen.Count)) : new Until(inputs);
    report.Add(fuzzer.Run(target, until, options.From), Console.Out);
}

report.Sum(Console.Out);
if (options.Json is { } path)
{
    report.Save(path);
}

return report.Holds ? 0 : 1;
