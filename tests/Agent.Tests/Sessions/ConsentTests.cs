using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Sessions;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Tests.Sessions;

public sealed class ConsentTests
{
    [Theory]
    [InlineData(JoinRefusal.UnknownCode, nameof(CodeTrouble.UnknownCode))]
    [InlineData(JoinRefusal.ExpiredCode, nameof(CodeTrouble.ExpiredCode))]
    [InlineData(JoinRefusal.UsedCode, nameof(CodeTrouble.UsedCode))]
    [InlineData(JoinRefusal.TooManyTries, nameof(CodeTrouble.TooManyTries))]
    [InlineData(JoinRefusal.TechnicianAway, nameof(CodeTrouble.TechnicianAway))]
    [InlineData(JoinRefusal.Busy, nameof(CodeTrouble.Busy))]
    [InlineData(JoinRefusal.OtherVersion, nameof(CodeTrouble.OtherVersion))]
    public async Task ARefusedCodeIsExplainedAndCanBeTypedAgain(JoinRefusal refusal, string trouble)
    {
        using var stage = new Stage();
        var ticket = stage.Relay.Outcome;
        stage.Relay.Outcome = new JoinOutcome(refusal, null);
        stage.Session.TypeCode(Some.Code);
        await Eventually.Is(() => stage.Windows.Now is CustomerScreen.CodeEntry { Busy: false }, "the refusal is shown");
        ((CustomerScreen.CodeEntry)stage.Windows.Now).Trouble.ToString().Should().Be(trouble);

        stage.Relay.Outcome = ticket;
        await stage.ToQuestion();
        stage.Session.State.Should().Be(SessionState.Joined);
    }

    [Fact]
    public async Task ARelayThatDoesNotAnswerIsExplained()
    {
        using var stage = new Stage();
        stage.Relay.Unreachable = true;
        stage.Session.TypeCode(Some.Code);
        await Eventually.Is(() => stage.Windows.Now is CustomerScreen.CodeEntry { Busy: false }, "the trouble is shown");
        stage.Windows.Now.Should().Be(new CustomerScreen.CodeEntry(CodeTrouble.RelayUnreachable, Busy: false));
    }

    [Fact]
    public async Task AnAnswerOfNothingIsAnUnclearOffer()
    {
        using var stage = new Stage();
        stage.Relay.Outcome = null!;
        stage.Session.TypeCode(Some.Code);
        await Eventually.Is(() => stage.Windows.Now is CustomerScreen.CodeEntry { Busy: false }, "the trouble is shown");
        stage.Windows.Now.Should().Be(new CustomerScreen.CodeEntry(CodeTrouble.UnclearOffer, Busy: false));
    }

    [Fact]
    public async Task AnAnswerThatBreaksSomethingGivesTheCodeWindowBack()
    {
        using var stage = new Stage();
        stage.Relay.Joining = () => throw new NotSupportedException("an answer that nobody thought of");
        stage.Session.TypeCode(Some.Code);
        await Eventually.Is(() => stage.Windows.Now is CustomerScreen.CodeEntry { Busy: false }, "the trouble is shown");
        stage.Windows.Now.Should().Be(new CustomerScreen.CodeEntry(CodeTrouble.RelayUnreachable, Busy: false));
        stage.Relay.Joining = () => { };
        await stage.ToQuestion();
    }

    [Fact]
    public async Task AConnectionThatComesTooLateIsCut()
    {
        using var stage = new Stage();
        stage.Relay.Dialling = new TaskCompletionSource();
        stage.Session.TypeCode(Some.Code);
        stage.Clock.Advance(SessionTimes.JoinLimit);
        await Eventually.Is(() => stage.Windows.Now is CustomerScreen.CodeEntry { Busy: false }, "the trouble is shown");
        stage.Relay.WasCut.Should().BeFalse();
        stage.Relay.Dialling.SetResult();
        await Eventually.Is(() => stage.Relay.WasCut, "the late connection is cut");
    }

