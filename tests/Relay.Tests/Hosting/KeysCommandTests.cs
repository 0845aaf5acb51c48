using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RemoteAssist.Relay.Hosting;
using RemoteAssist.Relay.Recordings;
using RemoteAssist.Relay.Sessions;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sealing;

namespace RemoteAssist.Relay.Tests.Hosting;

public sealed class KeysCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly StringWriter output = new();
    private readonly StringWriter error = new();

    [Fact]
    public async Task WhatWasSealedAndSignedWithTheKeysBeforeStaysGood()
    {
        // 1 somebody signs in, and an Agent learns the signing key
        string cookie;
        await using (var before = new HostedRelay(folder.Path))
        {
            cookie = await before.SetUp();
            (await Status(before, cookie)).Should().Be(HttpStatusCode.NotFound, "they are signed in");
        }

        var known = Signing(out var first);
        first.Should().BeEmpty();

        // 2 the keys change, twice
        (await Run("signing", "cookies", "https")).Should().Be(0);
        (await Run("signing")).Should().Be(0);
        error.ToString().Should().BeEmpty();

        // 3 the sign-in goes on, and what the Agent knows leads to the new key, from either key before
        await using (var after = new HostedRelay(folder.Path))
        {
            (await Status(after, cookie)).Should().Be(HttpStatusCode.NotFound, "they still are");
        }

        var now = Signing(out var history);
        AskingStatement.Fingerprint(now).Should().NotBe(AskingStatement.Fingerprint(known));
        output.ToString().Should().Contain($"Signing key: {AskingStatement.Fingerprint(now)}");
        history.Should().HaveCount(2);
        foreach (var older in new[] { known, history[1].Before, now })
        {
            KeySuccession.Leads(AskingStatement.Fingerprint(older), history, now).Should().BeTrue();
        }

        KeySuccession.Leads(AskingStatement.Fingerprint(now), history, known).Should().BeFalse("it does not lead back");
        Log().Should().Equal(("signing", 2), ("cookies", 1), ("https", 1));
    }

    [Fact]
    public async Task TheOrganisationsKeyAndItsCertificatesAreForgottenByCommand()
    {
        await using (var before = new HostedRelay(folder.Path))
        {
            await before.SetUp();
            await using var db = await before.Services.GetRequiredService<IDbContextFactory<RelayDb>>().CreateDbContextAsync();
            db.Settings.Add(new SettingRow { Key = AuditorBook.RootKey, Value = "AA==" });
            db.AuditorKeys.Add(new AuditorKeyRow
            {
                Id = "ab", AccountId = (await db.Users.SingleAsync()).Id, PublicKey = [1], Added = DateTimeOffset.UnixEpoch, Name = "Olga",
                Made = DateTimeOffset.UnixEpoch, Until = DateTimeOffset.UnixEpoch, Signature = [2],
            });
            await db.SaveChangesAsync();
        }

        (await Run("organisation")).Should().Be(0, error.ToString());
        await using var after = new HostedRelay(folder.Path);
        await using var now = await after.Services.GetRequiredService<IDbContextFactory<RelayDb>>().CreateDbContextAsync();
        (await now.Settings.AnyAsync(row => row.Key == AuditorBook.RootKey)).Should().BeFalse();
        (await now.AuditorKeys.SingleAsync()).Should().BeEquivalentTo(new { Id = "ab", Name = (string?)null, Signature = (byte[]?)null });
    }

    [Fact]
    public async Task WhileTheRelayRunsNothingIsChanged()
    {
        using var running = DataFolder.Open(folder.Path);
        (await Run("signing")).Should().Be(ExitCodes.CannotStart);
        error.ToString().Should().Contain("Another Relay is using");
        File.Exists(running.SigningKey).Should().BeFalse();
    }

    [Fact]
    public async Task AHistoryThatTheKeysDidNotSignIsRefused()
    {
        await Run("signing");
        var file = Path.Combine(folder.Path, "keys", "relay-signing.history.json");
        var history = await File.ReadAllTextAsync(file);
        var at = history.IndexOf("Signature", StringComparison.Ordinal) + 20;
        await File.WriteAllTextAsync(file, history[..at] + (history[at] == 'A' ? 'B' : 'A') + history[(at + 1)..]);

        FluentActions.Invoking(() => Signing(out _)).Should().Throw<StorageException>().WithMessage("*damaged*");
    }

    public void Dispose()
    {
        output.Dispose();
        error.Dispose();
        folder.Dispose();
    }

    private static async Task<HttpStatusCode> Status(HostedRelay relay, string cookie)
    {
        using var browser = relay.Browser();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/nothing");
        request.Headers.Add("Cookie", cookie);
        using var answer = await browser.SendAsync(request);
        return answer.StatusCode;
    }

    private Task<int> Run(params string[] which) => KeysCommand.Run(folder.Path, which, output, error, TimeProvider.System);

    private byte[] Signing(out IReadOnlyList<KeySuccession> history)
    {
        using var key = RelayKey.Open(Path.Combine(folder.Path, "keys", "relay-signing.pem"));
        history = key.History;
        return key.PublicKey;
    }

    private List<(string, int)> Log()
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={folder.Database};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT json FROM entries ORDER BY sequence";
        using var rows = command.ExecuteReader();
        var said = new List<string>();
        while (rows.Read())
        {
            var entry = EntryFacts.Read(System.Text.Encoding.UTF8.GetBytes(rows.GetString(0)))!;
            if (entry.Action == AuditActions.KeysRotated)
            {
                said.Add(entry.Detail["keys"]);
            }
        }

        return [.. said.GroupBy(one => one, StringComparer.Ordinal).Select(one => (one.Key, one.Count()))];
    }
}
