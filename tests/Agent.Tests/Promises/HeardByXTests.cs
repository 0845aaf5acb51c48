using RemoteAssist.Agent.Platform.X11;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Agent.Tests.Platform;

namespace RemoteAssist.Agent.Tests.Promises;

/// <summary>A session that uses pointer and keyboard of a real X server, and a stranger to the Agent that hears what the server took.</summary>
public abstract class HeardByXTests : IDisposable
{
    private readonly XServer server = new();

    protected HeardByXTests()
    {
        Stage = new Stage(input: () => XTestSink.Open(new OwnWindows(), TimeProvider.System, server.Display));
        Witness = new InputWitness(server.Display);
    }

    internal Stage Stage { get; }

    internal InputWitness Witness { get; }

    public void Dispose()
    {
        Stage.Dispose();
        Witness.Dispose();
        server.Dispose();
        GC.SuppressFinalize(this);
    }
}
