using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Relay.Tests.Hosting;

public sealed class StartAndStopTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task TheFirstStartSaysWhereToSetUpAndNoLogKeepsIt()
    {
        using var relay = await RelayProcess.Start(folder.Path);
        var link = await relay.Hear("Set up: ");
        link.Should().MatchRegex($"^Set up: {Regex.Escape(relay.Address.ToString().TrimEnd('/'))}/setup/[A-Za-z0-9_-]{{43}}$");
        var token = link.Split('/')[^1];

        using var browser = new HttpClient { BaseAddress = relay.Address };
        using var opened = await browser.GetAsync($"/setup/{token}");
        (await relay.Stop()).Should().Be(0);
        var kept = Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories)
            .Where(file => Encoding.Latin1.GetString(File.ReadAllBytes(file)).Contains(token, StringComparison.Ordinal));
        kept.Should().BeEmpty();
    }

    [Fact]
    public async Task EveryStartSaysTheFingerprintOfTheOneSigningKey()
    {
        var said = new List<string>();
        for (var start = 0; start < 2; start++)
        {
            using var relay = await RelayProcess.Start(folder.Path);
            said.Add(await relay.Hear("Signing key: "));
            await relay.Stop();
        }

        said[0].Should().MatchRegex("^Signing key: ([0-9a-f]{4} ){15}[0-9a-f]{4}$");
        said[1].Should().Be(said[0]);
        var file = Path.Combine(folder.Path, "keys", "relay-signing.pem");
        await File.WriteAllTextAsync(file, "nonsense");
        var (code, _, error) = await RelayProcess.Run("--url", "http://127.0.0.1:0", "--data", folder.Path);
        code.Should().Be(2);
        error.Should().Contain("relay-signing.pem is damaged").And.NotContain("\n");
        (await File.ReadAllTextAsync(file)).Should().Be("nonsense");
    }

    [Fact]
    public async Task TheLogTellsStartsStopsAndCrashes()
    {
        using (var first = await RelayProcess.Start(folder.Path))
        {
            (await first.Stop()).Should().Be(0);
        }

        using (var second = await RelayProcess.Start(folder.Path))
        {
            await second.Kill();
        }

        using (var third = await RelayProcess.Start(folder.Path))
        {
            (await third.Stop()).Should().Be(0);
        }

        Directory.GetFiles(folder.Path, "relay.db-*").Should().BeEmpty("a good stop folds everything into one file");
        Log().Select(entry => (entry.Action, entry.Detail.GetValueOrDefault("lastStop"))).Should().Equal(
            (AuditActions.RelayStarted, "none"),
            (AuditActions.RelayStopped, null),
            (AuditActions.RelayStarted, "clean"),
            (AuditActions.RelayStarted, "crashed"),
            (AuditActions.RelayStopped, null));
    }

    [Fact]
    public async Task AFolderThatCannotBeWrittenIsSaidInOneSentence()
    {
        var file = Path.Combine(folder.Path, "file");
        await File.WriteAllTextAsync(file, "");
        var (code, _, error) = await RelayProcess.Run("--url", "http://127.0.0.1:0", "--data", Path.Combine(file, "data"));
        code.Should().Be(2);
        error.Should().StartWith("The data folder ").And.NotContain("\n");
    }

    [Fact]
    public async Task ASecondRelayOnTheSameFolderIsRefused()
    {
        using var first = await RelayProcess.Start(folder.Path);
        var (code, _, error) = await RelayProcess.Run("--url", "http://127.0.0.1:0", "--data", folder.Path);
        (code, error).Should().Be((2, $"Another Relay is using the data folder {folder.Path}."));
    }

    [Fact]
    public async Task APortInUseIsSaidInOneSentenceAndTheLogIsClosed()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var (code, _, error) = await RelayProcess.Run("--url", $"http://{other.LocalEndpoint}", "--data", folder.Path);
        code.Should().Be(3);
        error.Should().StartWith("The Relay cannot listen: ").And.Contain($"{other.LocalEndpoint}").And.NotContain("\n");
        Log().Select(entry => entry.Action).Should().Equal(AuditActions.RelayStarted, AuditActions.RelayStopped);
    }

    [Fact]
    public async Task ANewerDatabaseIsRefusedInOneSentence()
    {
        using (var relay = await RelayProcess.Start(folder.Path))
        {
            await relay.Stop();
        }

        folder.Tamper("INSERT INTO schema_versions VALUES (9999, 'future', '')");
        var (code, _, error) = await RelayProcess.Run("--url", "http://127.0.0.1:0", "--data", folder.Path);
        code.Should().Be(2);
        error.Should().Contain("newer Relay").And.NotContain("\n");
    }

    [Theory]
    [InlineData("--url", "nonsense")]
    [InlineData("--ulr", "http://127.0.0.1:0")]
    [InlineData("--Typo=1", "")]
    public async Task WhatItDoesNotUnderstandIsNotIgnored(string option, string value)
    {
        var (code, _, error) = await RelayProcess.Run(
            [option, .. value.Length == 0 ? Array.Empty<string>() : [value], "--data", folder.Path]);
        code.Should().Be(2);
        error.Should().Contain(option == "--url" ? "\"nonsense\" is not an address" : option.Split('=')[0]);
        File.Exists(folder.Database).Should().BeFalse();
    }

    public void Dispose() => folder.Dispose();

    private List<EntryFacts> Log()
    {
        using var connection = new SqliteConnection($"Data Source={folder.Database};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT json FROM entries ORDER BY sequence";
        using var rows = command.ExecuteReader();
        var entries = new List<EntryFacts>();
        while (rows.Read())
        {
            entries.Add(EntryFacts.Read(Encoding.UTF8.GetBytes(rows.GetString(0)))!);
        }

        return entries;
    }
}
