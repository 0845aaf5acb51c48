using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Shared.Tests.Wire;

/// <summary>Runs official-client/checks.mjs once against a server of ours and keeps what it found.</summary>
public sealed class OfficialClient : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly ProofServer _server = new();

    /// <summary>For each check null, or what was wrong.</summary>
    public IReadOnlyDictionary<string, string?> Found { get; private set; } = new Dictionary<string, string?>();

    /// <summary>What the script complained of as a whole; empty if it ran to its end.</summary>
    public string Complaint { get; private set; } = "";

    public async Task InitializeAsync()
    {
        await _server.InitializeAsync();
        var folder = typeof(OfficialClient).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "OfficialClient").Value!;
        using var node = Process.Start(new ProcessStartInfo("node")
        {
            WorkingDirectory = folder,
            ArgumentList = { "checks.mjs", new Uri(_server.Address, HubContract.Path).ToString() },
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var complaint = node.StandardError.ReadToEndAsync(patience.Token);
            var lines = await node.StandardOutput.ReadToEndAsync(patience.Token);
            await node.WaitForExitAsync(patience.Token);
            Found = lines.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonSerializer.Deserialize<Check>(line, JsonSerializerOptions.Web)!)
                .ToDictionary(check => check.Name, check => check.Error, StringComparer.Ordinal);
            Complaint = await complaint;
        }
        catch (OperationCanceledException)
        {
            Complaint = $"It was not done after {Patience}.";
        }
        finally
        {
            node.Kill(entireProcessTree: true);
        }
    }

    public Task DisposeAsync() => _server.DisposeAsync();

    private sealed record Check(string Name, string? Error);
}