    [Fact]
    public async Task ANameIsGrantedAsItWasCleaned()
    {
        using var stage = new Stage();
        stage.Relay.Offer = Some.Offer() with { Organisation = "Contoso\u00a0GmbH" };
        await stage.ToQuestion();
        stage.Session.Allow([Scope.View]);
        stage.Relay.Reports.First().Grant!.Organisation.Should().Be(PlainText.Clean("Contoso\u00a0GmbH")).And.Be("Contoso GmbH");
    }

    [Fact]
    public async Task AnOfferThatNamesNobodyIsNotShown()
    {
        using var stage = new Stage();
        stage.Relay.Offer = Some.Offer() with { Technician = " \u202e\t" };
        stage.Session.TypeCode(Some.Code);
        await Eventually.Is(() => stage.Windows.Now is CustomerScreen.CodeEntry { Busy: false }, "the trouble is shown");
        stage.Windows.Now.Should().Be(new CustomerScreen.CodeEntry(CodeTrouble.UnclearOffer, Busy: false));
        stage.Relay.Closed.Should().BeTrue();
    }

    [Fact]
    public async Task ADeclinedSessionEndsWithItsReason()
    {
        using var stage = new Stage();
        await stage.ToQuestion();
        stage.Session.Decline();
        await stage.Session.Told;
        stage.Steps.Should().Equal((SessionEvent.End, EndReason.Declined));
        stage.Windows.Now.Should().BeOfType<CustomerScreen.Notice>();
        stage.Opened.Should().Be(0);
        stage.Relay.Uploading.Should().BeFalse();
    }

    [Fact]
    public async Task AClosedQuestionDeclines()
    {
        using var stage = new Stage();
        await stage.ToQuestion();
        stage.Session.CloseQuestion();
        (await stage.Session.Finished).Should().Be(EndReason.QuestionClosed);
        stage.Steps.Should().Equal((SessionEvent.End, EndReason.QuestionClosed));
        stage.Opened.Should().Be(0);
    }

    [Fact]
    public async Task NoAnswerDeclines()
    {
        using var stage = new Stage();
        await stage.ToQuestion();
        stage.Clock.Advance(TimeSpan.FromSeconds(120));
        await stage.Session.Told;
        stage.Steps.Should().Equal((SessionEvent.End, EndReason.NoAnswer));
        stage.Windows.Now.Should().BeOfType<CustomerScreen.Goodbye>();
        stage.Opened.Should().Be(0);
    }

    [Fact]
    public async Task AllowDoesNothingWhileItsCountdownRuns()
    {
        using var stage = new Stage();
        stage.Session.TypeCode(Some.Code);
        await Eventually.Is(() => stage.Windows.Now is CustomerScreen.Question { AllowIn: 3 }, "the question is asked");
        stage.Session.Allow([Scope.View]);
        stage.Clock.Advance(TimeSpan.FromSeconds(2.9));
        stage.Session.Allow([Scope.View]);
        stage.Relay.Reports.Should().BeEmpty();

        // The 250 ms look that follows the third second.
        stage.Clock.Advance(TimeSpan.FromSeconds(0.1));
        stage.Windows.Now.Should().BeOfType<CustomerScreen.Question>().Which.AllowIn.Should().Be(0);
        stage.Session.Allow([Scope.View]);
        stage.Steps.First().Should().Be((SessionEvent.Allow, (EndReason?)null));
    }

    [Fact]
    public async Task TheCountdownReachesItsEndThoughEachLookComesALittleEarly()
    {
        using var stage = new Stage();
        stage.Session.TypeCode(Some.Code);
        await Eventually.Is(() => stage.Windows.Now is CustomerScreen.Question { AllowIn: 3 }, "the question is asked");

        for (var look = 0; look < 13; look++)
        {
            stage.Clock.Advance(TimeSpan.FromMilliseconds(249.9));
        }

        stage.Windows.Now.Should().BeOfType<CustomerScreen.Question>().Which.AllowIn.Should().Be(0);
    }

