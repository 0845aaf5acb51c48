using System.Globalization;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Viewer.Desk;
using RemoteAssist.Viewer.Story;
using RemoteAssist.Viewer.Words;

namespace RemoteAssist.Viewer.Tests;

/// <summary>A session's story beside what its customer allowed.</summary>
public sealed class StoryCheckTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 21, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void TheAgentsSequenceIsSaidToHaveNoGapOnlyWhereItHasOneAtAll()
    {
        Of(null).Should().BeNull("a version before kept none");
        Of(new AgentSequence(7, null)).Should().BeEquivalentTo(new StoryCheck(StoryCheckKind.AgentSequence, StoryCheckResult.Holds, "Holds", [7L]));
        Of(new AgentSequence(2, 31)).Should().BeEquivalentTo(new StoryCheck(StoryCheckKind.AgentSequence, StoryCheckResult.Broken, "Broken", [31L]));

        static StoryCheck? Of(AgentSequence? sequence) =>
            StoryChecks.Of([], new SignedUse(0, null, sequence)).SingleOrDefault(one => one.Kind == StoryCheckKind.AgentSequence);
    }

    [Fact]
    public void AStoryThatFitsHoldsThroughout()
    {
        using var story = new SomeStory();
        var checks = StoryChecks.Of(story.Log, new SignedUse(story.Signed, null));
        checks.Should().OnlyContain(check => check.Result == StoryCheckResult.Holds);
        checks.Select(check => check.Kind).Should().Equal(
            StoryCheckKind.ConsentFirst, StoryCheckKind.LookingInside, StoryCheckKind.ControlInside, StoryCheckKind.FilesInside, StoryCheckKind.CountsSigned,
            StoryCheckKind.Ended, StoryCheckKind.ClockOrder);
    }

    public static TheoryData<string, StoryCheckKind, StoryCheckResult, string> Stories { get; } = new()
    {
        { "", StoryCheckKind.ConsentFirst, StoryCheckResult.Holds, "None" },
        { "0 show", StoryCheckKind.ConsentFirst, StoryCheckResult.Broken, "Broken" },
        { "0 show; 5 allow view", StoryCheckKind.ConsentFirst, StoryCheckResult.Broken, "Broken" },
        { "0 allow view; 9 end", StoryCheckKind.ConsentFirst, StoryCheckResult.Holds, "NotShown" },
        { "0 allow control; 5 show", StoryCheckKind.LookingInside, StoryCheckResult.Broken, "Broken" },
        { "0 allow view; 5 show", StoryCheckKind.LookingInside, StoryCheckResult.Open, "Open" },
        { "0 allow view; 5 show; 3650 end", StoryCheckKind.LookingInside, StoryCheckResult.Holds, "Holds" },
        { "0 allow view; 5 show; 3661 end", StoryCheckKind.LookingInside, StoryCheckResult.Broken, "TooLong" },
        { "0 allow view; 5 show; 9 end; 12 resume", StoryCheckKind.LookingInside, StoryCheckResult.Broken, "Broken" },
        { "0 allow view; 5 show; 9 opened", StoryCheckKind.ControlInside, StoryCheckResult.Broken, "Broken" },
        { "0 allow view,control; 5 opened; 9 closed", StoryCheckKind.ControlInside, StoryCheckResult.Holds, "Holds" },
        { "0 allow view,control; 5 pause; 9 opened", StoryCheckKind.ControlInside, StoryCheckResult.Broken, "Broken" },
        { "0 allow view,control; 5 pause; 9 resume; 10 opened", StoryCheckKind.ControlInside, StoryCheckResult.Holds, "Holds" },
        { "0 allow view,control; 5 opened; 9 change view; 19 closed", StoryCheckKind.ControlInside, StoryCheckResult.Holds, "Holds" },
        { "0 allow view,control; 5 opened; 9 change view; 20 closed", StoryCheckKind.ControlInside, StoryCheckResult.Broken, "Broken" },
        { "0 allow view,control; 5 opened; 9 change view; 20 counted", StoryCheckKind.ControlInside, StoryCheckResult.Broken, "Broken" },
        { "0 allow view,control; 3611 opened", StoryCheckKind.ControlInside, StoryCheckResult.Broken, "Broken" },
        { "0 allow view,control; 5 opened; 9 end; 12 closed", StoryCheckKind.ControlInside, StoryCheckResult.Holds, "Holds" },
        { "0 allow view; 5 change view,files; 6 file.sending", StoryCheckKind.FilesInside, StoryCheckResult.Holds, "Holds" },
        { "0 allow view,files; 5 change view; 6 file.fetching", StoryCheckKind.FilesInside, StoryCheckResult.Broken, "Broken" },
        { "0 allow view; 6 clipboard.set", StoryCheckKind.ClipboardInside, StoryCheckResult.Broken, "Broken" },
        { "0 allow view,diagnostics; 6 session.factsRead", StoryCheckKind.FactsInside, StoryCheckResult.Holds, "Holds" },
        { "0 allow control; 5 opened; 9 end", StoryCheckKind.CountsSigned, StoryCheckResult.Broken, "Missing" },
        { "0 allow control; 5 opened", StoryCheckKind.CountsSigned, StoryCheckResult.Open, "Missing" },
        { "0 allow control; 5 opened; 8 uncounted; 9 end", StoryCheckKind.CountsSigned, StoryCheckResult.Holds, "Holds" },
        { "0 allow view; 9 end", StoryCheckKind.Ended, StoryCheckResult.Holds, "Holds" },
        { "0 allow view; 9 end eatenByWolves", StoryCheckKind.Ended, StoryCheckResult.Broken, "Broken" },
        { "0 allow view", StoryCheckKind.Ended, StoryCheckResult.Open, "Open" },
        { "3600 allow view; 0 show", StoryCheckKind.ClockOrder, StoryCheckResult.Broken, "Broken" },
    };

    [Theory]
    [MemberData(nameof(Stories))]
    public void EachStoryIsJudged(string told, StoryCheckKind kind, StoryCheckResult result, string form)
    {
        var check = StoryChecks.Of(Tell(told), new SignedUse(0, null)).Single(one => one.Kind == kind);
        (check.Result, check.Form).Should().Be((result, form));
        foreach (var language in new[] { "en", "zh-Hans" })
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
            StoryWords.Say(new ScreenText(), check).Should().NotBeNullOrWhiteSpace().And.NotContain("{");
        }
    }

    [Fact]
    public void ACountThatIsNotSignedIsNamed() =>
        StoryChecks.Of(Tell("0 allow control; 5 opened; 9 closed"), new SignedUse(1, 3)).Single(one => one.Kind == StoryCheckKind.CountsSigned)
            .Should().Match<StoryCheck>(check => check.Result == StoryCheckResult.Broken && check.Form == "Unsigned" && Equals(check.Figures[0], 3L));

    [Fact]
    public void EveryFormHasItsSentenceInBothLanguages()
    {
        foreach (var (kind, forms) in new Dictionary<string, string>
        {
            ["ConsentFirst"] = "None NotShown Holds Broken", ["LookingInside"] = "None Open Holds TooLong Broken", ["ControlInside"] = "None Holds Broken",
            ["FilesInside"] = "None Holds Broken", ["ClipboardInside"] = "Holds Broken", ["FactsInside"] = "Holds Broken",
            ["CountsSigned"] = "None Holds Missing Unsigned", ["Ended"] = "Open Holds Broken", ["ClockOrder"] = "Holds Broken",
        })
        {
            forms.Split(' ').Should().OnlyContain(form => ScreenText.Has($"Check.{kind}.{form}"), kind);
        }
    }

    [Fact]
    public void MinutesAreInTheOrderOfTheLogAlsoWhereTheClockWasSetBack()
    {
        var minutes = StoryTimeline.Of(Tell("0 allow view; 5 show; 3600 pause; 30 resume; 90 end"));
        minutes.Select(one => (one.Minute - Start).TotalMinutes).Should().Equal(0, 60, 0, 1);
        minutes.SelectMany(one => one.Entries).Select(one => one.Marker).Should().Equal(StoryMarker.Grant, StoryMarker.Shown, StoryMarker.Pause, StoryMarker.Pause, StoryMarker.End);
        minutes.SelectMany(one => one.Entries).Select(one => one.Line.Sequence).Should().BeInAscendingOrder();
    }

    [Fact]
    public void WhatWasRefusedOrFailedHasNotHappened()
    {
        var refused = Tell("0 show").Select(line => line with { Outcome = AuditOutcome.Refused }).ToList();
        StoryChecks.Of(refused, new SignedUse(0, null))[0].Form.Should().Be("None");
    }

    // "5 change view,files": five seconds after the beginning the customer allows these.
    private static List<LogLine> Tell(string told) =>
    [
        .. told.Split("; ", StringSplitOptions.RemoveEmptyEntries).Select((line, at) =>
        {
            var words = line.Split(' ');
            var values = new Dictionary<string, string>();
            var action = words[1] switch
            {
                "allow" or "change" or "show" or "pause" or "resume" or "end" => $"session.{words[1]}",
                "opened" or "counted" or "closed" or "uncounted" => $"control.{words[1]}",
                var whole => whole,
            };
            if (words[1] is "allow" or "change")
            {
                values["scopes"] = words[2];
                values["until"] = "2026-11-21T11:00:00.000Z";
            }
            else if (words[1] is "end")
            {
                values["reason"] = words.ElementAtOrDefault(2) ?? "stoppedByCustomer";
            }
            else if (action.StartsWith("control.", StringComparison.Ordinal))
            {
                values["interval"] = "1";
            }

            return new LogLine(at + 1, Start.AddSeconds(int.Parse(words[0], CultureInfo.InvariantCulture)), action, ActorKind.Customer, AuditOutcome.Success, values);
        }),
    ];
}
