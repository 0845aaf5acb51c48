using RemoteAssist.Agent.Inject;
using RemoteAssist.Shared.Input;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Tests.Fakes;

/// <summary>A desktop's pointer and keyboard: remembers what was done, and what is down.</summary>
internal sealed class FakeInput : IInputSink
{
    private readonly Lock gate = new();
    private readonly List<InputEvent> done = [];
    private readonly HashSet<InputEvent> held = [];

    /// <summary>What was done, in order.</summary>
    public IReadOnlyList<InputEvent> Done => Copy(done);

    /// <summary>What is down now.</summary>
    public IReadOnlyList<InputEvent> Held => Copy(held);

    public int Opened { get; private set; }

    public bool Closed { get; private set; }

    /// <summary>What it refuses.</summary>
    public Func<InputEvent, CommandRefusal?> Refusing { get; set; } = _ => null;

    public InputCounts Counted { get; private set; } = InputCounts.None;

    public IInputSink Open()
    {
        Opened++;
        return this;
    }

    public CommandRefusal? Do(InputEvent happened)
    {
        lock (gate)
        {
            if (Refusing(happened) is { } why)
            {
                return why;
            }

            done.Add(happened);
            Counted += happened switch
            {
                InputEvent.Move => InputCounts.None with { Moves = 1 },
                InputEvent.Button { Down: true } => InputCounts.None with { Buttons = 1 },
                InputEvent.Wheel => InputCounts.None with { Wheel = 1 },
                InputEvent.Key { Down: true } or InputEvent.Stroke => InputCounts.None with { Keys = 1 },
                InputEvent.Text text => InputCounts.None with { Characters = text.Written.EnumerateRunes().Count() },
                _ => InputCounts.None,
            };
            _ = happened switch
            {
                InputEvent.Button { Down: true } or InputEvent.Key { Down: true } => held.Add(happened),
                InputEvent.Stroke stroke => held.Add(new InputEvent.Key(stroke.Usage, true)),
                InputEvent.Button button => held.Remove(button with { Down = true }),
                InputEvent.Key key => held.Remove(key with { Down = true }),
                _ => false,
            };
            return null;
        }
    }

    public void ReleaseAll()
    {
        lock (gate)
        {
            held.Clear();
        }
    }

    public void Dispose() => Closed = true;

    private IReadOnlyList<InputEvent> Copy(IEnumerable<InputEvent> events)
    {
        lock (gate)
        {
            return [.. events];
        }
    }
}
