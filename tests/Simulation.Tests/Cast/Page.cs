using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;
using RemoteAssist.Simulation.Tests.Engine;
using RemoteAssist.Simulation.Tests.Judging;
using RemoteAssist.Simulation.Tests.Network;

namespace RemoteAssist.Simulation.Tests.Cast;

/// <summary>A technician's page of one session: what it says to the Relay, and to the Agent by <see cref="SealedViewer"/>.</summary>
internal sealed class Page : IParticipant
{
    private const int MostCodes = 3;
    private static readonly TimeSpan SeatWithin = TimeSpan.FromSeconds(20);

    private readonly World world;
    private readonly SessionStory session;
    private readonly Place place;
    private readonly Dice dice;
    private readonly bool holdsCodes;
    private readonly ProcessClock clock;
    private readonly PageStorage storage = new();
    private readonly PageVoice voice;

    private SealedViewer core;
    private Line? line;
    private byte[]? newKey;
    private bool seated;
    private bool clicking;
    private int codes;
    private int parts;
    private uint onScreen;
    private (int Number, byte[] Secret)? vouchedFor;

    public Page(World world, string name, SessionStory session, Place place, Dice dice, bool holdsCodes)
    {
        this.world = world;
        Name = name;
        this.session = session;
        this.place = place;
        this.dice = dice;
        this.holdsCodes = holdsCodes;
        voice = new PageVoice(world, name, storage, dice.Chance(0.5), envelope => _ = Try(HubContract.Send, envelope));
        clock = new ProcessClock(world.Timeline);
        core = NewCore();
        _ = Open();
    }

    public string Name { get; }

    public SessionStatus? Status { get; private set; }

    /// <summary>Nobody looks at it any more, or it has read how the session ended.</summary>
    public bool IsOver { get; private set; }

    public int Number => core.Number;

    public int FramesShown { get; private set; }

    private bool Admitted =>
        (storage.AgreedByCode && session.Exchange is not null)
        || (storage.IntroducedAs is { } number && session.Admitted.Contains(number));

    /// <summary>The technician reloads: only what the browser keeps is left.</summary>
    public void Reload()
    {
        if (IsOver)
        {
            return;
        }

        world.Trace.Add(Name, "is loaded again");
        var old = line;
        line = null;
        core = NewCore();
        core.Secret = storage.Secret;
        parts = 0;
        onScreen = 0;
        if (dice.Chance(0.5))
        {
            old?.Close();
        }
        else if (old is not null)
        {
            place.Drop(old);
        }

        world.Timeline.After(dice.Chance(0.8) ? dice.Between(0.2, 5) : dice.Between(20, 90), () => _ = Open());
    }

    /// <summary>The technician closes it.</summary>
    public void CloseTab()
    {
        world.Trace.Add(Name, "is closed");
        IsOver = true;
        line?.Close();
    }

    /// <summary>The technician presses End.</summary>
    public void End()
    {
        if (!IsOver)
        {
            world.Trace.Add(Name, "presses End");
            _ = Try(HubContract.End);
        }
    }

    /// <summary>Asks a page that has keys to vouch for this one.</summary>
    public void AskFor(Page other)
    {
        if (!IsOver && other.Number > 0 && core.Number > 0 && !core.HasKeys)
        {
            _ = Try(HubContract.Introduce, other.Number, new byte[] { 1 });
        }
    }

    /// <summary>Vouches for a viewer that is not there: answered at once with no.</summary>
    public void VouchForNobody()
    {
        if (!IsOver && storage.Secret is not null)
        {
            voice.Command(new ViewerCommand.Introduce(10_000 + storage.LastCommand, new byte[32], $"Nobody {storage.LastCommand}", "Nowhere"));
        }
    }

    /// <summary>Measures the line.</summary>
    public void Ping() => voice.Ping();

