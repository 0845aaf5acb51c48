using RemoteAssist.Relay.Tests.Audit;
using RemoteAssist.Relay.Tests.Recordings;

namespace RemoteAssist.Relay.Tests;

/// <summary>What runs when this assembly is started as a program; test runners load it and never come here.</summary>
internal static class TestProgram
{
    public static Task Main(string[] args) =>
        args is ["record", var data] ? EndlessRecording.Run(data) : EndlessAppends.Run(args.Single());
}
