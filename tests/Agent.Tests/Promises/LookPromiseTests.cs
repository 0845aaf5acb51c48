using System.Text.RegularExpressions;
using RemoteAssist.Agent.Platform.X11;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Agent.Tests.Platform;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Tests.Promises;

/// <summary>
/// Whatever happens before somebody has allowed it, no picture is asked of X. Counted outside: all that the capture says
/// to the X server passes through a tracer, which writes it down.
/// </summary>
[Trait("Promise", "1")]
public sealed partial class LookPromiseTests : IDisposable
{
    private const int Acts = 25;

    private readonly XServer server = new();
    private readonly string trace = Path.Combine(Path.GetTempPath(), $"remoteassist-look-{Guid.NewGuid():n}");
    private readonly string traced = $":{20_000 + (Environment.ProcessId % 10_000)}";

    private string Socket => $"/tmp/.X11-unix/X{traced[1..]}";

    public LookPromiseTests()
    {
        // A tracer that was killed leaves its socket behind, and the next one of that number could not listen.
        File.Delete(Socket);
        server.Stay("xtrace", "-n", "-k", "-d", server.Display, "-D", traced, "-o", trace);
    }

    [Fact]
    public async Task BeforeAGrantNoPictureIsAskedOfXInWhateverOrderThingsHappen()
    {
        await Eventually.Is(() => File.Exists(Socket), "the tracer listens");
        using var tried = new Tried(1, "random sequences before a grant with no picture asked of X, counted by a tracer");
        for (var run = 0; run < Tried.Count(1_000, smoke: 20); run++)
        {
            using (var stage = Begin())
            {
                await Anything(stage, new Lcg((uint)run + 1));
                stage.Relay.Frames.Should().BeEmpty();
            }

            var asked = Pictures();
            tried.Try(asked == 0, $"{asked} pictures were asked for");
        }

        // The control: the same way of looking, allowed.
        using (var allowed = Begin())
        {
            await allowed.ToLive();
        }

        await Eventually.Is(() => Pictures() > 0, "the tracer sees pictures being asked for");
        tried.MustHold();
    }

    public void Dispose()
    {
        server.Dispose();
        File.Delete(trace);
        File.Delete(Socket);
    }

    private Stage Begin() => new(screen: () => new X11ScreenSource(new OwnWindows(), traced));

    // Everything but the customer's yes.
    private static async Task Anything(Stage stage, Lcg dice)
    {
        var some = new SomeCommands((uint)dice.Next(1 << 20));
        if (dice.Next(4) > 0)
        {
            await stage.ToQuestion();
        }

        for (var i = 0; i < Acts; i++)
        {
            Act(stage, dice, some);
            await Task.Yield();
        }
    }

    private static void Act(Stage stage, Lcg dice, SomeCommands some)
    {
        var relay = stage.Relay;
        switch (dice.Next(17))
        {
            case 0:
                stage.Session.TypeCode(dice.Next(2) == 0 ? Some.Code : new SessionCode("4829", "000000"));
                break;
            case 1:
                stage.Clock.Advance(TimeSpan.FromMilliseconds(dice.Next(4_000)));
                break;
            case 2:
                stage.Session.Resume();
                break;
            case 3:
                stage.Session.Pause();
                break;
            case 4:
                stage.Session.AllowBeside(dice.Next(3));
                break;
            case 5:
                stage.Session.ShareChanged();
                break;
            case 6 when dice.Next(4) == 0:
                stage.Session.Decline();
                break;
            case 7 when relay.Agent is not null:
                relay.Come(stage.Stranger());
                break;
            case 8 when relay.Agent is { } agent:
                agent.ViewerJoined(1 + dice.Next(4));
                break;
            case 9 when relay.Agent is { } agent:
                agent.KeyFrameNeeded();
                break;
            case 10 when relay.Agent is { } agent:
                agent.EnvelopeArrived(dice.Bytes(1 + dice.Next(80)));
                break;
            case 11 when relay.Agent is { } agent:
                agent.Exchanged(1 + dice.Next(3), dice.Bytes(1 + dice.Next(80)));
                break;
            case 12 when relay.Agent is { } agent:
                var statement = relay.Statement(relay.Offer, dice.Bytes(32));
                agent.Offered(relay.Offer, statement, FakeRelay.Sign(statement));
                break;
            case 13 when stage.Technician.HasKeys:
                stage.Say(dice.Next(2) == 0 ? some.Input() : some.Drawing());
                break;
            case 14 when stage.Technician.HasKeys:
                relay.Send(stage.Technician, new ControlMessage.KeyFrameRequest());
                break;
            case 15 when stage.Technician.HasKeys:
                stage.Say(some.Words());
                break;
            case 16 when relay.Line is not null && dice.Next(4) == 0:
                relay.Lose();
                break;
            default:
                break;
        }
    }

    private int Pictures() => Asking().Count(Text());

    private string Text()
    {
        if (!File.Exists(trace))
        {
            return "";
        }

        using var open = new FileStream(trace, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(open);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"GetImage|CopyArea|NameWindowPixmap", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Asking();
}