    public Task Seated(int viewer)
    {
        seated = true;
        core.Sit(viewer);
        voice.Hush();
        if (core.Keeper is not null)
        {
            _ = Hold();
        }

        return Task.CompletedTask;
    }

    Task IParticipant.Status(SessionStatus status)
    {
        Status = status;
        if (SessionLifecycle.IsOver(status.State))
        {
            world.Trace.Add(Name, $"reads that it is over: {status.EndReason}");
            world.Judge.Demand(status.EndReason == session.Reason, Invariant.Ends, $"{Name} reads {status.EndReason}, and {session.Name} ended as {session.Reason}");
            IsOver = true;
            line?.Close();
        }
        else if (holdsCodes && status is { State: SessionState.Requested, CodeHolder: null } && !clicking && codes < MostCodes)
        {
            clicking = true;
            world.Timeline.After(dice.Between(0.5, 4), () => _ = NewCode());
        }

        return Task.CompletedTask;
    }

    public async Task Exchange(int viewer, byte[] message)
    {
        if (viewer != core.Number)
        {
            return;
        }

        newKey = null;
        var answer = core.Exchanged(message);
        if (message[0] == 17)
        {
            // The Agent begins a new connection: under the old keys nothing is said any more.
            voice.Hush();
        }

        if (answer is not null)
        {
            _ = Try(HubContract.Exchange, core.Number, answer);
        }

        if (answer?[0] == 4)
        {
            storage.AgreedByCode = true;
            Keep();
            await Try(HubContract.Agreed, core.TranscriptHash!);
        }
        else if (answer?[0] == 5 && message[0] == 3)
        {
            await Try(HubContract.WrongTry);
        }
        else if (message[0] == 19 && newKey is not null)
        {
            world.Judge.Reached.Add(Reached.PageResumed);
            Keep();
        }
    }

    public async Task Introduced(int viewer, string technician, string organisation, byte[] message)
    {
        if (message[0] == 1 && voice.MaySpeak && !IsOver)
        {
            // The exchange between the two pages is not what is tried here; they simply come to share a secret.
            if (vouchedFor?.Number == viewer)
            {
                return;
            }

            var secret = PlatformRandom.Instance.Bytes(ViewerCommand.Introduce.SecretBytes);
            vouchedFor = (viewer, secret);
            voice.Command(new ViewerCommand.Introduce((uint)viewer, secret, $"{technician}, {viewer} by {Name} {storage.LastCommand}", organisation));
            await Try(HubContract.Introduce, viewer, (byte[])[4, .. secret]);
        }
        else if (message[0] == 4 && message.Length == 33 && core.Secret is null)
        {
            core.Secret = storage.Secret = ResumptionSecret.OfIntroduction(message[1..]);
            storage.IntroducedAs = core.Number;
        }
    }

    public Task Offered(SessionOffer offer, byte[] statement, byte[] signature) => Task.CompletedTask;

    public Task ViewerJoined(int viewer) => Task.CompletedTask;

    public Task ViewerLeft(int viewer) => Task.CompletedTask;

    public Task Envelope(byte[] envelope) => Task.CompletedTask;

    public Task KeyFrameNeeded() => Task.CompletedTask;

    public Task Receipted(byte[] receipt) => Task.CompletedTask;

    public Task LogUnavailable(bool unavailable) => Task.CompletedTask;

    public Task Ended(EndReason reason) => Task.CompletedTask;

    private SealedViewer NewCore()
    {
        var made = new SealedViewer(session.Id, clock);
        made.Keyed = keys =>
        {
            newKey = keys.ControlToAgent;
            world.Judge.Keyed(made.Number, keys.ControlToViewer);
        };
        voice.Begin(made);
        return made;
    }

