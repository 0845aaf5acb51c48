using RemoteAssist.Relay.Tests.Accounts;

namespace RemoteAssist.Relay.Tests.SingleSignOn;

/// <summary>One running Relay with a provider beside it.</summary>
public sealed class ProviderHouse : AccountHouse
{
    private readonly TestProvider provider;

    public ProviderHouse()
        : this(TestProvider.Start().GetAwaiter().GetResult())
    {
    }

    private ProviderHouse(TestProvider provider)
        : base(
            ("Relay:SingleSignOn:Authority", provider.Address),
            ("Relay:SingleSignOn:ClientId", TestProvider.ClientId),
            ("Relay:SingleSignOn:ClientSecret", TestProvider.ClientSecret),
            ("Relay:SingleSignOn:RolesClaim", "groups"),
            ("Relay:SingleSignOn:Roles:desk", "technician"),
            ("Relay:SingleSignOn:Roles:audit", "auditor"),
            ("Relay:SingleSignOn:Roles:lead", "technician,administrator"),
            ("Relay:SingleSignOn:Name", "Nordlicht Login"),
            ("Relay:SingleSignOn:Organisation", "Nordlicht IT")) => this.provider = provider;

    internal TestProvider Provider => provider;

    /// <summary>Presses the button of the page to sign in on, and goes wherever that leads.</summary>
    internal async Task<(Shown Shown, Browser Browser)> Come(string query = "")
    {
        var browser = Stranger();
        return (await browser.Open("/sign-in/provider" + query), browser);
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await provider.DisposeAsync();
    }
}
