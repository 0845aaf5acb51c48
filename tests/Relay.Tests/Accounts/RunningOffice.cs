using Microsoft.AspNetCore.SignalR.Client;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Tests.Accounts;

/// <summary>The real Relay with an administrator who has signed in; whoever tries something brings people of their own.</summary>
public sealed class RunningOffice : IAsyncLifetime
{
    public const string Name = "A running Relay with an administrator";

    private readonly TemporaryFolder folder = new();
    private int people;

    internal RelayProcess Relay { get; private set; } = null!;

    internal Browser Administrator { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Relay = await RelayProcess.Start(folder.Path, "--Accounts:TriesPerMinute=100000");
        Administrator = new Browser(Relay.Address);
        await Administrator.SetUp((await Relay.Hear("Set up: "))["Set up: ".Length..]);
    }

    public Task DisposeAsync()
    {
        Administrator.Dispose();
        Relay.Dispose();
        folder.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>An address that nobody here has yet.</summary>
    internal string NewEmail() => $"person{Interlocked.Increment(ref people)}@nordlicht.example";

    /// <summary>A connection to the viewers' door, and what is done when it is closed from the other side.</summary>
    internal async Task<(HubConnection Connection, TaskCompletionSource Closed)> Connect(Browser person)
    {
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var connection = RelayConnection.Create(Relay.Address, person.AsSocket());
        connection.Closed += _ =>
        {
            closed.TrySetResult();
            return Task.CompletedTask;
        };
        await connection.StartAsync();
        return (connection, closed);
    }
}

/// <summary>One for all.</summary>
[CollectionDefinition(RunningOffice.Name)]
public sealed class RunningOfficeForAll : ICollectionFixture<RunningOffice>;