    private async Task Open()
    {
        if (IsOver)
        {
            return;
        }

        var mine = core;
        if (await world.Relay.Connect(place, clock, Name, "198.51.100.2", technician: true) is not { } dialled)
        {
            Again();
            return;
        }

        if (IsOver || line is not null || mine != core)
        {
            dialled.Close();
            return;
        }

        line = dialled;
        seated = false;
        dialled.Client = this;
        dialled.Streamed = envelope =>
        {
            if (line == dialled)
            {
                Receive(envelope);
            }
        };
        dialled.ClientLost = () => Lose(dialled);
        world.Timeline.After(SeatWithin, () =>
        {
            if (line == dialled && !seated)
            {
                // Nobody says where it sits.
                dialled.Close();
                Lose(dialled);
            }
        });
        try
        {
            await dialled.Call(HubContract.Watch, session.Id);
        }
        catch (CallFailedException refused)
        {
            world.Trace.Add(Name, $"may not watch: {refused.Message}");
            dialled.Close();
            Lose(dialled);
        }
    }

    private void Lose(Line lost)
    {
        if (line == lost)
        {
            line = null;
            voice.Hush();
            Again();
        }
    }

    private void Again() => world.Timeline.After(dice.Between(0.3, 3), () =>
    {
        if (line is null)
        {
            _ = Open();
        }
    });

    private async Task Hold()
    {
        if (await Try(HubContract.HoldCode, core.Nameplate) is not true)
        {
            core.Keeper = null;
        }
    }

    private async Task NewCode()
    {
        var mine = core;
        if (IsOver || Status is not { State: SessionState.Requested } || await Try(HubContract.NewCode) is not string nameplate || mine != core)
        {
            clicking = false;
            return;
        }

        codes++;
        clicking = false;
        var secret = dice.Below(1_000_000).ToString("D6", System.Globalization.CultureInfo.InvariantCulture);
        core.Keeper = new CodeKeeper(secret);
        core.Nameplate = nameplate;
        world.Trace.Add(Name, "reads a code out");
        world.Timeline.After(dice.Between(1, 5), () => world.Phone = new SessionCode(nameplate, secret));
    }

    private void Receive(byte[] envelope)
    {
        core.Receive(envelope);
        if (core.Fault is { } fault)
        {
            world.Judge.Demand(world.IsHostile, Invariant.Opens, $"{Name}: {fault}");
            world.Trace.Add(Name, $"cannot open an envelope: {fault}");
            voice.Hush();
            _ = Try(HubContract.Altered, fault);
            return;
        }

        EnvelopeHeader.TryRead(envelope, out var head);
        if (head.Channel == EnvelopeChannel.Control)
        {
            voice.Hear();
            return;
        }

        if (!core.HasKeys)
        {
            return;
        }

        var all = core.Parts;
        if (parts == all.Count)
        {
            // It overtook its content key.
            voice.AskKeyFrame();
        }

        for (; parts < all.Count; parts++)
        {
            if (all[parts] is { IsLast: true, Delta: var frame })
            {
                Paint(frame.Number, frame.Base);
            }
        }
    }

    private void Paint(uint number, uint basedOn)
    {
        if (basedOn != 0 && basedOn != onScreen)
        {
            voice.AskKeyFrame();
            return;
        }

        onScreen = number;
        FramesShown++;
        if (storage.IntroducedAs is not null)
        {
            world.Judge.Reached.Add(Reached.GuestSaw);
        }

        world.Judge.FrameShown(Name, session, Admitted);
        world.Timeline.After(TimeSpan.FromMilliseconds(15), () => voice.Painted(number));
    }

    // There are new keys. The secret is kept before anything is said under them.
    private void Keep()
    {
        storage.Secret = core.Secret;
        voice.Have(newKey!);
        world.Trace.Add(Name, "has keys");
    }

    private async Task<object?> Try(string method, params object?[] arguments)
    {
        if (line is not { } to)
        {
            return null;
        }

        try
        {
            return await to.Call(method, arguments);
        }
        catch (CallFailedException problem)
        {
            world.Trace.Add(Name, $"{method} failed: {problem.Message}");
            return null;
        }
    }
}
