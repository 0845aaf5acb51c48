using System.Net;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Viewer.Tests;

public sealed class FormTests : IAsyncLifetime
{
    private ViewerHost host = null!;
    private Visitor technician = null!;

    public async Task InitializeAsync()
    {
        host = await ViewerHost.Start();
        technician = Visitor.Technician(host);
    }

    public async Task DisposeAsync()
    {
        technician.Dispose();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task AGoodCaseIsOpenedAndShown()
    {
        var answer = await technician.Submit(
            "/cases/new", ("Number", " 20931 "), ("Customer", "Jonas Weber"), ("Callback", "+49 30 5550142"), ("Problem", "Blank\r\n\u00a0pag\u200bes"));
        answer.Status.Should().Be(HttpStatusCode.Redirect);
        answer.Location.Should().Be($"/cases/{Some.Id}");
        host.Desks.Opened.Should().Equal(new NewCase("20931", "Jonas Weber", "+49 30 5550142", "Blank pages"));
    }

    [Theory]
    [InlineData("Number", 40)]
    [InlineData("Customer", 100)]
    [InlineData("Callback", 40)]
    [InlineData("Problem", 200)]
    public async Task AFieldTakesAsMuchAsItSaysAndNotOneMore(string field, int max)
    {
        (string Name, string Value)[] With(int length) =>
        [
            .. new[] { "Number", "Customer", "Callback", "Problem" }
                .Select(name => (name, name == field ? new string('x', length) : $"typed {name}")),
        ];

        (await technician.Submit("/cases/new", With(max))).Status.Should().Be(HttpStatusCode.Redirect);

        var answer = await technician.Submit("/cases/new", With(max + 1));
        answer.Status.Should().Be(HttpStatusCode.OK);
        answer.Words.Should().Contain($"At most {max} characters fit here; this has {max + 1}.");
        answer.Html.Should().Contain($"id=\"case-{field.ToLowerInvariant()}-error\"");
        foreach (var (_, typed) in With(max + 1))
        {
            answer.Html.Should().Contain($"value=\"{typed}\"", "nothing that was typed is lost");
        }

        host.Desks.Opened.Should().HaveCount(1);
    }

    [Fact]
    public async Task AnEmptyFormSaysAtEachFieldWhatIsMissing()
    {
        var answer = await technician.Submit("/cases/new", ("Number", " "));
        answer.Words.Should().Contain("Please look at this again:")
            .And.Contain("Enter the case number from your help desk.").And.Contain("Enter the customer's name.")
            .And.Contain("Enter a number to call the customer back.").And.Contain("Say in one line what the customer needs help with.");
        answer.Html.Should().Contain("aria-describedby=\"case-number-hint case-number-error\"").And.Contain("aria-invalid=\"true\"")
            .And.Contain("href=\"#case-problem\"");
        answer.Html.Should().MatchRegex("(?s)href=\"#case-number\".*href=\"#case-customer\".*href=\"#case-callback\".*href=\"#case-problem\"");
    }

    [Fact]
    public async Task ATakenNumberIsSaidBesideItAndNothingIsLost()
    {
        host.Desks.NumberIsTaken = true;
        var answer = await technician.Submit(
            "/cases/new", ("Number", "20931"), ("Customer", "Jonas Weber"), ("Callback", "+49 30 5550142"), ("Problem", "Blank pages"));
        answer.Words.Should().Contain("There is a case with this number already.");
        answer.Html.Should().Contain("id=\"case-number-error\"").And.Contain("value=\"Jonas Weber\"").And.Contain("value=\"Blank pages\"");
    }

    [Fact]
    public async Task ASessionStartsWithItsReasonAndLeadsToItsPage()
    {
        var shown = Some.Case();
        host.Desks.Cases.Add(shown);
        var answer = await technician.Submit($"/cases/{shown.Id}", ("Reason", " Look at the printer "));
        answer.Location.Should().Be($"/sessions/{Some.Id}");
        host.Desks.Started.Should().Equal((shown.Id, "Look at the printer"));
    }

    [Fact]
    public async Task ASessionAsksForWhatIsTickedAndForAsLongAsIsChosen()
    {
        var shown = Some.Case();
        host.Desks.Cases.Add(shown);
        var page = await technician.Get($"/cases/{shown.Id}");
        page.Html.Should().MatchRegex("id=\"start-ask-drawing\"[^>]* checked").And.NotMatchRegex("id=\"start-ask-control\"[^>]* checked")
            .And.MatchRegex("id=\"start-minutes-60\"[^>]* checked").And.Contain("start-minutes-120");

        await technician.Submit($"/cases/{shown.Id}", ("Reason", "Look"), ("Ask", "Control"), ("Ask", "Drawing"), ("Minutes", "15"));
        await technician.Submit($"/cases/{shown.Id}", ("Reason", "Look"), ("Minutes", "120"));
        host.Desks.Wishes.Should().BeEquivalentTo(
            [
                new SessionWish("Look", [Scope.View, Scope.Drawing, Scope.Control], 15),
                new SessionWish("Look", [Scope.View], 120),
            ],
            options => options.WithStrictOrdering());
    }

    [Theory]
    [InlineData("Ask", "View", "That cannot be asked for.")]
    [InlineData("Ask", "Recording", "That cannot be asked for.")]
    [InlineData("Ask", "1", "That cannot be asked for.")]
    [InlineData("Minutes", "480", "A session cannot be that long.")]
    [InlineData("Minutes", "-15", "A session cannot be that long.")]
    [InlineData("Minutes", "soon", "A session cannot be that long.")]
    public async Task WhatTheFormDoesNotOfferIsNotAskedFor(string field, string value, string said)
    {
        var shown = Some.Case();
        host.Desks.Cases.Add(shown);
        var answer = await technician.Submit($"/cases/{shown.Id}", ("Reason", "Look"), (field, value));
        answer.Words.Should().Contain(said).And.Contain("Printer prints blank pages");
        host.Desks.Started.Should().BeEmpty();
    }

    [Fact]
    public async Task NoLengthIsOfferedThatSessionsMayNotHave()
    {
        host.Desks.LongestMinutes = 30;
        var shown = Some.Case();
        host.Desks.Cases.Add(shown);
        (await technician.Get($"/cases/{shown.Id}")).Html.Should().MatchRegex("id=\"start-minutes-30\"[^>]* checked").And.NotContain("start-minutes-60");
        host.Desks.LongestMinutes = 5;
        await technician.Submit($"/cases/{shown.Id}", ("Reason", "Look"));
        host.Desks.Wishes.Should().ContainSingle().Which.Minutes.Should().Be(5);
    }

    [Theory]
    [InlineData(true, 4, "It was quick", "Solved: yes · ease 4 of 5 · “It was quick”")]
    [InlineData(false, null, null, "Solved: no")]
    [InlineData(null, 1, " ", "ease 1 of 5")]
    public async Task WhatTheCustomerAnsweredStandsWithItsSession(bool? solved, int? ease, string? sentence, string said)
    {
        var rated = Some.Session() with { Rating = new RatingView(solved, ease, sentence) };
        var unrated = Some.Session();
        var shown = Some.Case("20931", rated, unrated);
        host.Desks.Cases.Add(shown);
        var answer = await technician.Get($"/cases/{shown.Id}");
        answer.Words.Should().Contain($"The customer afterwards: {said} Log of this session");
        answer.Html.Should().Contain($"rating-{rated.Id}").And.NotContain($"rating-{unrated.Id}");
    }

    [Theory]
    [InlineData(0, "Say what you want to do.")]
    [InlineData(201, "At most 200 characters fit here; this has 201.")]
    public async Task ASessionNeedsAReasonOfASensibleLength(int length, string said)
    {
        var shown = Some.Case();
        host.Desks.Cases.Add(shown);
        var answer = await technician.Submit($"/cases/{shown.Id}", ("Reason", new string('x', length)));
        answer.Words.Should().Contain(said).And.Contain("Printer prints blank pages");
        host.Desks.Started.Should().BeEmpty();
    }

    [Fact]
    public async Task AnOpenSessionIsLinkedInPlaceOfTheFormForAnother()
    {
        var open = Some.Session(SessionState.Live, null);
        var shown = Some.Case("20931", open);
        host.Desks.Cases.Add(shown);
        var answer = await technician.Get($"/cases/{shown.Id}");
        answer.Html.Should().Contain($"href=\"/sessions/{open.Id}\"").And.NotContain("start-form");
    }

    [Fact]
    public async Task ACaseThatWasCutOffGoesOnWithTheSameReasonOrInTheSessionThatIsOpenByNow()
    {
        var ended = Some.Session(SessionState.Ended, EndReason.CustomerLost);
        var shown = Some.Case("20931", ended);
        host.Desks.Cases.Add(shown);
        (await technician.SubmitTo($"/sessions/{ended.Id}?handler=Continue", $"/sessions/{ended.Id}")).Location
            .Should().Be($"/sessions/{Some.Id}");
        host.Desks.Started.Should().Equal((shown.Id, ended.Reason));
        host.Desks.Wishes[0].Should().BeEquivalentTo(
            new SessionWish(ended.Reason, [Scope.View, Scope.Control], 120), "the same is asked for, as long as may be");

        var open = Some.Session(SessionState.Requested, null);
        host.Desks.Cases[0] = shown with { Sessions = [open, ended] };
        (await technician.SubmitTo($"/sessions/{ended.Id}?handler=Continue", $"/sessions/{ended.Id}")).Location
            .Should().Be($"/sessions/{open.Id}");
        host.Desks.Started.Should().HaveCount(1);
    }

    [Fact]
    public async Task TheFiltersShowWhatTheySay()
    {
        var waiting = Some.Case("waiting-1");
        var open = Some.Case("open-1", Some.Session(SessionState.Paused, null));
        var over = Some.Case("over-1", Some.Session());
        host.Desks.Cases.AddRange([waiting, open, over]);

        (await technician.Get("/cases")).Words.Should().Contain("waiting-1").And.Contain("open-1").And.Contain("over-1")
            .And.Contain("Paused by the customer").And.Contain("Waiting, no session yet").And.Contain("1 session, over")
            .And.Contain("42 minutes ago").And.Contain("2026-11-21 13:21 UTC");
        (await technician.Get("/cases?show=waiting")).Words.Should().Contain("waiting-1").And.NotContain("open-1").And.NotContain("over-1");
        (await technician.Get("/cases?show=open")).Words.Should().Contain("open-1").And.NotContain("waiting-1").And.NotContain("over-1");
        (await technician.Get("/cases?show=nonsense")).Words.Should().Contain("waiting-1").And.Contain("open-1");
    }

    [Fact]
    public async Task WithoutCasesTheListSaysHowToBegin() =>
        (await technician.Get("/cases")).Words.Should().Contain("No cases yet").And.Contain("Open your first case");
}
