using System.IO.Compression;
using System.Text;
using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Backups;
using RemoteAssist.Relay.Hosting;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Relay.Tests.Accounts;
using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Relay.Tests.Storage;

/// <summary>A backup of a Relay at work, and what is made of it elsewhere.</summary>
public sealed class BackupTests : IAsyncLifetime
{
    private readonly TestRelay relay = new();
    private readonly TemporaryFolder place = new();

    private string File => Path.Combine(place.Path, "relay.backup");

    private string Elsewhere => Path.Combine(place.Path, "elsewhere");

    public async Task InitializeAsync()
    {
        for (var number = 0; number < 5; number++)
        {
            await relay.Audit.Append(Some.Entry(session: Guid.NewGuid()));
        }

        await System.IO.File.WriteAllTextAsync(Path.Combine(Directory.CreateDirectory(Path.Combine(relay.Folder.Path, "keys")).FullName, "relay-signing.pem"), "a key");
    }

    public async Task DisposeAsync()
    {
        await relay.DisposeAsync();
        place.Dispose();
    }

    [Fact]
    public async Task ABackupOfALogThatIsBeingWrittenIsWholeAndARestoredOneSaysSo()
    {
        using var enough = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            while (!enough.IsCancellationRequested)
            {
                await relay.Audit.Append(Some.Entry(session: Guid.NewGuid()));
            }
        });
        var (code, said, wrong) = await Backup();
        await enough.CancelAsync();
        await writing;
        (code, wrong).Should().Be((0, ""));
        said.Should().Contain("Last hash: ").And.Contain(File);

        (code, said, wrong) = await Restore();
        (code, wrong).Should().Be((0, ""));
        said.Should().Contain("Everybody has to sign in again.");
        var (all, restored) = (Entries(relay.Folder.Path), Entries(Elsewhere));
        restored.Count.Should().BeInRange(6, all.Count + 1);
        restored[..^1].Should().Equal(all[..(restored.Count - 1)], "nothing before it was changed");
        restored[^1].Should().Contain(AuditActions.RelayRestored);
        BackupCommand.Whole(Elsewhere).Entries.Should().Be(restored.Count);
        (await System.IO.File.ReadAllTextAsync(Path.Combine(Elsewhere, "keys", "relay-signing.pem"))).Should().Be("a key");
        Directory.EnumerateFileSystemEntries(place.Path).Should().BeEquivalentTo([File, Elsewhere], "nothing half is left");
        if (!OperatingSystem.IsWindows())
        {
            foreach (var kept in new[] { File, DataFolder.DatabaseIn(Elsewhere), Path.Combine(Elsewhere, "keys", "relay-signing.pem") })
            {
                System.IO.File.GetUnixFileMode(kept).Should().Be(PrivateFile.Mode, kept);
            }
        }
    }

    [Fact]
    public async Task AKeyOfAProgramIsRevokedAndAWebhookPausedWhereABackupIsRestored()
    {
        var key = Some.ApiKeyRow();
        await relay.Audit.Append(Some.Entry(), db =>
        {
            db.ApiKeys.Add(key);
            db.Webhooks.Add(Some.WebhookRow());
            return Task.CompletedTask;
        });
        (await Backup()).Code.Should().Be(0);
        (await Restore()).Said.Should().Contain("Keys for programs were revoked").And.Contain("Webhooks were paused");
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={DataFolder.DatabaseIn(Elsewhere)};Pooling=False");
        connection.Open();
        using var revoked = connection.CreateCommand();
        revoked.CommandText = "SELECT (SELECT count(*) FROM api_keys WHERE revoked IS NOT NULL) + (SELECT count(*) FROM webhooks WHERE paused IS NOT NULL)";
        revoked.ExecuteScalar().Should().Be(2L);
        (await relay.Read(db => db.ApiKeys.SingleAsync())).Revoked.Should().BeNull("the Relay that was backed up goes on");
    }

    [Fact]
    public async Task ARestoredRelayHasItsAccountsAndNobodyIsSignedInThere()
    {
        using var folder = new TemporaryFolder();
        string link;
        using (var first = await RelayProcess.Start(folder.Path))
        {
            using var administrator = new Browser(first.Address);
            link = (await first.Hear("Set up: "))["Set up: ".Length..];
            await administrator.SetUp(link);
            (await RelayProcess.Run("backup", File, "--data", folder.Path)).Code.Should().Be(0);
        }

        (await Restore()).Code.Should().Be(0);
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={DataFolder.DatabaseIn(Elsewhere)};Pooling=False");
        connection.Open();
        using (var open = connection.CreateCommand())
        {
            open.CommandText = "SELECT (SELECT count(*) FROM accounts) || ' ' || (SELECT count(*) FROM sign_ins WHERE why = 'Restored') || ' ' || (SELECT count(*) FROM sign_ins WHERE ended IS NULL)";
            open.ExecuteScalar().Should().Be("1 1 0");
        }

        using var second = await RelayProcess.Start(Elsewhere);
        using var stranger = new HttpClient();
        (await stranger.GetAsync(new Uri(second.Address, new Uri(link).AbsolutePath))).StatusCode.Should().Be(System.Net.HttpStatusCode.NotFound, "it has been set up");
        Entries(Elsewhere)[^1].Should().Contain("relay.started").And.Contain("\"lastStop\":\"restored\"");
    }

    [Fact]
    public async Task WhatWasChangedInABackupIsNamedAndNothingIsRestored()
    {
        (await Backup()).Code.Should().Be(0);
        var good = await System.IO.File.ReadAllBytesAsync(File);
        foreach (var (change, says) in new (Action<ZipArchive> Change, string Says)[]
        {
            (zip => Replace(zip, "relay.db", bytes => bytes[^100] ^= 1), "relay.db is not as it was backed up"),
            (zip => Replace(zip, "keys/relay-signing.pem", bytes => bytes[0] ^= 1), "keys/relay-signing.pem is not as it was backed up"),
            (zip => zip.GetEntry("keys/relay-signing.pem")!.Delete(), "not what its manifest names"),
            (zip => zip.CreateEntry("keys/other.pem"), "not what its manifest names"),
            (zip => zip.GetEntry("manifest.json")!.Delete(), "manifest.json is not in it"),
            (zip => Rewrite(zip, "{", "["), "manifest.json cannot be read"),
            (zip => Rewrite(zip, "\"format\": 1", "\"format\": 2"), "format 2"),
            (zip => Rewrite(zip, "\"entries\": 5", "\"entries\": 4"), "Its manifest speaks of 4 entries"),
            (zip => Rewrite(zip, "keys/relay-signing.pem", "../relay-signing.pem"), "\"../relay-signing.pem\", which is no file of a Relay's"),
        })
        {
            await System.IO.File.WriteAllBytesAsync(File, good);
            await using (var stream = System.IO.File.Open(File, FileMode.Open))
            {
                using var zip = new ZipArchive(stream, ZipArchiveMode.Update);
                change(zip);
            }

            await IsRefused(says);
        }

        foreach (var length in new[] { 0, 1, good.Length / 2, good.Length - 1 })
        {
            await System.IO.File.WriteAllBytesAsync(File, good[..length]);
            await IsRefused("It is not a backup, or not whole");
        }

        System.IO.File.Delete(File);
        await IsRefused("Could not find file");
    }

    [Fact]
    public async Task NothingIsWrittenOverAndADamagedLogIsNotBackedUp()
    {
        (await Backup()).Code.Should().Be(0);
        (await Backup()).Should().Be((ExitCodes.CannotStart, "", $"No backup was made. {File} is there already; choose another name."));
        (await Restore(relay.Folder.Path)).Error.Should().Contain("holds the data of a Relay already");
        System.IO.File.Delete(File);

        relay.Folder.Tamper("UPDATE entries SET json = replace(json, 'success', 'refused') WHERE sequence = 3");
        (await Backup()).Error.Should().Contain("entry 3 is the first that is not as it was written");
        Directory.EnumerateFileSystemEntries(place.Path).Should().BeEmpty();
        (await BackupTo(Path.Combine(place.Path, "no", "such", "folder"))).Error.Should().Contain("There is no folder");
    }

    private async Task IsRefused(string says)
    {
        var (code, said, wrong) = await Restore();
        (code, said).Should().Be((ExitCodes.CannotStart, ""), wrong);
        wrong.Should().StartWith("Nothing was restored. ").And.Contain(says);
        Directory.EnumerateFiles(Elsewhere, "*", SearchOption.AllDirectories).Select(Path.GetFileName).Should().Equal("relay.lock");
    }

    private static void Replace(ZipArchive zip, string name, Action<byte[]> change)
    {
        var entry = zip.GetEntry(name)!;
        using var copy = new MemoryStream();
        using (var old = entry.Open())
        {
            old.CopyTo(copy);
        }

        entry.Delete();
        var bytes = copy.ToArray();
        change(bytes);
        using var again = zip.CreateEntry(name).Open();
        again.Write(bytes);
    }

    private static void Rewrite(ZipArchive zip, string from, string to)
    {
        var entry = zip.GetEntry("manifest.json")!;
        string text;
        using (var reader = new StreamReader(entry.Open()))
        {
            text = reader.ReadToEnd();
        }

        text.Should().Contain(from);
        entry.Delete();
        using var again = zip.CreateEntry("manifest.json").Open();
        again.Write(Encoding.UTF8.GetBytes(text.Replace(from, to, StringComparison.Ordinal)));
    }

    private static List<string> Entries(string folder)
    {
        var options = new DbContextOptionsBuilder<RelayDb>();
        StorageSetup.Use(options, DataFolder.DatabaseIn(folder));
        using var db = new RelayDb(options.Options);
        return [.. db.Entries.OrderBy(row => row.Sequence).Select(row => row.Json)];
    }

    private Task<(int Code, string Said, string Error)> Backup() => BackupTo(File);

    private async Task<(int Code, string Said, string Error)> BackupTo(string file)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var code = await BackupCommand.Run(relay.Folder.Path, file, output, error, TimeProvider.System);
        return (code, output.ToString().Trim(), error.ToString().Trim());
    }

    private async Task<(int Code, string Said, string Error)> Restore(string? folder = null)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var code = await RestoreCommand.Run(folder ?? Elsewhere, File, output, error, TimeProvider.System);
        return (code, output.ToString().Trim(), error.ToString().Trim());
    }
}
