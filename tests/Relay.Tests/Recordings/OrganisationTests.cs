using RemoteAssist.Relay.Tests.Sessions;

namespace RemoteAssist.Relay.Tests.Recordings;

/// <summary>Tests that need a stage and an organisation on it.</summary>
public abstract class OrganisationTests : IAsyncLifetime
{
    private protected Stage Stage { get; private set; } = null!;

    private protected Organisation Organisation { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Stage = await Stage.Open();
        Organisation = new Organisation(Stage);
    }

    public async Task DisposeAsync()
    {
        Organisation.Dispose();
        await Stage.DisposeAsync();
    }
}
