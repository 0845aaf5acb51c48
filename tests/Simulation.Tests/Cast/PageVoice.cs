using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Simulation.Tests.Cast;

/// <summary>What a page and the Agent say to each other on the sealed control channel. The Agent speaks first on every connection.</summary>
/// <param name="world">Where the page is.</param>
/// <param name="page">Its name.</param>
/// <param name="storage">What it keeps.</param>
/// <param name="isImpatient">
/// Sends again what it has no answer for before the Agent has said what is done: the Agent must not do it twice.
/// </param>
/// <param name="send">Takes an envelope to the Relay.</param>
internal sealed class PageVoice(World world, string page, PageStorage storage, bool isImpatient, Action<byte[]> send)
{
    private SealedViewer core = null!;
    private byte[] keyToAgent = [];
    private bool hasNewKeys;
    private bool isInStep;
    private int heard;
    private DateTimeOffset noKeyFrameBefore;

    /// <summary>Whether the Agent has spoken on this connection.</summary>
    public bool MaySpeak { get; private set; }

    /// <summary>The page is loaded: it has no keys.</summary>
    public void Begin(SealedViewer with)
    {
        core = with;
        heard = 0;
        Hush();
    }

    /// <summary>Nothing is said before there are new keys.</summary>
    public void Hush()
    {
        MaySpeak = false;
        hasNewKeys = false;
    }

    /// <summary>There are new keys.</summary>
    public void Have(byte[] toAgent)
    {
        keyToAgent = toAgent;
        hasNewKeys = true;
    }

    /// <summary>A control envelope was opened.</summary>
    public void Hear()
    {
        if (hasNewKeys)
        {
            hasNewKeys = false;
            MaySpeak = true;
            isInStep = false;
            Ping();
            if (isImpatient)
            {
                SendAgain();
            }
        }

        var said = core.Heard;
        for (; heard < said.Count; heard++)
        {
            Hear(said[heard]);
        }
    }

    public void Ping()
    {
        if (MaySpeak)
        {
            Say(new ControlMessage.Ping((ulong)world.Timeline.Elapsed.Ticks));
        }
    }

    public void Painted(uint frame)
    {
        if (MaySpeak)
        {
            Say(new ControlMessage.Painted(frame, 0));
        }
    }

    public void AskKeyFrame()
    {
        if (MaySpeak && world.Timeline.Now >= noKeyFrameBefore)
        {
            noKeyFrameBefore = world.Timeline.Now + TimeSpan.FromSeconds(1);
            Say(new ControlMessage.KeyFrameRequest());
        }
    }

    /// <summary>Vouches for another viewer: now, or as soon as the Agent has said which command was done last.</summary>
    public void Command(ViewerCommand.Introduce command)
    {
        world.Judge.Commanded(page, command.Viewer);
        var sequence = ++storage.LastCommand;
        storage.Commands[sequence] = command.ToBytes();
        world.Trace.Add(page, $"commands {sequence}");
        if (MaySpeak && isInStep)
        {
            Say(new ControlMessage.Command(sequence, storage.Commands[sequence]));
        }
    }

    private void Hear(ControlMessage message)
    {
        switch (message)
        {
            case ControlMessage.Done done:
                foreach (var old in storage.Commands.Keys.Where(s => s <= done.Sequence).ToArray())
                {
                    storage.Commands.Remove(old);
                }

                if (MaySpeak && !isInStep)
                {
                    SendAgain();
                }

                break;
            case ControlMessage.Admitted admitted:
                world.Judge.Answered(page, admitted.Viewer, admitted.Allowed);
                break;
            default:
                break;
        }
    }

    private void SendAgain()
    {
        isInStep = true;
        foreach (var (sequence, body) in storage.Commands.ToArray())
        {
            Say(new ControlMessage.Command(sequence, body));
        }
    }

    private void Say(ControlMessage message)
    {
        var envelope = core.Seal(message);
        world.Judge.PageSealed(page, keyToAgent, envelope);
        send(envelope);
    }
}
