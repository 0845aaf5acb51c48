using System.Globalization;
using Microsoft.Playwright;
using RemoteAssist.Tests.Support;

namespace RemoteAssist.EndToEnd.Tests;

/// <summary>An auditor with a browser and a key of their own in it.</summary>
internal sealed class AuditorAtWork : IAsyncDisposable
{
    private const string Passphrase = "four words of mine";

    // The page is there as soon as its address is: what comes behind it may load for longer than anybody waits.
    private static readonly PageWaitForURLOptions Soon = new() { WaitUntil = WaitUntilState.Commit };

    private readonly TechnicianBrowser browser;

    private AuditorAtWork(TechnicianBrowser browser) => this.browser = browser;

    public IPage Page => browser.Page;

    public IReadOnlyCollection<string> Complaints => browser.Complaints;

    /// <summary>The administrator makes the organisation's key, in a tab of their own; its file is kept.</summary>
    /// <returns>The file.</returns>
    public static async Task<string> MakeRootKey(RelayProcess relay, TechnicianBrowser administrator, string folder)
    {
        var tab = await administrator.Page.Context.NewPageAsync();
        await tab.GotoAsync(new Uri(relay.Address, "people/auditors").ToString());
        var file = await MakeKey(tab, "root", folder);
        await tab.CloseAsync();
        return file;
    }

    /// <summary>Somebody is invited, makes an account and a key in their own browser.</summary>
    public static async Task<AuditorAtWork> Start(RelayProcess relay, TechnicianBrowser administrator, string name, string email, string folder)
    {
        var invitation = await administrator.Invite(name, email, "auditor");
        var auditor = new AuditorAtWork(await TechnicianBrowser.Start(relay));
        await auditor.browser.Accept(invitation);
        await auditor.browser.Visit("account/auditor-key");
        await MakeKey(auditor.Page, "own-key", folder);
        return auditor;
    }

    /// <summary>The administrator certifies this auditor and nobody else.</summary>
    public async Task Certified(RelayProcess relay, TechnicianBrowser administrator, string rootFile)
    {
        var own = string.Concat((await Page.TextContentAsync("#own-fingerprint"))!.Where(char.IsAsciiHexDigit));
        var tab = await administrator.Page.Context.NewPageAsync();
        await tab.GotoAsync(new Uri(relay.Address, "people/auditors").ToString());
        await tab.SetInputFilesAsync("#root-file", rootFile);
        await tab.FillAsync("#root-passphrase", Passphrase);
        await tab.ClickAsync($"[data-key-id^='{own[..32]}']");
        await tab.WaitForURLAsync("**?answer=Done", Soon);
        await tab.CloseAsync();
    }

    /// <summary>Opens the page of a recording and unlocks the own key there.</summary>
    public async Task Open(Guid session)
    {
        await browser.Visit($"audit/recordings/{session}");
        await Page.FillAsync("#passphrase", Passphrase);
        await Page.ClickAsync("#unlock-form button");
        await Page.WaitForSelectorAsync("#play:enabled");
    }

    /// <summary>Goes to a moment and waits until it is shown.</summary>
    /// <param name="at">Milliseconds of the recording.</param>
    public async Task<Picture> At(long at)
    {
        var moment = at.ToString(CultureInfo.InvariantCulture);
        await Page.FillAsync("#position", moment);
        await Page.WaitForSelectorAsync($"#stage[data-position='{moment}'][data-seeking=false]");
        return await browser.Canvas();
    }

    public ValueTask DisposeAsync() => browser.DisposeAsync();

    private static async Task<string> MakeKey(IPage page, string form, string folder)
    {
        await page.FillAsync($"#{form}-passphrase", Passphrase);
        await page.FillAsync($"#{form}-again", Passphrase);
        var saved = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync($"#{form}-make"));
        var file = Path.Combine(folder, $"{Guid.NewGuid():N}.json");
        await saved.SaveAsAsync(file);
        await page.ClickAsync($"#{form}-saved");
        await page.WaitForURLAsync("**?answer=Done", Soon);
        return file;
    }
}
