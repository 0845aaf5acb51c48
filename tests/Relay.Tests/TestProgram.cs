using RemoteAssist.Relay.Tests.Audit;

namespace RemoteAssist.Relay.Tests;

/// <summary>What runs when this assembly is started as a program; test runners load it and never come here.</summary>
internal static class TestProgram
{
    public static Task Main(string[] args) => EndlessAppends.Run(args.Single());
}
