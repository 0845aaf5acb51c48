using System.Text;
using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Shared.Tests.Audit;

public class HashChainTests
{
    private readonly List<StoredEntry> entries;

    private readonly List<StoredValue> values;

    public HashChainTests() => (entries, values) = Some.Log(6);

    [Fact]
    public void AGoodLogHasNoFault()
    {
        var report = Verify();
        report.Fault.Should().BeNull();
        report.Entries.Should().Be(6);
        report.Erased.Should().Be(0);
        report.LastHash.Should().Be(entries[^1].Hash);
        report.LastTime.Should().Be(Some.Time.AddSeconds(6));
    }

    [Fact]
    public void AnEmptyLogHasNoFaultAndNoEntry() => HashChain.Verify([], []).Should().Be(new ChainReport(0, 0, SealedEntry.NoPrevious, null, null));

    [Fact]
    public void ErasedValuesAreCountedAndNoFault()
    {
        values.RemoveAll(value => value.Sequence == 3 || (value.Sequence == 5 && value.Key == "problem"));
        Verify().Should().Match<ChainReport>(report => report.Fault == null && report.Entries == 6 && report.Erased == 3);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void AMissingEntryIsNamed(int sequence)
    {
        entries.RemoveAt(sequence - 1);
        values.RemoveAll(value => value.Sequence == sequence);
        ShouldFind(sequence, ChainDamage.Gap);
    }

    [Fact]
    public void AMissingEntryWhoseValuesStayedIsNamedToo()
    {
        entries.RemoveAt(3);
        ShouldFind(4, ChainDamage.StrayValue);
    }

    [Fact]
    public void TwoEntriesThatChangedPlacesAreFound()
    {
        (entries[2], entries[3]) = (entries[3] with { Sequence = 3 }, entries[2] with { Sequence = 4 });
        values.Clear();
        ShouldFind(3, ChainDamage.WrongSequence);
    }

    [Fact]
    public void EveryFlippedBitOfAnEntryIsFoundAtItsEntry()
    {
        var good = entries[3];
        var missed = new List<int>();
        for (var bit = 0; bit < 8 * good.Json.Length; bit++)
        {
            var json = good.Json.ToArray();
            json[bit / 8] ^= (byte)(1 << (bit % 8));
            entries[3] = good with { Json = json };
            if (Verify().Fault?.Sequence != 4)
            {
                missed.Add(bit);
            }
        }

        missed.Should().BeEmpty("{0} bits were tried", 8 * good.Json.Length);
    }

    [Fact]
    public void AnEntryWithTextBehindItsEndIsNotCanonical()
    {
        entries[3] = entries[3] with { Json = [.. entries[3].Json, 0] };
        ShouldFind(4, ChainDamage.NotCanonical);
    }

    [Fact]
    public void AnEntryInAnotherFormIsNotCanonicalEvenWithItsHash()
    {
        var loose = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(entries[3].Json).Replace(",\"outcome\"", ", \"outcome\"", StringComparison.Ordinal));
        entries[3] = entries[3] with { Json = loose, Hash = SealedEntry.HashOf(loose) };
        ShouldFind(4, ChainDamage.NotCanonical);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("{\"action\":\"x\"}")]
    public void CanonicalJsonThatIsNoEntryIsFound(string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        entries[3] = entries[3] with { Json = bytes, Hash = SealedEntry.HashOf(bytes) };
        ShouldFind(4, ChainDamage.NotAnEntry);
    }

    [Theory]
    [InlineData("\"outcome\":\"success\"", "\"outcome\":\"splendid\"")]
    [InlineData("\"outcome\":\"success\"", "\"outcome\":\"1\"")]
    [InlineData("\"kind\":\"technician\"", "\"kind\":\"nobody\"")]
    [InlineData("\"time\":\"2026-11-21T12:00:04.000Z\"", "\"time\":\"2026-11-21 12:00:04\"")]
    [InlineData("\"detail\":{\"number\":\"4\"}", "\"detail\":{\"number\":4}")]
    public void AnEntryWithAnImpossibleFieldIsFound(string before, string after)
    {
        Encoding.UTF8.GetString(entries[3].Json).Should().Contain(before);
        Rewrite(3, before, after);
        ShouldFind(4, ChainDamage.NotAnEntry);
    }

