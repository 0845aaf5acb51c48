using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Agent.Consent;

/// <summary>
/// A question while the session goes on. One stands at a time, control rests meanwhile, and no answer in time is a no.
/// </summary>
/// <param name="Number">Which question; never twice in a session.</param>
/// <param name="AllowIn">Seconds until <em>Allow</em> can be pressed; 0 once it can.</param>
/// <param name="Answered">The customer has answered, and it is being written down.</param>
internal abstract record BesideQuestion(int Number, int AllowIn, bool Answered)
{
    /// <summary>Somebody else wants to see the screen, and the technician vouches for them.</summary>
    public sealed record FurtherViewer(int Number, string Technician, string Organisation, int AllowIn, bool Answered)
        : BesideQuestion(Number, AllowIn, Answered);

    /// <summary>The technician, or the colleague who is named, wants to do this as well; for recording, the auditors are named, one a line.</summary>
    public sealed record MoreScope(int Number, Scope Scope, int AllowIn, bool Answered, string? Colleague = null, string? Auditors = null)
        : BesideQuestion(Number, AllowIn, Answered);

    /// <summary>The technician wants a file; the customer chooses which.</summary>
    public sealed record WantsFile(int Number, int AllowIn, bool Answered) : BesideQuestion(Number, AllowIn, Answered);

    /// <summary>The technician wants to go on for so many minutes more, counted from the answer.</summary>
    public sealed record MoreTime(int Number, int Minutes, int AllowIn, bool Answered) : BesideQuestion(Number, AllowIn, Answered);
}
