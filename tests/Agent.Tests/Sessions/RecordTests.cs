using System.Security.Cryptography;
using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Sessions;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Agent.Uplink;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Tests.Sessions;

/// <summary>Before the good-bye the Agent checks that the Relay's log holds what it stated; the customer reads what came of it.</summary>
public sealed class RecordTests : IDisposable
{
    private readonly Stage stage = new(checksRecord: true);

    public void Dispose() => stage.Dispose();

    private CustomerScreen.Goodbye Goodbye => (CustomerScreen.Goodbye)stage.Windows.Now;

    [Fact]
    public async Task WhatTheRelayProvesIsToldAsComplete()
    {
        stage.Relay.AnswerProof = _ => Answer(stage.Relay.Log.Prove());
        await ToEnd();

        await Tells(RecordStanding.Complete);

        stage.Windows.Shown.OfType<CustomerScreen.Goodbye>().Select(one => one.Record).Should().Equal(RecordStanding.Checking, RecordStanding.Complete);
        stage.Relay.Proofs.Should().ContainSingle().Which.Seat.Should().Equal(Some.Seat);
        stage.Relay.Closed.Should().BeTrue("nothing else is said on that connection");
        stage.Log.Should().Contain(line => line.StartsWith("The record of this session is complete: entry 3", StringComparison.Ordinal));
    }

    [Theory]
    [Trait("Promise", "26")]
    [InlineData("another entry", InclusionFault.OtherLink)]
    [InlineData("another tree", InclusionFault.NotIncluded)]
    [InlineData("a smaller tree", InclusionFault.NotIncluded)]
    [InlineData("the end left out", InclusionFault.OtherLink)]
    [InlineData("another key", InclusionFault.CheckpointNotSigned)]
    [InlineData("rubbish", InclusionFault.CheckpointUnreadable)]
    [InlineData("a way without end", InclusionFault.NotIncluded)]
    public async Task WhatProvesSomethingElseIsAWarningWithItsNameAndAskedForOnce(string what, InclusionFault fault)
    {
        stage.Relay.AnswerProof = _ => Answer(Lie(what));
        await ToEnd();

        await Tells(RecordStanding.Broken);

        stage.Log.Should().Contain($"The record of this session does not hold what this computer said: {fault}");
        stage.Relay.Proofs.Should().ContainSingle();
    }

    [Fact]
    public async Task WhereThereIsNoProofYetItIsAskedForAgain()
    {
        stage.Relay.AnswerProof = asked => Answer(asked < 3 ? null : stage.Relay.Log.Prove());
        await ToEnd();
        await stage.AdvanceUntil(SessionTimes.ProofLimit, () => Goodbye.Record is not RecordStanding.Checking);

        Goodbye.Record.Should().Be(RecordStanding.Complete);
        stage.Relay.Proofs.Should().HaveCount(3);
    }

    [Theory]
    [InlineData("says that there is no proof")]
    [InlineData("takes the question and is silent")]
    [InlineData("breaks off")]
    [InlineData("is gone")]
    public async Task ARelayThatDoesNotAnswerIsToldSoWhenTheTimeIsOver(string what)
    {
        stage.Relay.AnswerProof = what switch
        {
            "takes the question and is silent" => _ => new TaskCompletionSource<InclusionProof?>().Task,
            "breaks off" => _ => throw new RelayUnreachableException(what),
            _ => _ => Answer(null),
        };
        await ToEnd();
        stage.Relay.Unreachable = what == "is gone";

        // More than is needed, for what the machine is late with.
        for (var passed = TimeSpan.Zero; passed < 10 * SessionTimes.ProofLimit && Goodbye.Record is RecordStanding.Checking; passed += TimeSpan.FromSeconds(1))
        {
            stage.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(5);
        }

        Goodbye.Record.Should().Be(RecordStanding.Unanswered);
        stage.Relay.Proofs.Count.Should().BeLessThanOrEqualTo(20, "a Relay does not answer more often");
    }

    [Fact]
    public async Task AnEndThatIsSaidLaterIsCheckedOnceItIsSaid()
    {
        await stage.ToLive();
        stage.Relay.Answer = report => report.Event is not SessionEvent.End || stage.Relay.Reports.Count(one => one.Event is SessionEvent.End) > 1;
        stage.Relay.AnswerProof = _ => Answer(stage.Relay.Log.Prove());
        stage.Session.Stop();
        await stage.AdvanceUntil(TimeSpan.FromSeconds(60), () => stage.Windows.Now is CustomerScreen.Goodbye { Record: RecordStanding.Complete });

        stage.Relay.Proofs.Should().ContainSingle();
        stage.Relay.Log.Count.Should().Be(3);
    }

    [Fact]
    public async Task AnAnswerThatComesWhenTheWindowIsClosedShowsNothing()
    {
        var answer = new TaskCompletionSource<InclusionProof?>();
        stage.Relay.AnswerProof = _ => answer.Task;
        await ToEnd();
        await Eventually.Is(() => !stage.Relay.Proofs.IsEmpty, "it was asked");
        stage.Session.Dismiss();
        (await stage.Session.Finished.WaitAsync(TimeSpan.FromSeconds(20))).Should().Be(EndReason.StoppedByCustomer, "nobody waits for it");
        answer.SetResult(stage.Relay.Log.Prove());

        stage.Windows.Shown.OfType<CustomerScreen.Goodbye>().Select(one => one.Record).Should().Equal(RecordStanding.Checking);
        stage.Windows.Now.Should().BeOfType<CustomerScreen.Nothing>();
    }

    [Fact]
    public async Task TheProgramDoesNotWaitForAProof()
    {
        await ToEnd();
        await Eventually.Is(() => !stage.Relay.Proofs.IsEmpty, "it was asked");
        stage.Session.Dismiss();

        (await stage.Session.Finished.WaitAsync(TimeSpan.FromSeconds(20))).Should().Be(EndReason.StoppedByCustomer);
    }

    [Fact]
    public async Task WhereNothingWasAllowedNothingIsChecked()
    {
        await stage.ToQuestion();
        stage.Session.Decline();
        await stage.Session.Told;

        stage.Relay.Proofs.Should().BeEmpty();
    }

    private async Task ToEnd()
    {
        await stage.ToLive();
        stage.Session.Stop();
        await stage.Session.Told.WaitAsync(TimeSpan.FromSeconds(20));
    }

    private Task Tells(RecordStanding standing) =>
        Eventually.Is(() => stage.Windows.Now is CustomerScreen.Goodbye { Record: var now } && now == standing, $"it is {standing}", () => stage.Windows.Now);

    private static Task<InclusionProof?> Answer(InclusionProof? proof) => Task.FromResult(proof);

    private InclusionProof Lie(string what)
    {
        var good = stage.Relay.Log.Prove();
        return what switch
        {
            "a smaller tree" => good with { Checkpoint = stage.Relay.Log.Prove(1, size: 2).Checkpoint },
            "the end left out" => stage.Relay.Log.Prove(2, size: 2),
            "another entry" => stage.Relay.Log.Prove(2),
            "another tree" => good with { Proof = [.. good.Proof.Select(_ => new byte[32])] },
            "another key" => OfAnother(),
            "rubbish" => good with { Checkpoint = "\u0000", Entry = "\u0000" },
            _ => good with { Proof = [.. Enumerable.Repeat(new byte[32], 10_000)] },
        };
    }

    private static InclusionProof OfAnother()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var log = new SomeLog(key);
        log.Add(new PendingEntry("session.end", ActorKind.Customer, null, AuditOutcome.Success, null, Some.Session));
        return log.Prove();
    }
}
