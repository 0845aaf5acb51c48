using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Tests.Hostile;

/// <summary>Viewers, commands, answers and seats that a Relay invents.</summary>
internal static class ViewerAttacks
{
    public static IEnumerable<Attack> All(Scene earlier)
    {
        foreach (var act in new[] { Act.Code, Act.Question, Act.Live, Act.Reload, Act.Rejoin, Act.Introduce })
        {
            yield return new Attack("a viewer of its own", act, Ending.Unharmed, (scene, dice) => Stranger(scene, dice, act, earlier));
            if (act != Act.Code)
            {
                yield return new Attack("messages of no exchange", act, Ending.Unharmed, (scene, dice) => Chatter(scene, dice, act, earlier));
            }
        }

        foreach (var act in new[] { Act.Question, Act.Live })
        {
            yield return new Attack("an invented command", act, Ending.Named, (scene, dice) =>
            {
                scene.Relay.Strike();
                scene.Relay.Agent.EnvelopeArrived(Invented(scene, dice));
            });
        }

        yield return new Attack("a viewer of its own on the technician's seat", Act.Live, Ending.Named, (scene, dice) =>
        {
            var seat = scene.Relay.Technician.Number;
            scene.Relay.Agent.ViewerLeft(seat);
            Answer(scene, dice, seat, earlier);
            scene.Relay.Strike();
            scene.Relay.Agent.ViewerJoined(seat);
        });
        yield return new Attack("a viewer of its own on the newcomer's seat", Act.Introduce, Ending.NoFrame, (scene, dice) =>
            Answer(scene, dice, scene.Victim.Number, earlier));
        yield return new Attack("an answer about the newcomer that it says is not in the log", Act.Introduce, Ending.Nothing, (scene, _) =>
            scene.Relay.AnswerAdmit = (_, _) =>
            {
                scene.Relay.Strike();
                return false;
            });
        yield return new Attack("pages named twice, by numbers that are none, and gone without having come", Act.Live, Ending.Unharmed, (scene, dice) =>
        {
            scene.Relay.Strike();
            scene.Relay.Agent.ViewerJoined(scene.Relay.Technician.Number);
            scene.Relay.Agent.ViewerJoined(-dice.Next(1000));
            scene.Relay.Agent.ViewerLeft(2 + dice.Next(1000));
            scene.Relay.Agent.ViewerJoined(2 + dice.Next(100_000));
            scene.Relay.Agent.KeyFrameNeeded();
        });
        yield return new Attack("old envelopes before the page has resumed", Act.Rejoin, Ending.Unharmed, (scene, _) => scene.Relay.Seated = () =>
        {
            scene.Relay.Strike();
            foreach (var old in scene.Relay.Received)
            {
                scene.Relay.Agent.EnvelopeArrived(old);
            }
        });
        yield return new Attack("old envelopes of a seat that is empty", Act.Reload, Ending.Unharmed, (scene, _) => scene.Relay.FromAgent = word =>
        {
            scene.Relay.Strike();
            foreach (var old in scene.Relay.Received.Where(e => e[4] != word.Viewer))
            {
                scene.Relay.Agent.EnvelopeArrived(old);
            }

            return [word];
        });
        yield return new Attack("old frames on a page that has not resumed", Act.Rejoin, Ending.NoFrame, (scene, dice) => scene.Relay.Seated = () =>
        {
            scene.Relay.Strike();
            var old = scene.Relay.Sent.Where(e => e[1] == (byte)EnvelopeChannel.Frames).ToArray();
            HostileRelay.Hand(scene.Relay.Technician, old[dice.Next(old.Length)]);
        });
        yield return new Attack("a seat that it says is gone", Act.Rejoin, Ending.Nothing, (scene, dice) => scene.Relay.Again = () =>
        {
            scene.Relay.Strike();
            return new RejoinOutcome(false, dice.Next(5) == 0 ? null : (EndReason)dice.Next(Enum.GetValues<EndReason>().Length));
        });
    }

    // An introduction under the technician's next number, by somebody without the key.
    private static byte[] Invented(Scene scene, Lcg dice)
    {
        var technician = scene.Relay.Technician;
        var next = scene.Relay.Received.Count(e => e[4] == technician.Number) + 1;
        var body = new ControlMessage.Command(1, new ViewerCommand.Introduce(2, dice.Bytes(32), "Lin Wei", "Northwind IT").ToBytes()).ToBytes();
        return new EnvelopeHeader(EnvelopeChannel.Control, EnvelopeMarks.None, (uint)technician.Number, (ulong)next, 0)
            .Wrap([.. body, .. dice.Bytes(16)]);
    }

    private static void Stranger(Scene scene, Lcg dice, Act act, Scene earlier)
    {
        void Come()
        {
            var stranger = new SealedViewer(Some.Session, scene.Clock)
            {
                Secret = ResumptionSecret.OfIntroduction(dice.Bytes(32)),
                Keeper = new CodeKeeper(ExchangeAttacks.Wrong(dice)),
            };
            scene.Relay.Strangers.Add(stranger);
            scene.Relay.Seat(stranger);
            Answer(scene, dice, stranger.Number, earlier);
            scene.Relay.Strike();
            scene.Relay.Agent.ViewerJoined(stranger.Number);
        }

        if (act == Act.Rejoin)
        {
            scene.Relay.Seated = Come;
        }
        else if (act == Act.Code)
        {
            // Named before the page that agreed.
            scene.Relay.Offers = offering =>
            {
                Come();
                return [offering];
            };
        }
        else
        {
            Come();
        }
    }

    // Whoever is on this seat answers the Agent's wish to resume with whatever the Relay has.
    private static void Answer(Scene scene, Lcg dice, int seat, Scene earlier)
    {
        var how = dice.Next(4);
        scene.Relay.FromAgent = word =>
        {
            if (word.Viewer != seat || word.Kind != 17)
            {
                return [word];
            }

            using var scalar = P256Scalar.Draw();
            var names = word.Bytes[68..(68 + (word.Bytes[67] * ResumptionSecret.NameSize))];
            var name = names[(dice.Next(word.Bytes[67]) * ResumptionSecret.NameSize)..][..ResumptionSecret.NameSize];
            var hello = new Hello(HubContract.ProtocolVersion, scene.Relay.Technician.Codecs, dice.Bytes(Hello.SaltBytes)).ToBytes();
            byte[] answer = how switch
            {
                0 => [18, 1, .. scalar.TimesBase(), .. name, .. dice.Bytes(32), .. hello],
                1 => [18, 1, .. scalar.TimesBase(), .. dice.Bytes(16), .. dice.Bytes(32), .. hello],
                2 => earlier.Relay.Words.Last(w => w.Kind == 18).Bytes,
                _ => [18, 1, .. word.Bytes[2..67], .. name, .. dice.Bytes(32), .. hello],
            };
            scene.Relay.Strike();
            scene.Relay.Agent.Exchanged(seat, answer);
            return [];
        };
    }

    private static void Chatter(Scene scene, Lcg dice, Act act, Scene earlier)
    {
        void Say()
        {
            var words = earlier.Relay.Words.ToArray();
            for (var i = 0; i < 8; i++)
            {
                scene.Relay.Strike();
                var viewer = dice.Next(2) == 0 ? 1 : dice.Next(9);
                scene.Relay.Agent.Exchanged(viewer, dice.Next(3) == 0 ? dice.Bytes(dice.Next(200)) : words[dice.Next(words.Length)].Bytes);
            }
        }

        if (act == Act.Rejoin)
        {
            scene.Relay.Seated = Say;
        }
        else
        {
            Say();
        }
    }
}
