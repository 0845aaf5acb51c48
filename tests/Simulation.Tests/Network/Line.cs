using RemoteAssist.Shared.Wire;
using RemoteAssist.Simulation.Tests.Engine;

namespace RemoteAssist.Simulation.Tests.Network;

/// <summary>
/// One connection of an end to the Relay, a message at a time: in order and without loss like a TCP stream, until it breaks.
/// Only a hostile carrier does otherwise.
/// </summary>
internal sealed class Line
{
    private readonly Timeline timeline;
    private readonly Place place;
    private readonly Trace trace;
    private readonly Dictionary<long, TaskCompletionSource<object?>> calls = [];
    private readonly Way up;
    private readonly Way down;
    private long lastCall;
    private bool clientGone;
    private bool serverGone;

    public Line(string name, Timeline timeline, Place place, Trace trace)
    {
        Name = name;
        this.timeline = timeline;
        this.place = place;
        this.trace = trace;
        up = new Way(timeline, place);
        down = new Way(timeline, place);
        ClientHeard = ServerHeard = timeline.Now;
        place.Enter(this);
        timeline.After(RelayConnection.KeepAlive, Ping);
    }

    public string Name { get; }

    public DateTimeOffset ClientHeard { get; private set; }

    public DateTimeOffset ServerHeard { get; private set; }

    public IServerEnd? Server { get; set; }

    /// <summary>Hears what the Relay says.</summary>
    public IParticipant? Client { get; set; }

    /// <summary>Gets the envelopes of the stream that the client asked for.</summary>
    public Action<byte[]> Streamed { get; set; } = _ => { };

    /// <summary>The client notices that the connection is gone; not where it closed it itself.</summary>
    public Action ClientLost { get; set; } = () => { };

    public bool IsOpen => !clientGone;

    /// <summary>Calls a method of the hub.</summary>
    /// <exception cref="CallFailedException">It was refused, or the connection is gone.</exception>
    public Task<object?> Call(string method, params object?[] arguments) => Call(out _, method, arguments);

    public async Task Upload(System.Threading.Channels.ChannelReader<byte[]> envelopes, Action<byte[]> leaves)
    {
        var answer = Call(out var stream, HubContract.Upload, []);
        var room = new SemaphoreSlim(WindowOfStream);
        while (!clientGone && !answer.IsCompleted)
        {
            await room.WaitAsync();
            var more = await envelopes.WaitToReadAsync();
            if (clientGone || answer.IsCompleted)
            {
                break;
            }

            if (!more)
            {
                up.Send(() => Server?.StreamEnded(stream), mayBeTampered: false);
                break;
            }

            if (!envelopes.TryRead(out var envelope))
            {
                room.Release();
                continue;
            }

            leaves(envelope);
            up.Send(() => ToServer(s => s.Streamed(stream, envelope)), mayBeTampered: true, gone: () => room.Release());
        }

        await answer;
    }

    /// <summary>The client closes; what it has said before still arrives.</summary>
    public void Close() => Leave(() => up.Send(() => ServerNotices(TimeSpan.Zero), mayBeTampered: false));

    /// <summary>The client cuts the connection: what is on its way may be lost.</summary>
    public void Cut() => Leave(() => Break(clientNotices: null, serverNotices: place.Delay()));

    /// <summary>The Relay cuts it.</summary>
    public void Abort()
    {
        if (!serverGone)
        {
            Break(clientNotices: place.Delay(), serverNotices: TimeSpan.Zero);
        }
    }

    /// <summary>The Relay's process is gone.</summary>
    public void ServerDies() => Break(clientNotices: place.Notice(ClientHeard), serverNotices: null);

    /// <summary>Nothing passes any more.</summary>
    /// <param name="clientNotices">When; null for never.</param>
    /// <param name="serverNotices">When; null for never.</param>
    public void Break(TimeSpan? clientNotices, TimeSpan? serverNotices)
    {
        up.Cut();
        down.Cut();
        place.Leave(this);
        if (clientNotices is { } first)
        {
            timeline.After(first, () => ClientNotices(tell: true));
        }

        if (serverNotices is { } second)
        {
            ServerNotices(second);
        }
    }

    /// <summary>The Relay says something.</summary>
    public void Tell(string what, Func<IParticipant, Task> say) => down.Send(
        () => ToClient(() =>
        {
            trace.Add(Name, $"hears {what}");
            _ = say(Client!);
        }),
        mayBeTampered: true);

