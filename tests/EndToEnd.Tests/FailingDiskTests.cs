using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.SignalR;
using RemoteAssist.EndToEnd.Tests.Disk;
using RemoteAssist.Tests.Support;

namespace RemoteAssist.EndToEnd.Tests;

/// <summary>The disk of a Relay fails or is full, at the system calls of the very program that is released.</summary>
public sealed class FailingDiskTests
{
    private const int Sessions = 3;

    private static readonly DiskFault[] Faults = Enum.GetValues<DiskFault>();

    [Fact]
    [Trait("Promise", "24")]
    public async Task ADiskThatFailsStopsEverySessionAtOnceAndNothingIsAcknowledgedUntilItWorks()
    {
        using var stopped = new Tried(24, "sessions whose Agent was told to hold control back within two seconds");
        using var silent = new Tried(24, "failures of the disk during which nothing was acknowledged, granted, begun or shown");
        using var kept = new Tried(24, "sessions of which every acknowledged entry outlived the failures and kill -9");
        using var disk = await FailingDisk.Make();
        await using var relay = await RelayProcess.StartIn(
            new RelayPlace(disk.Folder, Environment: disk.Environment),
            "--Sessions:CodeLifetime=01:00:00", "--Limits:AgentsPerMinute=1000000", "--Limits:RequestsPerMinute=1000000");
        using var technician = await Technician.SetUp(relay);
        var live = new List<HeldSession>();
        for (var number = 0; number < Sessions; number++)
        {
            live.Add(await HeldSession.Open(relay, technician, $"live {number}"));
        }

        var opened = await technician.OpenCase("waiting");
        await using var waiting = await Seat.Take(
            relay.Address, technician, await technician.StartSessionOn(opened), [1], static (_, _, _) => { }, TimeProvider.System);
        var code = await waiting.Code;

        var failures = Tried.Count(200, smoke: 3);
        for (var failure = 0; failure < failures; failure++)
        {
            var fault = Faults[failure % Faults.Length];
            live.ForEach(one => one.Expect());
            disk.Fail(fault);

            // One of them wants something of the log; all of them are stopped by it. What the machine stood still by itself is not
            // the Relay's.
            using var metronome = new Metronome();
            var began = Stopwatch.GetTimestamp();
            var acknowledged = await live[failure % Sessions].Change() ? 1 : 0;
            foreach (var one in live)
            {
                var after = Stopwatch.GetElapsedTime(began, await one.Held) - metronome.StoodStill;
                stopped.Try(after <= TimeSpan.FromSeconds(2), $"failure {failure} ({fault}): told after {after.TotalSeconds:0.0} s");
                await one.Show(failure);
            }

            acknowledged += (await Task.WhenAll(live.Select(one => one.AskForEverything()))).Sum();
            acknowledged += await Starts(technician, opened) ? 1 : 0;
            acknowledged += await Joins(relay, code) ? 1 : 0;
            var health = await Health(relay);
            disk.Heal();
            await Task.WhenAll(live.Select(one => one.Back));
            await Until.True("the Relay is healthy", async () => await Health(relay) is HttpStatusCode.OK);
            var goesOn = true;
            foreach (var one in live)
            {
                goesOn &= await one.GoesOn();
            }

            await Until.True("pictures pass again", async () =>
            {
                await Task.WhenAll(live.Select(one => one.Show(int.MaxValue - failure)));
                return live.TrueForAll(one => one.Saw(int.MaxValue - failure));
            });
            var shown = live.Count(one => one.Saw(failure));
            silent.Try(
                acknowledged == 0 && shown == 0 && health is HttpStatusCode.ServiceUnavailable && goesOn,
                $"failure {failure} ({fault}): {acknowledged} acknowledged, {shown} shown, health {health}, goes on: {goesOn}");
        }

        relay.Process.Kill();
        await relay.Process.Exit();
        var (exit, said) = await relay.Verify();
        foreach (var one in live)
        {
            var log = await SessionLog.Read(relay, one.Id);
            var changes = log.Outcomes("session.change").Count(outcome => outcome == "success");
            // What was synced and reported as failed may be there too: the log then tells of a step that did not happen.
            kept.Try(exit == 0 && changes >= one.Acknowledged, $"{changes} of {one.Acknowledged} entries; {said}");
            await one.DisposeAsync();
        }

        var whole = await SessionLog.Read(relay);
        whole.Actions.Count(action => action == "relay.logUnavailable").Should().BeGreaterThanOrEqualTo(failures, "each failure is in the log");
        whole.Details("relay.logUnavailable", "since").Should().OnlyContain(moment => DateTimeOffset.Parse(moment!, null) > DateTimeOffset.UnixEpoch);
        stopped.MustHold();
        silent.MustHold();
        kept.MustHold();
    }

    // A form of the pages: people are told by 503, never by 500.
    private static async Task<bool> Starts(Technician technician, Guid opened)
    {
        try
        {
            await technician.StartSessionOn(opened);
            return true;
        }
        catch (HttpRequestException refused)
        {
            refused.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
            return false;
        }
    }

    private static async Task<bool> Joins(RelayProcess relay, string code)
    {
        try
        {
            await using var agent = await SyntheticAgent.Join(relay.Address, code);
            return true;
        }
        catch (HubException refused)
        {
            refused.Message.Should().Contain("logUnavailable");
            return false;
        }
    }

    private static async Task<HttpStatusCode> Health(RelayProcess relay)
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(relay.Address, "healthz"));
        return answer.StatusCode;
    }
}
