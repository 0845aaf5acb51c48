using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Simulation.Tests.Judging;

/// <summary>What the log has of one session.</summary>
internal sealed class SessionStory(Guid id, string name)
{
    public Guid Id => id;

    public string Name => name;

    public SessionState State { get; set; } = SessionState.Requested;

    public bool Allowed { get; set; }

    /// <summary>Whether showing the screen, for the first time or again, is in the log.</summary>
    public bool Shown { get; set; }

    /// <summary>The exchange that joined it.</summary>
    public string? Exchange { get; set; }

    public HashSet<int> Admitted { get; } = [];

    public DateTimeOffset? Ended { get; set; }

    public EndReason? Reason { get; set; }

    /// <summary>The Agents that are, or were, joined to it by their own word.</summary>
    public List<AgentStory> Agents { get; } = [];
}

/// <summary>What is seen of one Agent from outside.</summary>
internal sealed class AgentStory(string name)
{
    public string Name => name;

    public SessionState State { get; set; } = SessionState.Requested;

    /// <summary>The session of its last ticket.</summary>
    public Guid? Ticket { get; set; }

    /// <summary>The session that it joined.</summary>
    public SessionStory? Session { get; set; }

    /// <summary>Viewers that are there by the Relay's word, and share keys by what passed.</summary>
    public HashSet<int> Present { get; } = [];

    public HashSet<int> Keyed { get; } = [];

    public DateTimeOffset? Ended { get; set; }

    /// <summary>Why, by its own word; there once its windows are gone.</summary>
    public EndReason? Reason { get; set; }

    /// <summary>The last frame envelope that left.</summary>
    public ulong LastFrame { get; set; }

    public int Fetches { get; set; }

    public int Frames { get; set; }
}
