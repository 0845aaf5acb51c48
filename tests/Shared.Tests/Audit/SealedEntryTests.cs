using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Shared.Tests.Audit;

public class SealedEntryTests
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    public static TheoryData<string> Names => [.. Vectors().Select(vector => vector.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void AnEntryHasItsGoldenBytesAndHash(string name)
    {
        var vector = Vectors().Single(one => one.Name == name);
        var sealedEntry = vector.Seal();
        Encoding.UTF8.GetString(sealedEntry.Json).Should().Be(vector.Json);
        sealedEntry.Hash.Should().Be(vector.Hash);
        sealedEntry.Session.Should().Be(vector.Pending.Session);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void WhatIsReadIsWhatWasSealed(string name)
    {
        var vector = Vectors().Single(one => one.Name == name);
        var facts = EntryFacts.Read(Encoding.UTF8.GetBytes(vector.Json))!;
        facts.Sequence.Should().Be(vector.Sequence);
        facts.Time.Should().Be(vector.Time);
        facts.Action.Should().Be(vector.Pending.Action);
        facts.Actor.Should().Be(vector.Pending.Actor);
        facts.ActorId.Should().Be(vector.Pending.ActorId);
        facts.Outcome.Should().Be(vector.Pending.Outcome);
        facts.Case.Should().Be(vector.Pending.Case?.ToString());
        facts.Session.Should().Be(vector.Pending.Session?.ToString());
        facts.Detail.Should().Equal(vector.Pending.Detail!);
        facts.PersonalHashes.Keys.Should().BeEquivalentTo(vector.Pending.Personal!.Keys);
        facts.Previous.Should().Be(vector.Previous);
    }

    [Fact]
    public void PersonalValuesAreNotInTheJson()
    {
        var entry = Some.Entry(personal: new() { ["customer"] = "Erika Mustermann" });
        Encoding.UTF8.GetString(entry.Json).Should().Contain("customer").And.NotContain("Erika").And.NotContain("Mustermann");
    }

    [Fact]
    public void TheTimeIsWrittenInUtc()
    {
        var entry = SealedEntry.Seal(
            Some.Pending(), 1, new DateTimeOffset(2026, 1, 1, 1, 0, 0, 7, TimeSpan.FromHours(2)), SealedEntry.NoPrevious, Some.Salt);
        Encoding.UTF8.GetString(entry.Json).Should().Contain("\"time\":\"2025-12-31T23:00:00.007Z\"");
    }

    [Theory]
    [InlineData("Upper")]
    [InlineData("with space")]
    [InlineData("")]
    [InlineData("dotted.key")]
    [InlineData("line\n")]
    public void AKeyThatIsNotCamelCaseIsRefused(string key)
    {
        var asDetail = () => Some.Entry(detail: new() { [key] = "x" });
        var asPersonal = () => Some.Entry(personal: new() { [key] = "x" });
        asDetail.Should().Throw<ArgumentException>();
        asPersonal.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void AKeyCannotBeDetailAndPersonal()
    {
        var both = () => Some.Entry(detail: new() { ["reason"] = "x" }, personal: new() { ["reason"] = "y" });
        both.Should().Throw<ArgumentException>().WithMessage("*reason*");
    }

    [Fact]
    public void TextThatIsNotUnicodeIsRefused()
    {
        var asDetail = () => Some.Entry(detail: new() { ["platform"] = "\ud800" });
        var asPersonal = () => Some.Entry(personal: new() { ["customer"] = "\ud800" });
        asDetail.Should().Throw<ArgumentException>();
        asPersonal.Should().Throw<ArgumentException>();
    }

    private static List<Vector> Vectors() => JsonSerializer.Deserialize<List<Vector>>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Vectors", "audit-entry.json")), Options)!;

    private sealed record Vector(
        string Name,
        PendingEntry Pending,
        long Sequence,
        DateTimeOffset Time,
        string Previous,
        Dictionary<string, string> Salts,
        string Json,
        string Hash)
    {
        public SealedEntry Seal()
        {
            var salts = new Queue<string>(Pending.Personal!.Keys.Select(key => Salts[key]));
            return SealedEntry.Seal(Pending, Sequence, Time, Previous, () => Convert.FromHexString(salts.Dequeue()));
        }
    }
}
