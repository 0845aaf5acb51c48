using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Shared.Sealing;

namespace RemoteAssist.Agent.Tests.Hostile;

/// <summary>
/// The real Agent and pages of the real sealing with a Relay between them that swaps, strips, replays, reorders and
/// invents. Each try is stopped by name before anything false is shown or done; what a Relay may always do (let a message
/// fall, say no) shows nothing false either.
/// </summary>
public sealed class AgentBehindAHostileRelayTests
{
    /// <summary>A session before, of the same two ends under the same ids, from which the Relay has kept everything.</summary>
    private static readonly Lazy<Task<Scene>> Earlier = new(() => Scene.Play(Act.Reload, _ => { }));

    [Theory]
    [InlineData(nameof(Act.Code))]
    [InlineData(nameof(Act.Question))]
    [InlineData(nameof(Act.Live))]
    [InlineData(nameof(Act.Reload))]
    [InlineData(nameof(Act.Rejoin))]
    [InlineData(nameof(Act.Introduce))]
    public async Task TheSameRelayLeftHonestCarriesThePicture(string act)
    {
        using var scene = await Scene.Play(Enum.Parse<Act>(act), _ => { }, pinned: true);
        Attack.Falsehood(scene).Should().BeNull();

        // A newcomer may be sent a part before it has the key: nobody's fault, and it is passed over.
        scene.Names.Where(name => name != nameof(SealingFault.NoKey)).Should().BeEmpty();
        scene.Opened.Should().BeGreaterThan(1);
        Scene.Pictures(scene.Victim).Count.Should().BeGreaterThan(1);
    }

    [Fact]
    public async Task TheSameManInTheMiddleGetsInWithTheRightCodeAndTheWordsDiffer()
    {
        ManInTheMiddle? man = null;
        using var scene = await Scene.Play(Act.Code, s =>
        {
            man = new ManInTheMiddle(s, new Lcg(1), Some.Code.Secret);
            man.Begin();
        });
        man!.FooledThePage.Should().BeTrue();
        man.AsPage.Parts.Should().NotBeEmpty("else it would prove nothing that he is stopped without the code");
        Attack.Falsehood(scene).Should().Be("a stranger has keys");
        scene.Shown.OfType<CustomerScreen.Question>().First().Words.Should().NotBe(scene.Relay.Technician.Words);
    }

    [Theory]
    [InlineData("exchange", 280, "exchanges of keys that the Relay alters, forges or replays, at the Agent")]
    [InlineData("offer", 180, "tickets, offers and statements that the Relay alters or invents, at the Agent")]
    [InlineData("envelope", 400, "envelopes that the Relay alters, invents, replays, reorders or hands on, at Agent and page")]
    [InlineData("viewer", 140, "viewers, commands and seats that the Relay invents, at the Agent")]
    [Trait("Promise", "10")]
    public async Task WhateverTheRelayTriesShowsAndDoesNothingFalse(string family, int full, string what)
    {
        var earlier = await Earlier.Value;
        Attack[] attacks =
        [
            .. family switch
            {
                "exchange" => ExchangeAttacks.All(earlier),
                "offer" => OfferAttacks.All(earlier),
                "envelope" => EnvelopeAttacks.All(earlier),
                _ => ViewerAttacks.All(earlier),
            },
        ];
        using var tried = new Tried(10, what);
        var count = Tried.Count(full, smoke: Math.Min(attacks.Length, full / 4));

        // A run that tries less than all kinds takes them from all over the list.
        for (var i = 0; i < count; i++)
        {
            var attack = attacks[count < attacks.Length ? i * attacks.Length / count : i % attacks.Length];
            var wrong = await attack.Try((uint)i);
            tried.Try(wrong is null, wrong ?? "");
        }

        tried.MustHold();
    }
}