    public void Answer(long call, object? value, string? refusal) => down.Send(
        () => ToClient(() =>
        {
            if (calls.Remove(call, out var waiting))
            {
                if (refusal is null)
                {
                    waiting.TrySetResult(value);
                }
                else
                {
                    waiting.TrySetException(new CallFailedException(refusal));
                }
            }
        }),
        mayBeTampered: true);

    /// <summary>The Relay sends an envelope of the stream that the client asked for.</summary>
    public Task Stream(byte[] envelope)
    {
        var sent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        down.Send(() => ToClient(() => Streamed(envelope)), mayBeTampered: true, gone: () => sent.TrySetResult());
        return sent.Task;
    }

    // Envelopes on the way at one time: sockets and pipes hold some 64 KiB.
    private const int WindowOfStream = 8;

    private Task<object?> Call(out long call, string method, object?[] arguments)
    {
        var id = ++lastCall;
        call = id;
        if (clientGone)
        {
            return Task.FromException<object?>(new CallFailedException("the connection is gone"));
        }

        var answer = new TaskCompletionSource<object?>(TaskCreationOptions.RunContinuationsAsynchronously);
        calls[id] = answer;
        up.Send(() => ToServer(s => s.Called(id, method, arguments)), mayBeTampered: true);
        return answer.Task;
    }

    private void Ping()
    {
        if (clientGone || serverGone || up.IsCut)
        {
            return;
        }

        if (timeline.Now >= place.StalledUntil)
        {
            ClientHeard = timeline.Now;
            ToServer(_ => { });
        }

        timeline.After(RelayConnection.KeepAlive, Ping);
    }

    private void ToServer(Action<IServerEnd> act)
    {
        if (!serverGone && Server is { } server)
        {
            ServerHeard = timeline.Now;
            server.Heard();
            act(server);
        }
    }

    private void ToClient(Action act)
    {
        if (!clientGone)
        {
            ClientHeard = timeline.Now;
            act();
        }
    }

    private void Leave(Action how)
    {
        if (!clientGone)
        {
            ClientNotices(tell: false);
            place.Leave(this);
            how();
        }
    }

    private void ClientNotices(bool tell)
    {
        if (clientGone)
        {
            return;
        }

        clientGone = true;
        foreach (var waiting in calls.Values)
        {
            waiting.TrySetException(new CallFailedException("the connection is gone"));
        }

        calls.Clear();
        if (tell)
        {
            trace.Add(Name, "is lost");
            ClientLost();
        }
    }

    private void ServerNotices(TimeSpan after) => timeline.After(after, () =>
    {
        if (!serverGone)
        {
            serverGone = true;
            trace.Add(Name, "the Relay notices that it is gone");
            Server?.Gone();
        }
    });

    /// <summary>One direction.</summary>
    private sealed class Way(Timeline timeline, Place place)
    {
        private DateTimeOffset last;

        public bool IsCut { get; private set; }

        public void Cut() => IsCut = true;

        public void Send(Action arrive, bool mayBeTampered, Action? gone = null)
        {
            var fate = mayBeTampered ? place.FateOfMessage() : Fate.Arrives;
            var at = timeline.Now + place.Delay();
            at = at < place.StalledUntil ? place.StalledUntil : at;
            if (fate == Fate.ArrivesLate)
            {
                at += 5 * (place.Delay() + TimeSpan.FromMilliseconds(20));
            }
            else
            {
                last = at < last ? last : at;
                at = last;
            }

            timeline.At(at, () =>
            {
                gone?.Invoke();
                for (var times = fate switch { Fate.IsLost => 0, Fate.ArrivesTwice => 2, _ => 1 }; times > 0 && !IsCut; times--)
                {
                    arrive();
                }
            });
        }
    }
}

/// <summary>The Relay's end of a connection.</summary>
internal interface IServerEnd
{
    /// <summary>Something came, if only a ping.</summary>
    void Heard();

    void Called(long call, string method, object?[] arguments);

    void Streamed(long stream, byte[] envelope);

    void StreamEnded(long stream);

    /// <summary>It is noticed that the connection is gone.</summary>
    void Gone();
}

/// <summary>A call of a hub method came to nothing; the message is the refusal's name, or says that the connection is gone.</summary>
internal sealed class CallFailedException(string message) : Exception(message);
