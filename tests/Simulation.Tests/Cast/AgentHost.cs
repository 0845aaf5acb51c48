using Microsoft.Extensions.Logging;
using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Sessions;
using RemoteAssist.Agent.Uplink;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;
using RemoteAssist.Simulation.Tests.Engine;
using RemoteAssist.Simulation.Tests.Judging;
using RemoteAssist.Simulation.Tests.Network;

namespace RemoteAssist.Simulation.Tests.Cast;

/// <summary>One run of the Agent on the customer's computer. What the customer does with its windows, <see cref="Customer"/> decides.</summary>
internal sealed class AgentHost : ICustomerWindows, IAgentObserver, ILogger<AgentSession>
{
    private readonly World world;
    private readonly ProcessClock clock;
    private readonly Place place;
    private readonly Dice dice;
    private readonly AgentDialer dialer;
    private readonly Customer customer;
    private string? further;

    public AgentHost(World world, string name, Place place, Dice dice, Manners manners)
    {
        this.world = world;
        this.place = place;
        this.dice = dice;
        Story = new AgentStory(name);
        clock = new ProcessClock(world.Timeline);
        dialer = new AgentDialer(() => world.Relay.Connect(place, clock, name, "203.0.113.7", technician: false), this);
        Session = new AgentSession(
            this, dialer, OpenScreen, clock, PlatformRandom.Instance, this, proofs: world.ChecksRecord ? new ProofLink(dialer, clock, this) : null);
        customer = new Customer(world, this, dice.Fork(), manners);
        _ = Run();
    }

    public AgentStory Story { get; }

    public AgentSession Session { get; }

    public SteppedScreen? Screen { get; private set; }

    public bool IsDead => clock.IsDead;

    /// <summary>Its windows are gone, and so is it.</summary>
    public bool IsOver { get; private set; }

    public CustomerScreen? Shown { get; private set; }

    /// <summary>The process is killed.</summary>
    public void Crash()
    {
        world.Trace.Add(Story.Name, "dies");
        clock.IsDead = true;
        IsOver = true;
        if (dialer.Link is { } link)
        {
            place.Drop(link.Line);
        }

        Screen?.Kill();
    }

    /// <summary>The run is over: nothing is left behind.</summary>
    public void Abandon()
    {
        clock.IsDead = true;
        Screen?.Kill();
    }

    public void Show(CustomerScreen screen)
    {
        if (IsDead)
        {
            return;
        }

        Shown = screen;
        world.Trace.Add(Story.Name, $"shows {Name(screen)}");
        var asks = ((screen as CustomerScreen.Banner)?.Beside as BesideQuestion.FurtherViewer)?.Technician;
        if (asks is not null && asks != further)
        {
            world.Judge.Asked(Story, asks);
        }

        further = asks;
        if (screen is CustomerScreen.Goodbye { Record: { } record })
        {
            world.Judge.Told(Story, record);
        }

        customer.Sees(screen);
    }

    public void Ticket(JoinTicket ticket) => Story.Ticket = ticket.Session;

    public void EnvelopeLeaves(byte[] envelope)
    {
        if (!IsDead)
        {
            world.Judge.EnvelopeLeft(Story, envelope);
        }
    }

    public void ExchangeLeaves(int viewer, byte[] message)
    {
        world.Trace.Add(Story.Name, $"says exchange {message[0]} to viewer {viewer}");
        if (message[0] == 19)
        {
            Story.Keyed.Add(viewer);
        }
    }

    public void ExchangeArrives(int viewer, byte[] message)
    {
        if (message[0] == 4)
        {
            Story.Keyed.Add(viewer);
        }
    }

    public void ViewerJoined(int viewer) => Story.Present.Add(viewer);

    public void ViewerLeft(int viewer)
    {
        Story.Present.Remove(viewer);
        Story.Keyed.Remove(viewer);
    }

    public void ConnectionLost()
    {
        Story.Present.Clear();
        Story.Keyed.Clear();
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => !IsDead;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsDead)
        {
            return;
        }

        if (state is IReadOnlyList<KeyValuePair<string, object?>> values
            && values.Count == 3 && values[0].Value is SessionState from && values[1].Value is SessionState to)
        {
            world.Judge.Moved(Story, from, to);
        }
        else
        {
            var fault = (state as IReadOnlyList<KeyValuePair<string, object?>>)?.FirstOrDefault(v => v.Value is SealingFault).Value;
            world.Judge.Demand(fault is null || world.IsHostile, Invariant.Opens, $"{Story.Name}: {fault}");
            world.Trace.Add(Story.Name, $"notes: {formatter(state, exception)}{(exception is null ? "" : $" ({exception.GetType().Name}: {exception.Message})")}");
        }
    }

    private async Task Run()
    {
        Session.Begin();
        var reason = await Session.Finished;
        world.Trace.Add(Story.Name, $"is gone: {reason}");
        Story.Reason = reason;
        IsOver = true;
        Session.Dispose();
    }

    private SteppedScreen OpenScreen()
    {
        world.Judge.Demand(
            Story.Session is { Allowed: true }, Invariant.NoGrant, $"{Story.Name} opened the screen, and no grant is in the log");
        Screen = new SteppedScreen(world.Timeline, world.Pump, dice.Fork(), () =>
        {
            if (!IsDead)
            {
                world.Judge.Fetched(Story);
            }
        });
        return Screen;
    }

    private static string Name(CustomerScreen screen) => screen switch
    {
        CustomerScreen.CodeEntry entry => $"CodeEntry({entry.Trouble}{(entry.Busy ? " busy" : "")})",
        CustomerScreen.Question question => $"Question({question.AllowIn}{(question.Answered ? " answered" : "")})",
        CustomerScreen.Banner banner => $"Banner({banner.State}{(banner.Beside is BesideQuestion.FurtherViewer further ? $", {further.Technician} {further.AllowIn}" : "")})",
        CustomerScreen.Notice notice => $"Notice({notice.Reason})",
        CustomerScreen.Goodbye goodbye => $"Goodbye({goodbye.Reason} {goodbye.Record})",
        _ => screen.GetType().Name,
    };
}
