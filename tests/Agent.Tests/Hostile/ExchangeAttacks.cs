using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Tests.Hostile;

/// <summary>What a Relay can do to the messages that lead to keys: of the code, and of every resumption.</summary>
internal static class ExchangeAttacks
{
    private static readonly byte[] OfTheCode = [1, 2, 3, 4];
    private static readonly byte[] OfResuming = [17, 18, 19];

    public static IEnumerable<Attack> All(Scene earlier)
    {
        foreach (var act in new[] { Act.Code, Act.Reload, Act.Rejoin, Act.Introduce })
        {
            var all = act == Act.Code ? OfTheCode : OfResuming;
            byte[] shares = act == Act.Code ? [1, 2] : [17, 18];
            yield return One("a bit flipped", act, all, (_, dice, m) => [Bend.Flip(m, dice)]);
            yield return One("cut short", act, all, (_, dice, m) => [Bend.Cut(m, dice)]);
            yield return One("lengthened", act, all, (_, dice, m) => [Bend.Grow(m, dice)]);
            yield return One("a field replaced", act, all, (_, dice, m) => [Bend.Field(m, dice)]);
            yield return One("a share of its own", act, shares, (_, dice, m) => [Bend.OwnShare(m, dice)]);
            yield return One("the mirrored share", act, shares, (_, dice, m) => [Bend.MirroredShare(m, dice)]);
            yield return One("codecs stripped or added", act, shares, (_, dice, m) => [Bend.Codecs(m, dice)]);
            yield return One("another version", act, shares, (_, dice, m) => [Bend.Version(m, dice)]);
            yield return One("of another session", act, all, (_, _, m) => [Recorded(earlier, m[0])]);
            yield return One("another message in its place", act, all, (_, dice, m) => [Recorded(earlier, Other(dice, m[0], [.. OfTheCode, .. OfResuming]))]);
            yield return One("the sender's words sent back to it", act, all, SentBack);
            yield return One("let fall", act, all, (_, _, _) => [], Ending.Nothing);
            yield return One("said twice", act, act == Act.Code ? [1, 3, 4] : all, (_, _, m) => [m, m], Ending.Unharmed);
            if (act is Act.Reload or Act.Rejoin)
            {
                yield return One("of the connection before", act, all, (scene, _, m) => [Before(scene, m)]);
            }
        }

        yield return new Attack("a man in the middle with a wrong code", Act.Code, Ending.NoFrame, (scene, dice) =>
            new ManInTheMiddle(scene, dice, Wrong(dice)).Begin());
        yield return new Attack("the last word first", Act.Code, Ending.NoFrame, (scene, dice) =>
            Strike(scene, 1, word =>
            {
                scene.Relay.Agent.Exchanged(word.Viewer, [4, 1, .. dice.Bytes(32)]);
                return [word];
            }));
    }

    /// <summary>Six digits that are not the code's.</summary>
    public static string Wrong(Lcg dice)
    {
        var guess = $"{dice.Next(1000):000}{dice.Next(1000):000}";
        return guess == Some.Code.Secret ? "000000" : guess;
    }

    /// <summary>The first message of this kind goes another way.</summary>
    public static void Strike(Scene scene, byte kind, Func<Word, IEnumerable<Word>> otherwise)
    {
        var struck = false;
        IEnumerable<Word> Hook(Word word)
        {
            if (struck || word.Kind != kind)
            {
                return [word];
            }

            struck = true;
            scene.Relay.Strike();
            return otherwise(word);
        }

        if (kind is 2 or 4 or 18)
        {
            scene.Relay.FromPage = Hook;
        }
        else
        {
            scene.Relay.FromAgent = Hook;
        }
    }

    private static Attack One(
        string what, Act act, byte[] kinds, Func<Scene, Lcg, byte[], IEnumerable<byte[]>> bend, Ending ending = Ending.NoFrame) =>
        new($"a message of the exchange, {what}", act, ending, (scene, dice) =>
            Strike(scene, kinds[dice.Next(kinds.Length)], word => bend(scene, dice, word.Bytes).Select(m => word with { Bytes = m })));

    private static byte[] Recorded(Scene scene, byte kind) => scene.Relay.Words.First(w => w.Kind == kind).Bytes;

    private static byte[] Before(Scene scene, byte[] message) =>
        scene.Relay.Words.Last(w => w.Kind == message[0] && !w.Bytes.AsSpan().SequenceEqual(message)).Bytes;

    private static byte Other(Lcg dice, byte than, byte[] kinds)
    {
        var others = kinds.Where(k => k != than).ToArray();
        return others[dice.Next(others.Length)];
    }

    // What the other end said last, as far as its layout goes, under the kind that is waited for.
    private static byte[][] SentBack(Scene scene, Lcg dice, byte[] message)
    {
        var words = scene.Relay.Words.Select(w => w.Bytes).ToArray();
        byte[] Last(byte kind) => words.Last(w => w[0] == kind);
        return
        [
            message[0] switch
            {
                2 => [2, 1, .. Last(1)[34..]],
                3 => [3, 1, .. message[2..34], .. dice.Bytes(32)],
                4 => [4, 1, .. Last(3)[34..]],
                18 => [18, 1, .. Last(17)[2..67], .. Last(17)[68..84], .. message[83..115], .. message[115..]],
                19 => [19, 1, .. Last(18)[83..115]],
                _ => Last(message[0]) is var own && message[0] == 1 ? [2, 1, .. own[34..]] : [18, 1, .. own[2..]],
            },
        ];
    }
}

/// <summary>Sits between the two with an exchange of its own on each side, and a guess at the code.</summary>
internal sealed class ManInTheMiddle
{
    private readonly Scene scene;
    private readonly Lcg dice;
    private readonly AgentHandshake asAgent;
    private readonly SealedViewer page;

    public ManInTheMiddle(Scene scene, Lcg dice, string guess)
    {
        this.scene = scene;
        this.dice = dice;
        page = scene.Relay.Technician;
        AsPage = new SealedViewer(Some.Session, scene.Clock) { Keeper = new CodeKeeper(guess) };
        AsPage.Sit(page.Number);
        var context = new ExchangeContext(HubContract.ProtocolVersion, Some.Session, (uint)page.Number);
        asAgent = new AgentHandshake(context, Some.Code.Nameplate, guess, page.Codecs, scene.Clock, PlatformRandom.Instance);
    }

    /// <summary>What the Agent takes for the technician's page.</summary>
    public SealedViewer AsPage { get; }

    /// <summary>Whether the genuine page takes it for the Agent.</summary>
    public bool FooledThePage { get; private set; }

    public void Begin()
    {
        var relay = scene.Relay;
        relay.Strangers.Add(AsPage);
        relay.Pages[page.Number] = AsPage;
        relay.Strike();
        var share = page.Exchanged(asAgent.Begin())!;
        var tag = asAgent.Receive(share).Reply!;
        var answer = page.Exchanged(tag);
        FooledThePage = answer?[0] == 4;

        // To the Agent he says his refusal, a tag that he made up, or the Agent's own.
        var asSaid = dice.Next(3);
        byte[] heard = [];
        relay.FromAgent = word =>
        {
            heard = word.Bytes;
            return [word];
        };
        relay.FromPage = word => word.Kind == 5 && asSaid > 0 && heard[0] == 3
            ? [word with { Bytes = asSaid == 1 ? [4, 1, .. dice.Bytes(32)] : [4, 1, .. heard[34..]] }]
            : [word];
    }
}
