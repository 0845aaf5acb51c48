using System.Security.Cryptography;
using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Shared.Diagnostics;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Tests.Sessions;

/// <summary>Facts about the customer's computer: only where that is allowed, once for each wish, and told to the customer.</summary>
public sealed class DiagnoseTests
{
    [Fact]
    public async Task FactsAreReadForWhoMayAndTheCustomerIsTold()
    {
        using var stage = new Stage();
        await stage.ToLive(Scope.Diagnostics);
        stage.Say(new ViewerCommand.Diagnose());
        await Eventually.Is(() => stage.Technician.Heard.OfType<ControlMessage.Report>().Any(), "the report comes");
        var report = stage.Technician.Heard.OfType<ControlMessage.Report>().Single();
        report.Sequence.Should().Be(1);
        report.Facts.Facts.Should().Equal(stage.Facts.All);
        stage.Banner.Feed.Select(line => line.Kind).Should().Contain(FeedKind.Diagnosed);
        var bytes = report.Facts.ToBytes();
        stage.Relay.Transfers.Should().Equal(new TransferReport(
            1, TransferKind.Facts, true, $"{stage.Facts.All.Count}", bytes.Length, Sha256: Convert.ToHexStringLower(SHA256.HashData(bytes))));
    }

    [Fact]
    public async Task NothingIsSaidBeforeItIsInTheLog()
    {
        using var stage = new Stage();
        await stage.ToLive(Scope.Diagnostics);
        stage.Relay.AnswerTransfer = _ => false;
        stage.Say(new ViewerCommand.Diagnose());
        await Eventually.Is(() => stage.Refused.SequenceEqual([CommandRefusal.NotLogged]), "it is refused");
        stage.Technician.Heard.OfType<ControlMessage.Report>().Should().BeEmpty();
        stage.Banner.Feed.Select(line => line.Kind).Should().NotContain(FeedKind.Diagnosed);
    }

    [Fact]
    public async Task NothingIsReadForWhoMayNot()
    {
        using var stage = new Stage();
        await stage.ToLive(Scope.Control);
        stage.Say(new ViewerCommand.Diagnose());
        await Eventually.Is(() => stage.Refused.SequenceEqual([CommandRefusal.NotGranted]), "it is refused");
        stage.Facts.Reads.Should().Be(0);
    }

    [Fact]
    public async Task WhatIsTakenBackWhileItIsReadIsNotSaid()
    {
        using var stage = new Stage();
        await stage.ToLive(Scope.Diagnostics);
        stage.Facts.Wait = new ManualResetEventSlim();
        stage.Say(new ViewerCommand.Diagnose());
        stage.Say(new ViewerCommand.Diagnose());
        await Eventually.Is(() => stage.Refused.SequenceEqual([CommandRefusal.TooMuch]), "one at a time");
        stage.Session.TakeBack(Scope.Diagnostics);
        stage.Facts.Wait.Set();
        await Eventually.Is(() => stage.Refused.SequenceEqual([CommandRefusal.TooMuch, CommandRefusal.NotGranted]), "it is not said");
        stage.Technician.Heard.OfType<ControlMessage.Report>().Should().BeEmpty();
    }

    [Fact]
    public async Task WhateverReadingStumblesOverIsSaidAndTheNextWishIsHeard()
    {
        using var stage = new Stage();
        await stage.ToLive(Scope.Diagnostics);
        stage.Facts.Trouble = new KeyNotFoundException();
        stage.Say(new ViewerCommand.Diagnose());
        await Eventually.Is(() => stage.Refused.SequenceEqual([CommandRefusal.Unable]), "it is said");
        stage.Facts.Trouble = null;
        stage.Say(new ViewerCommand.Diagnose());
        await Eventually.Is(() => stage.Technician.Heard.OfType<ControlMessage.Report>().Any(), "the report comes");
    }

    [Fact]
    public void WhatAKernelWritesOtherwiseLeavesTheRestAsItIs()
    {
        var root = Directory.CreateTempSubdirectory("remoteassist-facts-").FullName;
        try
        {
            foreach (var (file, text) in new[]
            {
                ("meminfo", "MemFree: 1 kB\nMemFree: 2 kB\nSwapTotal: 2048 kB\nSwapTotal: 3 kB\n"), ("7/stat", ""), ("8/stat", "8 (short) S 1"),
                ("9/stat", "9 (whole) S 1 2 3 4 5 6 7 8 9 10 100 200 13 14 15 16 17 18 19 20 256 22"),
            })
            {
                var path = Path.Combine(root, "proc", file);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllText(path, text);
            }

            var facts = new Agent.Platform.Linux.LinuxFacts(() => [], _ => null, TimeProvider.System, root).Read();
            facts.Where(fact => fact.Kind is FactKind.Memory or FactKind.Program).Select(fact => fact.Name).Should().Equal("Swap", "whole");
            facts.Select(fact => fact.Kind).Should().Contain(FactKind.System).And.NotContain(FactKind.Uptime);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    [Theory]
    [InlineData("enx001122334455", "enx…")]
    [InlineData("wlx0011223344ff", "wlx…")]
    [InlineData("enp3s0", "enp3s0")]
    [InlineData("wlp0s20f3", "wlp0s20f3")]
    public void AnInterfaceThatIsNamedAfterItsAddressIsCut(string name, string shown) =>
        Agent.Platform.Linux.LinuxFacts.WithoutAddress(name).Should().Be(shown);

    [Fact]
    public void TheReportOfThisComputerFitsAndNamesItsPartsAndNoAddress()
    {
        var facts = new Agent.Platform.Linux.LinuxFacts(() => [], _ => null, TimeProvider.System).Read();
        facts.Select(fact => fact.Kind).Should().Contain([FactKind.System, FactKind.Memory, FactKind.Processor, FactKind.Program, FactKind.Uptime]);
        var report = new ComputerReport(DateTimeOffset.UnixEpoch, facts);
        ComputerReport.Read(report.ToBytes()).Should().BeEquivalentTo(report);
        string.Join('\n', facts.Select(fact => fact.ToString())).Should().NotMatchRegex(@"\b\d+\.\d+\.\d+\.\d+\b").And.NotMatchRegex("([0-9a-f]{2}:){5}");
    }
}
