namespace RemoteAssist.Relay.Tests.Recordings;

/// <summary>Tests of what records, each in a studio of its own, on a clock that it holds.</summary>
public abstract class InAStudio : IAsyncLifetime
{
    private protected TemporaryFolder Folder { get; } = new();

    private protected ManualClock Clock { get; } = new();

    private protected Studio Studio { get; private set; } = null!;

    public Task InitializeAsync()
    {
        Studio = new Studio(Folder.Path, Clock);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await Studio.DisposeAsync();
        Folder.Dispose();
    }
}
