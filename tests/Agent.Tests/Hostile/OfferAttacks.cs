using System.Security.Cryptography;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Tests.Hostile;

/// <summary>What a Relay can do to its ticket, to its word on who asks, and to its answers about the log.</summary>
internal static class OfferAttacks
{
    private static readonly string[] Names = ["Lin Wie", "Bank Security", "Microsoft", "Lin  Wei Ltd", "", "林"];

    public static IEnumerable<Attack> All(Scene earlier)
    {
        yield return Offer("a bit of the statement flipped", (_, dice, o) => o with { Statement = Bend.Flip(o.Statement, dice) });
        yield return Offer("a bit of the signature flipped", (_, dice, o) => o with { Signature = Bend.Flip(o.Signature, dice) });
        yield return Offer("the statement cut", (_, dice, o) => o with { Statement = Bend.Cut(o.Statement, dice) });
        yield return Offer("the statement lengthened", (_, dice, o) => o with { Statement = Bend.Grow(o.Statement, dice) });
        yield return Offer("the signature cut or lengthened", (_, dice, o) => o with
        {
            Signature = dice.Next(2) == 0 ? Bend.Cut(o.Signature, dice) : Bend.Grow(o.Signature, dice),
        });
        yield return Offer("signed by another key", (_, _, o) =>
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            return o with { Signature = AskingStatement.Sign(o.Statement, key) };
        });
        yield return Offer("another technician than signed", (_, dice, o) => o with { Offer = o.Offer with { Technician = Pick(dice) } });
        yield return Offer("another organisation than signed", (_, dice, o) => o with { Offer = o.Offer with { Organisation = Pick(dice) } });
        yield return Offer("another case than signed", (_, dice, o) => o with { Offer = o.Offer with { CaseNumber = $"{dice.Next(20_000)}" } });
        yield return Offer("another session", (_, _, o) => o with { Offer = o.Offer with { Session = Guid.NewGuid() } });
        yield return Offer("signed for another session", (scene, _, o) => Signed(scene, o, s => s with { Session = Guid.NewGuid() }));
        yield return Offer("signed for another exchange", (scene, dice, o) => Signed(scene, o, s => s with
        {
            TranscriptHash = dice.Next(2) == 0 ? dice.Bytes(32) : earlier.Relay.Technician.TranscriptHash!,
        }));
        yield return Offer("signed long ago or for later", (scene, dice, o) => Signed(scene, o, s =>
        {
            var away = TimeSpan.FromMinutes(11 + dice.Next(9_000)) * (dice.Next(2) == 0 ? -1 : 1);
            return s with { Issued = s.Issued + away, Expires = s.Expires + away };
        }));
        yield return Offer("signed for too long", (scene, dice, o) =>
            Signed(scene, o, s => s with { Expires = s.Issued + AskingStatement.Longest + TimeSpan.FromSeconds(1 + dice.Next(100_000)) }));
        yield return Offer("nothing but the offer", (_, dice, o) => dice.Next(2) == 0
            ? o with { Statement = [] }
            : o with { Signature = [] });
        yield return Offer("let fall", (_, _, _) => null);
        yield return new Attack("an offer before the agreement", Act.Code, Ending.NoFrame, (scene, dice) =>
            ExchangeAttacks.Strike(scene, (byte)(1 + dice.Next(4)), word =>
            {
                var early = HostileRelay.Signed(Some.Offer(), scene.Relay.Statement(dice.Bytes(32)));
                scene.Relay.Agent.Offered(early.Offer, early.Statement, early.Signature);
                return [word];
            }));
        yield return new Attack("a second offer, of somebody else", Act.Code, Ending.Unharmed, (scene, dice) => scene.Relay.Offers = o =>
        {
            scene.Relay.Strike();
            return [o, OfAnother(scene, dice)];
        });
        foreach (var act in new[] { Act.Question, Act.Live, Act.Rejoin })
        {
            yield return new Attack("an offer of somebody else, later", act, Ending.Unharmed, (scene, dice) =>
            {
                void Say()
                {
                    scene.Relay.Strike();
                    var other = OfAnother(scene, dice);
                    scene.Relay.Agent.Offered(other.Offer, other.Statement, other.Signature);
                }

                if (act == Act.Rejoin)
                {
                    scene.Relay.Seated = Say;
                }
                else
                {
                    Say();
                }
            });
        }

        yield return Ticket("of another session", (_, t) => t with { Session = Guid.NewGuid() });
        yield return Ticket("with a key that signs nothing", (dice, t) =>
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            return t with { RelayKey = dice.Next(3) == 0 ? dice.Bytes(91) : key.ExportSubjectPublicKeyInfo() };
        });
        yield return new Attack("a ticket of another viewer than the page was told", Act.Code, Ending.NoFrame, (scene, dice) =>
        {
            var number = 2 + dice.Next(1000);
            scene.Relay.Ticket = scene.Relay.Ticket with { Viewer = number };
            scene.Relay.Pages[number] = scene.Relay.Technician;
            scene.Relay.Strike();
        });
        yield return new Attack("a step that it says is not in the log", Act.Code, Ending.NoFrame, (scene, dice) =>
        {
            var step = dice.Next(2) == 0 ? SessionEvent.Allow : SessionEvent.Show;
            scene.Relay.Answer = report =>
            {
                scene.Relay.Strike();
                return report.Event != step;
            };
        });
    }

    private static string Pick(Lcg dice) => Names[dice.Next(Names.Length)];

    private static Offering OfAnother(Scene scene, Lcg dice)
    {
        var statement = scene.Relay.Statement(scene.Relay.Technician.TranscriptHash!) with { Technician = "Bank Security", Organisation = $"No. {dice.Next(100)}" };
        return HostileRelay.Signed(Some.Offer() with { Technician = statement.Technician, Organisation = statement.Organisation }, statement);
    }

    private static Offering Signed(Scene scene, Offering honest, Func<AskingStatement, AskingStatement> otherwise) =>
        HostileRelay.Signed(honest.Offer, otherwise(scene.Relay.Statement(scene.Relay.Technician.TranscriptHash!)));

    private static Attack Offer(string what, Func<Scene, Lcg, Offering, Offering?> bend) =>
        new($"the offer, {what}", Act.Code, Ending.NoFrame, (scene, dice) => scene.Relay.Offers = o =>
        {
            scene.Relay.Strike();
            return bend(scene, dice, o) is { } bent ? [bent] : [];
        });

    private static Attack Ticket(string what, Func<Lcg, JoinTicket, JoinTicket> bend) =>
        new($"a ticket {what}", Act.Code, Ending.NoFrame, (scene, dice) =>
        {
            scene.Relay.Ticket = bend(dice, scene.Relay.Ticket);
            scene.Relay.Strike();
        });
}
