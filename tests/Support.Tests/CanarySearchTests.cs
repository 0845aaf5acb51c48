using Microsoft.Data.Sqlite;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Support.Tests;

/// <summary>A search that must find nothing is worth as much as its ability to find: here it finds.</summary>
public sealed class CanarySearchTests : IDisposable
{
    private static readonly CanaryPicture Secret = new(seed: 71);
    private static readonly CanaryPicture Other = new(seed: 72);

    private readonly string _folder = Directory.CreateTempSubdirectory("canary-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void EveryFormIsFoundInBytesThatHoldIt()
    {
        foreach (var canary in Secret.All().Concat(Canary.OfText("Zaunkönig-4711")))
        {
            byte[] bytes = [.. new byte[1001], .. canary.Bytes, .. new byte[7]];
            var finds = new CanarySearch([canary]).InBytes("here", bytes);
            finds.Hits.Should().Equal(new CanaryHit(canary.Form, "here", 1001));
            finds.Bytes.Should().Be(bytes.Length);
        }
    }

    [Fact]
    public void ACanaryIsFoundOnceWhereverTheReadsTearIt()
    {
        var canary = Secret.Raw()[0];
        var search = new CanarySearch([canary]);
        for (var at = (1 << 20) - canary.Bytes.Length - 2; at < (1 << 20) + 2; at++)
        {
            var bytes = new byte[(2 << 20) + 99];
            canary.Bytes.CopyTo(bytes, at);
            search.InBytes("here", bytes).Hits.Should().Equal(new CanaryHit(canary.Form, "here", at));
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(128, 64)]
    [InlineData(37, 101)]
    public void WhatOurCodecsWriteOfThePictureIsFoundWhereItIsShown(int x, int y)
    {
        var frame = Secret.Shown(x, y);
        var parts = FrameParts.Write(new FrameDelta(1, 0, 0, frame.Width, frame.Height, CanaryPicture.Sections(frame)));
        var sent = parts.SelectMany(part => part).ToArray();
        var encoded = Secret.Encoded(x, y);
        encoded.Should().HaveCountGreaterThan(50);
        encoded.Any(canary => canary.Form.StartsWith("flat", StringComparison.Ordinal)).Should().Be(x % 64 == 0 && y % 64 == 0);
        foreach (var canary in encoded)
        {
            new CanarySearch([canary]).InBytes("parts", sent).Count.Should().Be(1, canary.Form);
        }

        // The encoded forms are others than the raw ones: neither search would do for both.
        new CanarySearch(Secret.Raw()).InBytes("parts", sent).Count.Should().Be(0);
        new CanarySearch(encoded).InBytes("frame", frame.Pixels).Count.Should().Be(0);
        new CanarySearch(Secret.Raw()).InBytes("frame", frame.Pixels).Count.Should().Be(Secret.Raw().Count / 5);
        new CanarySearch(Other.All(x, y)).InBytes("parts", sent).Count.Should().Be(0);
    }

    [Fact]
    public async Task ACanaryInTheMemoryOfAProgramIsFoundAndNoOther()
    {
        var file = Path.Combine(_folder, "held");
        await File.WriteAllBytesAsync(file, [.. Secret.Shown().Pixels, .. Canary.OfText("Zaunkönig-4711")[1].Bytes]);
        await using var holder = ChildProcess.Start(
            "node",
            ["-e", "const held = require('node:fs').readFileSync(process.argv[1]); console.log('holding'); setInterval(() => held.length, 1000);", file]);
        await holder.Line("holding");

        holder.Freeze();
        var finds = new CanarySearch([.. Secret.Raw(), .. Canary.OfText("Zaunkönig-4711")]).InMemoryOf(holder.Id);
        var others = new CanarySearch([.. Other.All(), .. Canary.OfText("Feldlerche-4711")]).InMemoryOf(holder.Id);
        holder.Thaw();

        finds.Count.Should().BeGreaterThanOrEqualTo((Secret.Raw().Count / 5) + 1, finds.ToString());
        finds.Hits.Should().Contain(hit => hit.Form.EndsWith("BGRX", StringComparison.Ordinal));
        others.Count.Should().Be(0, others.ToString());
        others.Bytes.Should().BeGreaterThan(1 << 20);
    }

    [Fact]
    public void ACanaryInAnyFileOfAFolderIsFound()
    {
        var deep = Directory.CreateDirectory(Path.Combine(_folder, "data", ".keys")).FullName;
        File.WriteAllText(Path.Combine(_folder, "data", "relay.log"), "nothing here, 什么也没有");
        File.WriteAllText(Path.Combine(_folder, "data", "relay.db-wal"), "xx Zaunkönig-4711 yy");
        File.WriteAllBytes(Path.Combine(deep, "key"), [1, 2, 3, .. Secret.Encoded()[^1].Bytes]);

        var finds = new CanarySearch([.. Secret.All(), .. Canary.OfText("Zaunkönig-4711")]).InFolder(_folder);
        finds.Hits.Select(hit => Path.GetFileName(hit.Place)).Should().BeEquivalentTo("relay.db-wal", "key");
        finds.Places.Should().Be(3);
        finds.Unread.Should().BeEmpty();
        new CanarySearch([.. Other.All(), .. Canary.OfText("Feldlerche-4711")]).InFolder(_folder).Count.Should().Be(0);
    }

    [Fact]
    public void ARowThatSqliteHasOnlyInItsWriteAheadLogIsFound()
    {
        var path = Path.Combine(_folder, "relay.db");
        using var database = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        database.Open();
        using var command = database.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; CREATE TABLE kept (body BLOB); INSERT INTO kept VALUES ($body);";
        command.Parameters.AddWithValue("$body", Secret.Encoded()[0].Bytes);
        command.ExecuteNonQuery();

        var finds = new CanarySearch(Secret.All()).InFolder(_folder);
        finds.Hits.Should().ContainSingle().Which.Place.Should().EndWith("relay.db-wal");
        finds.Unread.Should().BeEmpty();
    }

    [Fact]
    public void TooShortACanaryIsNone()
    {
        var make = () => new CanarySearch(Canary.OfText("abc"));
        make.Should().Throw<ArgumentException>();
    }
}
