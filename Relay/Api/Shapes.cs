using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Api;

/// <summary>A case's facts, each as one line.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record CaseForm
{
    /// <summary>Its number at the help desk; no other case has it.</summary>
    [Required, StringLength(NewCase.LongestNumber, MinimumLength = 1)]
    public string? Number { get; init; }

    /// <summary>The customer's name.</summary>
    [Required, StringLength(NewCase.LongestCustomer, MinimumLength = 1)]
    public string? Customer { get; init; }

    /// <summary>Where the customer can be called.</summary>
    [Required, StringLength(NewCase.LongestCallback, MinimumLength = 1)]
    public string? Callback { get; init; }

    /// <summary>What it is about.</summary>
    [Required, StringLength(NewCase.LongestProblem, MinimumLength = 1)]
    public string? Problem { get; init; }
}

/// <summary>A case.</summary>
/// <param name="Id">Its id here.</param>
/// <param name="Number">Its number at the help desk.</param>
/// <param name="Customer">The customer's name.</param>
/// <param name="Callback">Where the customer can be called.</param>
/// <param name="Problem">What it is about.</param>
/// <param name="Opened">When it was opened, UTC.</param>
/// <param name="OpenSession">A session that is not over, if any.</param>
/// <param name="Page">Its page, for technicians: a path below this server's address.</param>
internal sealed record CaseShown(
    Guid Id, string Number, string Customer, string Callback, string Problem, DateTimeOffset Opened, Guid? OpenSession, string Page);

/// <summary>A line of the list of cases.</summary>
/// <param name="Id">Its id here.</param>
/// <param name="Number">Its number at the help desk.</param>
/// <param name="Customer">The customer's name.</param>
/// <param name="Problem">What it is about.</param>
/// <param name="Opened">When it was opened, UTC.</param>
/// <param name="OpenSession">A session that is not over, if any.</param>
internal sealed record CaseLine(Guid Id, string Number, string Customer, string Problem, DateTimeOffset Opened, Guid? OpenSession);

/// <summary>What the next session of a case is to ask for.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record PreparationForm
{
    /// <summary>What the technician wants to do, as the customer will read it.</summary>
    [Required, StringLength(SessionWish.LongestReason, MinimumLength = 1)]
    public string? Reason { get; init; }

    /// <summary>What is asked for beside seeing the screen: drawing, control, both or nothing.</summary>
    public IReadOnlyList<Scope>? Scopes { get; init; }

    /// <summary>For how long: 15, 30, 60 or 120, as far as sessions may be that long here.</summary>
    [Required]
    public int? Minutes { get; init; }
}

/// <summary>What is prepared for the next session of a case. A technician who opens the case finds the form filled in so.</summary>
/// <param name="Reason">What the technician wants to do.</param>
/// <param name="Scopes">What is asked for; seeing the screen always is.</param>
/// <param name="Minutes">For how long.</param>
/// <param name="By">Which program prepared it.</param>
/// <param name="At">When, UTC.</param>
internal sealed record PreparationShown(string Reason, IReadOnlyList<Scope> Scopes, int Minutes, string By, DateTimeOffset At);

/// <summary>A session: how it stands, and what came of it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Case">The case that it is about.</param>
/// <param name="State">How it stands.</param>
/// <param name="EndReason">Why it ended; null before.</param>
/// <param name="Technician">Who asked for it.</param>
/// <param name="Reason">What for.</param>
/// <param name="Asked">What the customer was asked for.</param>
/// <param name="Minutes">For how long at most.</param>
/// <param name="Requested">When it was asked for, UTC.</param>
/// <param name="Live">When pictures began to flow, UTC; null where they never did.</param>
/// <param name="Ended">When it ended, UTC; null before.</param>
/// <param name="Rating">What the customer answered after the end; null where nothing.</param>
/// <param name="WrapUp">What the technician wrote down after the end; null where nothing yet.</param>
internal sealed record SessionShown(
    Guid Id,
    Guid Case,
    SessionState State,
    EndReason? EndReason,
    string Technician,
    string Reason,
    IReadOnlyList<Scope> Asked,
    int Minutes,
    DateTimeOffset Requested,
    DateTimeOffset? Live,
    DateTimeOffset? Ended,
    RatingShown? Rating,
    WrapUpShown? WrapUp);

/// <summary>What the customer answered; what was skipped is null.</summary>
/// <param name="Solved">Whether it is solved.</param>
/// <param name="Ease">How easy it was, 1 (hard) to 5 (easy).</param>
/// <param name="Sentence">In the customer's own words.</param>
internal sealed record RatingShown(bool? Solved, int? Ease, string? Sentence);

/// <summary>What the technician wrote down.</summary>
/// <param name="Topics">What it was about.</param>
/// <param name="Solved">Whether the technician takes it as solved.</param>
/// <param name="Done">What was done.</param>
/// <param name="Next">What follows.</param>
/// <param name="Words">A word about that.</param>
internal sealed record WrapUpShown(IReadOnlyList<Topic> Topics, bool Solved, string Done, FollowUp Next, string Words);
