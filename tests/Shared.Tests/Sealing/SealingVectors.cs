using System.Text.Json.Nodes;
using RemoteAssist.Shared.Sealing;

namespace RemoteAssist.Shared.Tests.Sealing;

/// <summary>
/// tests/Vectors/sealing.json: one exchange, one resumption, envelopes, a statement, all from fixed randomness. The
/// browser's tests replay the Viewer's half and must reach the same bytes.
/// </summary>
internal static class SealingVectors
{
    public const string Name = "sealing.json";

    private static readonly DateTimeOffset Issued = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    /// <summary>The whole file as it would be written now, but for the signature, which differs every time.</summary>
    public static JsonObject Make()
    {
        var (exchange, agreement) = Exchange(Some.Secret);
        return new JsonObject
        {
            ["context"] = new JsonObject
            {
                ["protocolVersion"] = Some.Version,
                ["session"] = Some.Session.ToString(),
                ["viewer"] = Some.Context.Viewer,
                ["nameplate"] = Some.Nameplate,
                ["secret"] = Some.Secret,
                ["viewerCodecs"] = Vectors.Hex(Some.ViewerCodecs),
                ["agentCodecs"] = Vectors.Hex(Some.AgentCodecs),
            },
            ["exchange"] = exchange,
            ["wrongCode"] = Exchange("000000").Json,
            ["resumption"] = Resumption(agreement.Keys.Resumption),
            ["control"] = Control(agreement.Keys),
            ["frames"] = Frames(),
            ["statement"] = Statement(agreement.TranscriptHash),
        };
    }

    private static (JsonObject Json, Agreement Agreement) Exchange(string typed)
    {
        var viewerRandom = new FixedRandom("viewer");
        using var agent = Some.Agent(typed, random: new FixedRandom("agent"));
        var viewer = Some.Viewer(new CodeKeeper(Some.Secret), random: viewerRandom);
        var json = Drawn("viewer");
        var first = agent.Begin();
        var second = viewer.Receive(first).Reply!;
        var third = agent.Receive(second).Reply!;
        var fourth = viewer.Receive(third);
        json["agentShare"] = Vectors.Hex(first);
        json["viewerShare"] = Vectors.Hex(second);
        json["agentConfirm"] = Vectors.Hex(third);
        json["viewerAnswer"] = Vectors.Hex(fourth.Reply!);
        if (fourth.Agreement is { } agreement)
        {
            json["keys"] = Keys(agreement);
        }

        return (json, fourth.Agreement!);
    }

    private static JsonObject Resumption(ResumptionSecret secret)
    {
        var context = Some.Context with { Viewer = 2 };
        using var agent = new AgentResumption(context, [secret], Some.AgentCodecs, new StillClock(), new FixedRandom("agent again"));
        var viewer = new ViewerResumption(context, secret, Some.ViewerCodecs, new StillClock(), new FixedRandom("viewer again"));
        var json = Drawn("viewer again");
        var first = agent.Begin();
        var second = viewer.Receive(first).Reply!;
        var third = agent.Receive(second);
        json["viewer"] = context.Viewer;
        json["name"] = Vectors.Hex(secret.Name);
        json["agentResume"] = Vectors.Hex(first);
        json["viewerResume"] = Vectors.Hex(second);
        json["agentResumed"] = Vectors.Hex(third.Reply!);
        json["keys"] = Keys(viewer.Receive(third.Reply!).Agreement!);
        return json;
    }

    private static JsonObject Keys(Agreement agreement) => new()
    {
        ["transcriptHash"] = Vectors.Hex(agreement.TranscriptHash),
        ["controlToViewer"] = Vectors.Hex(agreement.Keys.ControlToViewer),
        ["controlToAgent"] = Vectors.Hex(agreement.Keys.ControlToAgent),
        ["resumptionName"] = Vectors.Hex(agreement.Keys.Resumption.Name),
        ["english"] = agreement.Keys.Words.English,
        ["chinese"] = agreement.Keys.Words.Chinese,
    };

    private static JsonObject Control(KeySchedule keys)
    {
        using var toViewer = new ControlSealer(keys.ControlToViewer, keys.Viewer);
        using var toAgent = new ControlSealer(keys.ControlToAgent, keys.Viewer);
        var down = new JsonArray();
        var up = new JsonArray();
        foreach (byte[] body in new byte[][] { [129, .. new byte[16]], new ContentKey(1, Filled(7)).ToBytes(), [], Filled(9) })
        {
            toViewer.Seal(body, out var sealedDown);
            down.Add(Pair(body, sealedDown));
            toAgent.Seal(body, out var sealedUp);
            up.Add(Pair(body, sealedUp));
        }

        return new JsonObject { ["toViewer"] = down, ["toAgent"] = up };
    }

    private static JsonObject Frames()
    {
        using var sealer = new FrameSealer(Some.Version, Some.Session);
        var envelopes = new JsonArray();
        void Add(bool startsKeyFrame, uint epoch, byte[] body)
        {
            sealer.Seal(startsKeyFrame, epoch, body, out var envelope).Should().BeNull();
            envelopes.Add(Pair(body, envelope));
        }

        var keys = new JsonArray();
        for (uint id = 1; id <= 2; id++)
        {
            var key = new ContentKey(id, Filled((byte)(6 + id)));
            keys.Add(Vectors.Hex(key.ToBytes()));
            sealer.Renew(key);
            Add(startsKeyFrame: true, id, [1, (byte)id]);
            Add(startsKeyFrame: false, id, Filled(3));
            Add(startsKeyFrame: false, id, new byte[300]);
        }

        return new JsonObject { ["contentKeys"] = keys, ["envelopes"] = envelopes };
    }

    private static JsonObject Statement(byte[] transcriptHash)
    {
        var statement = new AskingStatement(
            "Ana Ruiz", "Example Help 示例", "C-1042", Some.Session, transcriptHash, Issued, Issued + TimeSpan.FromMinutes(5));
        return new JsonObject
        {
            ["technician"] = statement.Technician,
            ["organisation"] = statement.Organisation,
            ["caseNumber"] = statement.CaseNumber,
            ["issued"] = statement.Issued.ToUnixTimeMilliseconds(),
            ["expires"] = statement.Expires.ToUnixTimeMilliseconds(),
            ["bytes"] = Vectors.Hex(statement.ToBytes()),
        };
    }

    private static JsonObject Drawn(string seed)
    {
        // In the order in which the Viewer's half draws: first the scalar, then the salt.
        var random = new FixedRandom(seed);
        var scalar = random.ScalarBytes();
        using var number = P256Scalar.From(scalar);
        return new JsonObject
        {
            ["scalar"] = Vectors.Hex(scalar),
            ["scalarTimesBase"] = Vectors.Hex(number.TimesBase()),
            ["salt"] = Vectors.Hex(random.Bytes(16)),
        };
    }

    private static JsonObject Pair(byte[] body, byte[] envelope) =>
        new() { ["body"] = Vectors.Hex(body), ["envelope"] = Vectors.Hex(envelope) };

    private static byte[] Filled(byte value)
    {
        var bytes = new byte[32];
        Array.Fill(bytes, value);
        return bytes;
    }
}
