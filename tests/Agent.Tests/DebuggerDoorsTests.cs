namespace RemoteAssist.Agent.Tests;

/// <summary>What .NET opens in the temporary folder, and the Agent closes.</summary>
public sealed class DebuggerDoorsTests
{
    [Fact]
    public void OnlyWhatIsOfThisProcessGoes()
    {
        var folder = Directory.CreateTempSubdirectory("agent-doors-").FullName;
        try
        {
            foreach (var name in new[] { "dotnet-diagnostic-41-7-socket", "clr-debug-pipe-41-7-in", "clr-debug-pipe-41-7-out" })
            {
                File.WriteAllText(Path.Combine(folder, name), "");
            }

            foreach (var name in new[] { "dotnet-diagnostic-4-7-socket", "clr-debug-pipe-411-7-in", "letter-41.txt" })
            {
                File.WriteAllText(Path.Combine(folder, name), "");
            }

            DebuggerDoors.Remove(folder, 41).Should().Be(3);

            Directory.GetFiles(folder).Select(Path.GetFileName).Should()
                .BeEquivalentTo("dotnet-diagnostic-4-7-socket", "clr-debug-pipe-411-7-in", "letter-41.txt");
            DebuggerDoors.Remove(Path.Combine(folder, "nowhere"), 41).Should().Be(0);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
