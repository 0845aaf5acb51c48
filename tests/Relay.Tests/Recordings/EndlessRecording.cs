using System.Globalization;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Tests.Recordings;

/// <summary>A process that records until it is killed. It says the number of each frame once it was forwarded, and when that was.</summary>
internal static class EndlessRecording
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    public static async Task Run(string data)
    {
        await using var studio = new Studio(data, TimeProvider.System);
        var session = await studio.AddSession();
        using var agent = new SealedFrames(session);
        studio.Recorder.Begin(session);
        studio.Recorder.Keys(session, agent.NewKey());
        while (true)
        {
            var envelope = agent.Next(size: 4000);
            studio.Recorder.Frame(session, envelope);
            EnvelopeHeader.TryRead(envelope, out var head);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{session} {head.Number} {Environment.TickCount64}"));
            await Task.Delay(Pause);
        }
    }
}