    [Fact]
    public void AnEntryWhoseHashWasChangedIsFound()
    {
        entries[3] = entries[3] with { Hash = entries[2].Hash };
        ShouldFind(4, ChainDamage.WrongHash);
    }

    [Fact]
    public void AnEntryThatWasRewrittenWithItsHashBreaksTheNext()
    {
        Rewrite(3, "\"outcome\":\"success\"", "\"outcome\":\"refused\"");
        ShouldFind(5, ChainDamage.WrongPrevious);
    }

    [Fact]
    public void AnEntryOfAnotherLogDoesNotFollow()
    {
        var other = Some.Log(6);
        entries[3] = other.Entries[3];
        values.Clear();
        ShouldFind(4, ChainDamage.WrongPrevious);
    }

    [Fact]
    public void AnEntryFiledUnderAnotherSessionIsFound()
    {
        entries[3] = entries[3] with { Session = Guid.NewGuid().ToString() };
        ShouldFind(4, ChainDamage.WrongSession);
    }

    [Fact]
    public void AnEntryThatLostItsSessionIsFound()
    {
        entries[3] = entries[3] with { Session = null };
        ShouldFind(4, ChainDamage.WrongSession);
    }

    [Fact]
    public void AnAlteredPersonalValueIsFound()
    {
        Alter(4, "customer", value => value with { Value = "Somebody else"u8.ToArray() });
        ShouldFind(4, ChainDamage.WrongValue);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not hex at all, but of length 32")]
    [InlineData("00000000000000000000000000000000")]
    public void AnAlteredSaltIsFound(string salt)
    {
        Alter(4, "customer", value => value with { Salt = salt });
        ShouldFind(4, ChainDamage.WrongValue);
    }

    [Fact]
    public void BytesCannotMoveFromTheValueIntoTheSalt()
    {
        // The same bytes are hashed; only the border is elsewhere.
        Alter(4, "customer", value => value with
        {
            Salt = value.Salt + Convert.ToHexStringLower(value.Value[..1]),
            Value = value.Value[1..],
        });
        ShouldFind(4, ChainDamage.WrongValue);
    }

    [Fact]
    public void AValueThatItsEntryDoesNotKnowIsFound()
    {
        Alter(4, "customer", value => value with { Key = "friend" });
        ShouldFind(4, ChainDamage.StrayValue);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void AValueWithoutAnEntryIsFound(int sequence)
    {
        values.Insert(sequence == 0 ? 0 : values.Count, values[0] with { Sequence = sequence });
        ShouldFind(sequence, ChainDamage.StrayValue);
    }

    [Fact]
    public void OfTwoFaultsTheFirstIsNamed()
    {
        entries[4] = entries[4] with { Session = null };
        entries[1] = entries[1] with { Hash = SealedEntry.NoPrevious };
        ShouldFind(2, ChainDamage.WrongHash);
    }

    [Fact]
    public void ACutOffEndIsNotSeenFromTheChainButTheLastHashShowsIt()
    {
        var whole = Verify().LastHash;
        entries.RemoveRange(4, 2);
        values.RemoveAll(value => value.Sequence > 4);
        Verify().Fault.Should().BeNull();
        Verify().LastHash.Should().NotBe(whole);
    }

    private ChainReport Verify() => HashChain.Verify(entries, values);

    private void ShouldFind(long sequence, ChainDamage damage)
    {
        var report = Verify();
        report.Fault.Should().NotBeNull();
        (report.Fault!.Sequence, report.Fault.Damage).Should().Be((sequence, damage));
        report.Fault.Says.Should().EndWith(".");
        report.Entries.Should().BeLessThan(Math.Max(sequence, 1));
    }

    private void Rewrite(int at, string before, string after)
    {
        var json = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(entries[at].Json).Replace(before, after, StringComparison.Ordinal));
        entries[at] = entries[at] with { Json = json, Hash = SealedEntry.HashOf(json) };
    }

    private void Alter(long sequence, string key, Func<StoredValue, StoredValue> change)
    {
        var at = values.FindIndex(value => value.Sequence == sequence && value.Key == key);
        values[at] = change(values[at]);
    }
}
