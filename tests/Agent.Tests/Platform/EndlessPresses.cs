using RemoteAssist.Agent.Platform.X11;
using RemoteAssist.Agent.Tests.Promises;
using RemoteAssist.Shared.Input;

namespace RemoteAssist.Agent.Tests.Platform;

/// <summary>
/// A process that uses pointer and keyboard until it is killed, as the Agent does: with what lets go for it afterwards.
/// It says a line once it holds something.
/// </summary>
internal static class EndlessPresses
{
    public static void Run(string agent, string display, uint seed)
    {
        using var sink = XTestSink.Open(
            new OwnWindows(), TimeProvider.System, display, spares => LastHand.Start(agent, display, spares))!;
        var some = new SomeCommands(seed);
        sink.Do(new InputEvent.Key(225, true));
        Console.WriteLine("begins");
        while (true)
        {
            foreach (var happened in some.Presses())
            {
                sink.Do(happened);
            }
        }
    }
}
