using RemoteAssist.Shared.Input;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Inject;

/// <summary>
/// Does on the customer's desktop what the technician does. Whoever calls it has asked the gate; it refuses by itself what
/// would reach one of the Agent's own windows, at the moment in which it would.
/// </summary>
internal interface IInputSink : IDisposable
{
    /// <summary>All that it has injected since it was opened, counted where it is asked of the display.</summary>
    InputCounts Counted { get; }

    /// <summary>Does one thing; never blocks for longer than the display takes.</summary>
    /// <returns>Null where it was done.</returns>
    CommandRefusal? Do(InputEvent happened);

    /// <summary>Lets go of every key and button that it holds down.</summary>
    void ReleaseAll();
}
