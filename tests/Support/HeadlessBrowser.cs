namespace RemoteAssist.Tests.Support;

/// <summary>The browser for pages that nobody sees.</summary>
internal static class HeadlessBrowser
{
    private const string Shell = "/usr/bin/chromium-headless-shell";

    /// <summary>
    /// Where it is installed, the engine without the windows around a page, which takes a third less processor time; else the
    /// whole browser.
    /// </summary>
    public static string Path { get; } = File.Exists(Shell) ? Shell : "/usr/bin/chromium";
}
