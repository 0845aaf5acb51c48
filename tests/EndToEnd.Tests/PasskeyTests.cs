using RemoteAssist.Tests.Support;

namespace RemoteAssist.EndToEnd.Tests;

/// <summary>A passkey in a real browser, kept by a device that the browser plays.</summary>
public sealed class PasskeyTests
{
    [Fact]
    public async Task ATechnicianAddsAPasskeySignsOutAndSignsInByIt()
    {
        await using var relay = await RelayProcess.Start();
        await using var technician = await TechnicianBrowser.Start(relay);
        await technician.SetUp();

        // Browsers bind passkeys to names: the same Relay by its own.
        var named = new UriBuilder(relay.Address) { Host = "localhost" }.Uri;
        var page = technician.Page;
        await page.GotoAsync(new Uri(named, "sign-in").ToString());
        await page.FillAsync("[name='Email']", TechnicianBrowser.Email);
        await page.FillAsync("[name='Password']", TechnicianBrowser.Password);
        await page.ClickAsync("#sign-in-submit");
        await page.FillAsync("[name='Code']", await technician.Phone!.Next());
        await page.ClickAsync("#code-submit");
        await page.WaitForURLAsync("**/cases");

        var browser = await page.Context.NewCDPSessionAsync(page);
        await browser.SendAsync("WebAuthn.enable");
        await browser.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2", ["transport"] = "internal", ["hasResidentKey"] = true, ["hasUserVerification"] = true,
                ["isUserVerified"] = true, ["automaticPresenceSimulation"] = true,
            },
        });
        await page.GotoAsync(new Uri(named, "account/passkeys/new").ToString());
        (await Axe.Look(page)).Should().BeEmpty("of the page that adds a passkey");
        await page.FillAsync("[name='PasskeyName']", "This laptop");
        await page.FillAsync("[name='Current']", TechnicianBrowser.Password);
        await page.ClickAsync("#passkey-submit");
        await page.WaitForURLAsync("**/account?changed=true");
        (await page.Locator("#passkeys li").InnerTextAsync()).Should().Contain("This laptop").And.Contain("Not used yet.");
        (await Axe.Look(page)).Should().BeEmpty("of the account");

        await page.ClickAsync("#sign-out");
        await page.WaitForSelectorAsync("#passkey-form:not([hidden])");
        (await Axe.Look(page)).Should().BeEmpty("of the page to sign in on");
        await page.ClickAsync("#passkey-submit");
        await page.WaitForURLAsync("**/cases");
        await page.GotoAsync(new Uri(named, "account").ToString());
        (await page.Locator("#passkeys li").InnerTextAsync()).Should().Contain("Last used");
        technician.Complaints.Should().BeEmpty();
    }
}
