using RemoteAssist.Demo;

if (Options.Read(args) is not { } options)
{
    Console.Error.WriteLine("Usage: Demo [--json FILE] [--artifacts FOLDER] [--language en|zh-Hans] [--keep] [--install-seconds N] [--build-seconds N]");
    return 2;
}

try
{
    var report = await WholeSession.Run(options);
    report.Print(Console.Out);
    if (options.Json is { } path)
    {
        report.Save(path);
    }

    var shortfalls = WholeSession.Shortfalls(report).ToList();
    shortfalls.ForEach(shortfall => Console.Error.WriteLine("demo: " + shortfall));
    return shortfalls.Count == 0 ? 0 : 1;
}
catch (Exception failure) when (failure is TimeoutException or InvalidOperationException or Microsoft.Playwright.PlaywrightException)
{
    Console.Error.WriteLine("demo: " + failure.Message);
    return 1;
}
