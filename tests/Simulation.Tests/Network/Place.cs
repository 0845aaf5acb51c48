using RemoteAssist.Simulation.Tests.Engine;

namespace RemoteAssist.Simulation.Tests.Network;

/// <summary>What may become of one message on its way, where somebody hostile carries it.</summary>
internal enum Fate
{
    Arrives,
    IsLost,
    ArrivesTwice,
    ArrivesLate,
}

/// <summary>Where somebody sits: how far the Relay is from there, and whether it can be reached.</summary>
internal sealed class Place(string name, Timeline timeline, Dice dice, (double From, double To) seconds)
{
    private readonly List<Line> lines = [];
    private DateTimeOffset downUntil;

    public string Name => name;

    /// <summary>The share of messages that a hostile carrier tampers with.</summary>
    public double Mischief { get; set; }

    /// <summary>Nothing that is sent before this moment arrives before it.</summary>
    public DateTimeOffset StalledUntil { get; private set; }

    public bool IsDown => timeline.Now < downUntil;

    public TimeSpan Delay() => dice.Between(seconds.From, seconds.To);

    public Fate FateOfMessage() => !dice.Chance(Mischief)
        ? Fate.Arrives
        : dice.Pick(Fate.IsLost, Fate.ArrivesTwice, Fate.ArrivesLate);

    public bool Chance(double share) => dice.Chance(share);

    public void Enter(Line line) => lines.Add(line);

    public void Leave(Line line) => lines.Remove(line);

    /// <summary>Everything waits.</summary>
    public void Stall(TimeSpan time) => StalledUntil = timeline.Now + time;

    /// <summary>All connections are cut, and there are no others for a while. Either end may notice at once or by the silence.</summary>
    public void GoDown(TimeSpan time)
    {
        downUntil = timeline.Now + time;
        foreach (var line in lines.ToArray())
        {
            line.Break(clientNotices: Notice(line.ClientHeard), serverNotices: Notice(line.ServerHeard));
        }
    }

    /// <summary>The computer has no more to do with these connections: a process that was killed, whose system may or may not say so.</summary>
    public void Drop(Line line) => line.Break(clientNotices: null, serverNotices: Notice(line.ServerHeard));

    /// <summary>When an end notices that the other one is gone: by a reset, or by the silence.</summary>
    public TimeSpan Notice(DateTimeOffset lastHeard)
    {
        var silence = lastHeard + Shared.Wire.RelayConnection.SilenceTimeout - timeline.Now;
        return dice.Chance(0.5) || silence < TimeSpan.Zero ? Delay() : silence;
    }
}
