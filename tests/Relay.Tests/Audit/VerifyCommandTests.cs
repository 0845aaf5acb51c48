using System.Text.Json.Nodes;
using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Relay.Tests.Audit;

public class VerifyCommandTests
{
    [Fact]
    public async Task AGoodLogIsSaidInOneSentence()
    {
        await using var relay = await WithEntries(4);
        var (code, output, error) = await Verify(relay);
        (code, output, error).Should().Be((0, "4 entries, none missing, none changed.", ""));
    }

    [Fact]
    public async Task ErasedValuesAreCounted()
    {
        await using var relay = await WithEntries(1);
        relay.Folder.Tamper("DELETE FROM personal_values");
        var (code, output, _) = await Verify(relay);
        (code, output).Should().Be((0, "1 entry, none missing, none changed. 1 personal value was erased."));
    }

    [Fact]
    public async Task MachinesGetJson()
    {
        await using var relay = await WithEntries(4);
        var (code, output, _) = await Verify(relay, "--json");
        var finding = JsonNode.Parse(output)!;
        code.Should().Be(0);
        finding["verified"]!.GetValue<bool>().Should().BeTrue();
        finding["entries"]!.GetValue<long>().Should().Be(4);
        finding["lastHash"]!.GetValue<string>().Should().Be(relay.Verify().LastHash);
        finding["lastTime"]!.GetValue<string>().Should().EndWith("Z");
    }

    // Each kind of damage that can be done to the file; the rows are those that a test of the chain cannot make.
    [Theory]
    [InlineData("UPDATE entries SET json = replace(json, 'success', 'refused') WHERE sequence = 3", 3, ChainDamage.WrongHash)]
    [InlineData("UPDATE entries SET json = json || x'00' || 'more' WHERE sequence = 3", 3, ChainDamage.NotCanonical)]
    [InlineData("UPDATE entries SET json = CAST(x'22ff22' AS TEXT) WHERE sequence = 3", 3, ChainDamage.NotCanonical)]
    [InlineData("UPDATE entries SET json = '{}' WHERE sequence = 3", 3, ChainDamage.NotAnEntry)]
    [InlineData("UPDATE entries SET hash = replace(hash, substr(hash, 1, 1), 'x') WHERE sequence = 3", 3, ChainDamage.WrongHash)]
    [InlineData("UPDATE entries SET session = 'somewhere' WHERE sequence = 3", 3, ChainDamage.WrongSession)]
    [InlineData("DELETE FROM personal_values WHERE sequence = 3; DELETE FROM entries WHERE sequence = 3", 3, ChainDamage.Gap)]
    [InlineData("DELETE FROM entries WHERE sequence = 3", 3, ChainDamage.StrayValue)]
    [InlineData("DELETE FROM personal_values; UPDATE entries SET sequence = sequence + 10 WHERE sequence > 2", 3, ChainDamage.Gap)]
    [InlineData("UPDATE personal_values SET value = 'something else' WHERE sequence = 3", 3, ChainDamage.WrongValue)]
    [InlineData("UPDATE personal_values SET value = value || x'00' WHERE sequence = 3", 3, ChainDamage.WrongValue)]
    [InlineData("UPDATE personal_values SET salt = 'ff' WHERE sequence = 3", 3, ChainDamage.WrongValue)]
    [InlineData("UPDATE personal_values SET key = 'other' WHERE sequence = 3", 3, ChainDamage.StrayValue)]
    [InlineData("INSERT INTO personal_values VALUES (9, 'a', '', '')", 9, ChainDamage.StrayValue)]
    public async Task TheFirstBadEntryIsNamed(string harm, long sequence, ChainDamage damage)
    {
        await using var relay = await WithEntries(4);
        relay.Folder.Tamper(harm);
        using var output = new StringWriter();
        var code = RemoteAssist.Relay.Audit.VerifyCommand.Run(relay.Folder.Path, json: true, output, TextWriter.Null);
        var finding = JsonNode.Parse(output.ToString())!;
        code.Should().Be(1);
        finding["verified"]!.GetValue<bool>().Should().BeFalse();
        finding["firstBad"]!.GetValue<long>().Should().Be(sequence);
        finding["damage"]!.GetValue<string>().Should().BeEquivalentTo(damage.ToString());
    }

    [Fact]
    public async Task ADamagedLogIsSaidInOneSentence()
    {
        await using var relay = await WithEntries(4);
        relay.Folder.Tamper("UPDATE personal_values SET value = 'something else' WHERE sequence = 3");
        var (code, output, _) = await Verify(relay);
        (code, output).Should().Be(
            (1, "Entry 3 is the first that is not as it was written. Its personal value \"reason\" was changed."));
    }

    [Fact]
    public async Task AnEmptiedLogIsNotAGoodOne()
    {
        await using var relay = await WithEntries(2);
        relay.Folder.Tamper("DELETE FROM personal_values; DELETE FROM entries");
        (await Verify(relay)).Code.Should().Be(1);
    }

    [Fact]
    public async Task ALogWithoutItsTableIsDamaged()
    {
        await using var relay = await WithEntries(2);
        relay.Folder.Tamper("DROP TABLE personal_values");
        (await Verify(relay)).Code.Should().Be(1);
    }

    [Fact]
    public async Task AFolderWithoutADatabaseIsSaidClearly()
    {
        using var folder = new TemporaryFolder();
        var (code, output, error) = await RelayProcess.Run("audit", "verify", "--data", folder.Path);
        (code, output, error).Should().Be((2, "", $"There is no log in {folder.Path}: relay.db is not there."));
        Directory.EnumerateFileSystemEntries(folder.Path).Should().BeEmpty("checking leaves nothing behind");
    }

    [Fact]
    public async Task AFileThatIsNoDatabaseIsNotAGoodLog()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.Database, new string('x', 10_000));
        var (code, output, _) = await RelayProcess.Run("audit", "verify", "--data", folder.Path);
        code.Should().Be(1);
        output.Should().StartWith("The database is damaged");
    }

    [Fact]
    public async Task ANewerDatabaseIsNotJudged()
    {
        await using var relay = await WithEntries(2);
        relay.Folder.Tamper("INSERT INTO schema_versions VALUES (9999, 'future', '')");
        var (code, _, error) = await Verify(relay);
        code.Should().Be(2);
        error.Should().Contain("newer Relay");
    }

    [Fact]
    public async Task ALogIsCheckedWhileItsRelayRunsAndAfterItWasKilled()
    {
        using var folder = new TemporaryFolder();
        using var relay = await RelayProcess.Start(folder.Path);
        await IsWhole();
        await relay.Kill();
        await IsWhole();

        async Task IsWhole()
        {
            var (code, output, error) = await RelayProcess.Run("audit", "verify", "--data", folder.Path);
            (code, error).Should().Be((0, ""));
            output.Should().StartWith("1 entry, none missing, none changed.");
        }
    }

    private static async Task<TestRelay> WithEntries(int count)
    {
        var relay = new TestRelay();
        for (var number = 0; number < count; number++)
        {
            await relay.Audit.Append(Some.Entry(session: Guid.NewGuid()));
        }

        return relay;
    }

    private static Task<(int Code, string Output, string Error)> Verify(TestRelay relay, params string[] more) =>
        RelayProcess.Run(["audit", "verify", "--data", relay.Folder.Path, .. more]);
}
