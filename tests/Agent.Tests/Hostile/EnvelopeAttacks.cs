using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Tests.Hostile;

/// <summary>What a Relay can do to sealed envelopes: the Agent's messages, its frames, and a page's messages.</summary>
internal static class EnvelopeAttacks
{
    private enum Way
    {
        ControlDown,
        FramesDown,
        ControlUp,
    }

    public static IEnumerable<Attack> All(Scene earlier)
    {
        foreach (var act in new[] { Act.Live, Act.Reload, Act.Rejoin, Act.Introduce })
        {
            foreach (var way in Enum.GetValues<Way>())
            {
                yield return One("a bit flipped", act, way, (_, dice, e) => [Bend.Flip(e, dice)]);
                yield return One("cut short", act, way, (_, dice, e) => [Bend.Cut(e, dice)]);
                yield return One("lengthened", act, way, (_, dice, e) => [Bend.Grow(e, dice)]);
                yield return One("another head", act, way, (_, dice, e) => [Bend.Head(e, dice)]);
                yield return One("invented", act, way, (_, dice, e) => [Bend.Invented(e, dice)]);
                yield return One("invented, on top", act, way, (_, dice, e) => [Bend.Invented(e, dice), e]);
                yield return One("twice", act, way, (_, _, e) => [e, e]);
                yield return One("an old one again", act, way, (scene, dice, e) => [e, Old(scene, dice, way, e)]);
                yield return One("an old one under its head", act, way, (scene, dice, e) => [Bend.Refitted(Old(scene, dice, way, e), e)]);
                yield return One("of another session under its head", act, way, (_, dice, e) => [Bend.Refitted(Any(earlier, dice, way), e)]);
                yield return One("of the other direction", act, way, (scene, dice, e) => [Bend.Refitted(Any(scene, dice, Opposite(way)), e)]);
                if (act == Act.Live)
                {
                    // Without what comes after it, nobody could tell; there is more, and no key frame, only here.
                    yield return One("let fall", act, way, (_, _, _) => []);
                    yield return Swapped(act, way);
                }
            }
        }

        yield return Handed();
    }

    private static Way Opposite(Way way) => way == Way.ControlUp ? Way.ControlDown : Way.ControlUp;

    // One of those that pass from now on.
    private static Attack One(string what, Act act, Way way, Func<Scene, Lcg, byte[], IEnumerable<byte[]>> bend) =>
        new($"{Name(way)}, {what}", act, Ending.Named, (scene, dice) =>
        {
            var after = dice.Next(act == Act.Live ? 4 : 2);
            Hook(scene, way, envelope =>
            {
                if (after-- != 0)
                {
                    return [envelope];
                }

                scene.Relay.Strike();
                return bend(scene, dice, envelope);
            });
        });

    private static Attack Swapped(Act act, Way way) => new($"{Name(way)}, out of order", act, Ending.Named, (scene, dice) =>
    {
        var after = dice.Next(3);
        byte[]? held = null;
        Hook(scene, way, envelope =>
        {
            if (after-- == 0)
            {
                held = envelope;
                return [];
            }

            if (held is not { } first)
            {
                return [envelope];
            }

            held = null;
            scene.Relay.Strike();
            return [envelope, first];
        });
    });

    // What is for the technician's page, content keys among it, handed to the newcomer as if it were for that one.
    private static Attack Handed() => new("another viewer's message, handed on", Act.Introduce, Ending.Named, (scene, dice) =>
    {
        var renumbered = dice.Next(2) == 0;
        scene.Relay.Down = envelope =>
        {
            if (EnvelopeHeader.TryRead(envelope, out var head) && head.Viewer == scene.Relay.Technician.Number && scene.Victim.HasKeys)
            {
                scene.Relay.Strike();
                var handed = envelope.ToArray();
                (head with { Viewer = renumbered ? (uint)scene.Victim.Number : head.Viewer }).Write(handed);
                HostileRelay.Hand(scene.Victim, handed);
            }

            return [envelope];
        };
    });

    private static void Hook(Scene scene, Way way, Func<byte[], IEnumerable<byte[]>> hook)
    {
        IEnumerable<byte[]> Filtered(byte[] envelope) => IsOf(way, envelope, scene.Victim.Number) ? hook(envelope) : [envelope];
        if (way == Way.ControlUp)
        {
            scene.Relay.Up = envelope => hook(envelope);
        }
        else
        {
            scene.Relay.Down = Filtered;
        }
    }

    private static bool IsOf(Way way, byte[] envelope, int viewer) =>
        EnvelopeHeader.TryRead(envelope, out var head)
        && (way == Way.FramesDown
            ? head.Channel == EnvelopeChannel.Frames
            : head.Channel == EnvelopeChannel.Control && (viewer == 0 || head.Viewer == viewer));

    private static byte[] Any(Scene scene, Lcg dice, Way way)
    {
        var all = (way == Way.ControlUp ? scene.Relay.Received : scene.Relay.Sent).Where(e => IsOf(way, e, 0)).ToArray();
        return all[dice.Next(all.Length)];
    }

    // One that the same page has had or has sent; where there is none yet, one of the page's number before.
    private static byte[] Old(Scene scene, Lcg dice, Way way, byte[] envelope)
    {
        var all = (way == Way.ControlUp ? scene.Relay.Received : scene.Relay.Sent)
            .Where(e => IsOf(way, e, 0) && !e.AsSpan().SequenceEqual(envelope)).ToArray();
        var own = all.Where(e => e.AsSpan(4, 4).SequenceEqual(envelope.AsSpan(4, 4))).ToArray();
        return own.Length > 0 ? own[dice.Next(own.Length)] : Bend.Refitted(all[dice.Next(all.Length)], envelope);
    }

    private static string Name(Way way) => way switch
    {
        Way.ControlDown => "an envelope of the Agent",
        Way.FramesDown => "a part of a frame",
        _ => "an envelope of a page",
    };
}