    [Fact]
    public async Task TheGrantHoldsNoScopeThatWasNotOffered()
    {
        using var stage = new Stage();
        stage.Relay.Offer = Some.Offer(Scope.View, Scope.Drawing);
        await stage.ToQuestion();
        stage.Session.Allow(Enum.GetValues<Scope>());
        stage.Relay.Reports.First().Grant!.Scopes.Should().Equal(Scope.View, Scope.Drawing);
    }

    [Fact]
    public async Task TheGrantHoldsNoScopeThatWasNotTicked()
    {
        using var stage = new Stage();
        stage.Relay.Offer = Some.Offer(Scope.View, Scope.Control);
        await stage.ToQuestion();
        stage.Session.Allow([Scope.Control]);
        stage.Relay.Reports.Should().BeEmpty("without seeing the screen there is no session");
        stage.Session.Allow([Scope.View]);
        var grant = stage.Relay.Reports.First().Grant!;
        grant.Scopes.Should().Equal(Scope.View);
        grant.Session.Should().Be(Some.Offer().Session);
        (grant.Until - grant.GrantedAt).Should().Be(TimeSpan.FromMinutes(60));
    }

    [Fact]
    public async Task WhatTheLogDoesNotTakeDoesNotHappen()
    {
        using var stage = new Stage();
        stage.Relay.Answer = r => r.Event != SessionEvent.Allow;
        await stage.ToQuestion();
        stage.Session.Allow([Scope.View]);
        await stage.Session.Told;
        stage.Session.State.Should().Be(SessionState.Ended);
        stage.Windows.Now.Should().BeOfType<CustomerScreen.Goodbye>().Which.Reason.Should().Be(EndReason.Fault);
        stage.Opened.Should().Be(0);
        stage.Relay.Uploading.Should().BeFalse();
    }

    [Fact]
    public void NothingThatTheRelaySendsBeforeTheGrantMovesAPicture()
    {
        for (var seed = 0; seed < Tried.Count(1_000, smoke: 300); seed++)
        {
            using var stage = new Stage();
            var draw = new Lcg((uint)seed);
            if (draw.Next(3) > 0)
            {
                stage.Session.TypeCode(Some.Code);
            }

            // All of it runs on this thread: the made-up Relay answers at once.
            for (var step = 0; step < 30 && stage.Relay.Agent is { } agent; step++)
            {
                var viewer = draw.Next(4);
                switch (draw.Next(10))
                {
                    case 0:
                        agent.ViewerJoined(viewer);
                        break;
                    case 1:
                        agent.ViewerLeft(viewer);
                        break;
                    case 2:
                        stage.Relay.Come(stage.Technician);
                        break;
                    case 3:
                        agent.Exchanged(viewer, draw.Bytes(draw.Next(40)));
                        break;
                    case 4 when stage.Technician.HasKeys:
                        stage.Relay.Send(stage.Technician, new ControlMessage.KeyFrameRequest());
                        break;
                    case 5 when stage.Technician.HasKeys:
                        stage.Relay.Send(stage.Technician, new ControlMessage.Ping(1));
                        break;
                    case 6:
                        agent.EnvelopeArrived(draw.Bytes(draw.Next(60)));
                        break;
                    case 7:
                        agent.KeyFrameNeeded();
                        break;
                    case 8:
                        var statement = stage.Relay.Statement(Some.Offer(), draw.Bytes(32));
                        agent.Offered(Some.Offer(), statement, FakeRelay.Sign(statement));
                        break;
                    default:
                        stage.Session.Pause();
                        stage.Session.Resume();
                        stage.Session.AllowBeside(viewer);
                        stage.Session.Stop();
                        stage.Session.Allow([]);
                        break;
                }
            }

            stage.Opened.Should().Be(0, "seed {0}", seed);
            stage.Screen.Fetches.Should().Be(0, "seed {0}", seed);
            stage.Relay.Envelopes.Should().BeEmpty("seed {0}", seed);
            stage.Steps.Should().NotContain(s => s.Event != SessionEvent.End, "seed {0}", seed);
        }
    }
}
