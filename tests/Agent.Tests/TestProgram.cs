using RemoteAssist.Agent.Tests.Platform;

namespace RemoteAssist.Agent.Tests;

/// <summary>What runs when this assembly is started as a program; test runners load it and never come here.</summary>
internal static class TestProgram
{
    public static void Main(string[] args) => EndlessPresses.Run(args[0], args[1], uint.Parse(args[2], System.Globalization.CultureInfo.InvariantCulture));
}
