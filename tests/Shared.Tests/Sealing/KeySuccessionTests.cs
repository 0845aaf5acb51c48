using System.Security.Cryptography;
using RemoteAssist.Shared.Sealing;

namespace RemoteAssist.Shared.Tests.Sealing;

/// <summary>An older key leads to a newer one, and nothing else does.</summary>
public sealed class KeySuccessionTests
{
    private readonly ECDsa[] keys = [.. Enumerable.Range(0, 4).Select(_ => ECDsa.Create(ECCurve.NamedCurves.nistP256))];

    [Fact]
    public void EachKeyLeadsToEachLaterOneAndToNoEarlier()
    {
        var history = History();
        for (var from = 0; from < keys.Length; from++)
        {
            for (var to = 0; to < keys.Length; to++)
            {
                KeySuccession.Leads(Fingerprint(from), history, Public(to)).Should().Be(from <= to, "from {0} to {1}", from, to);
                KeySuccession.Leads(Fingerprint(from).Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant(), [.. history.Reverse()], Public(to))
                    .Should().Be(from <= to);
            }
        }
    }

    [Fact]
    public void WhatTheOlderKeyDidNotSignLeadsNowhere()
    {
        using var thief = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var stolen = thief.ExportSubjectPublicKeyInfo();
        KeySuccession[] lies =
        [
            KeySuccession.Sign(thief, stolen) with { Before = Public(0) },
            KeySuccession.Sign(keys[0], Public(1)) with { After = stolen },
            new KeySuccession(Public(0), stolen, []),
            new KeySuccession(Public(0), stolen, new byte[64]),
            new KeySuccession([], stolen, new byte[64]),
            KeySuccession.Sign(thief, stolen),
            new KeySuccession(null!, stolen, new byte[64]),
            new KeySuccession(Public(0), null!, new byte[64]),
            new KeySuccession(Public(0), stolen, null!),
            null!,
        ];
        KeySuccession.Leads(Fingerprint(0), lies, stolen).Should().BeFalse();
        KeySuccession.Leads(Fingerprint(0), [.. Enumerable.Repeat(History()[0], KeySuccession.Most + 1)], Public(1)).Should().BeFalse("nobody has changed so often");
    }

    [Fact]
    public void ACircleEnds()
    {
        KeySuccession[] circle = [KeySuccession.Sign(keys[0], Public(1)), KeySuccession.Sign(keys[1], Public(0)), KeySuccession.Sign(keys[0], Public(1))];
        KeySuccession.Leads(Fingerprint(0), circle, Public(2)).Should().BeFalse();
        KeySuccession.Leads(Fingerprint(1), circle, Public(0)).Should().BeTrue();
    }

    private byte[] Public(int key) => keys[key].ExportSubjectPublicKeyInfo();

    private string Fingerprint(int key) => AskingStatement.Fingerprint(Public(key));

    private KeySuccession[] History() => [.. Enumerable.Range(0, keys.Length - 1).Select(at => KeySuccession.Sign(keys[at], Public(at + 1)))];
}
