using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Diagnostics;
using RemoteAssist.Viewer.Desk;
using RemoteAssist.Viewer.Words;

namespace RemoteAssist.Viewer.Tests.Words;

public sealed class ReportWordsTests
{
    [Fact]
    public void FactsAreShownWithoutWhatIsUnseenOrTurnsTheWriting()
    {
        var came = new ComputerReport(DateTimeOffset.UnixEpoch, [new ComputerFact(FactKind.Program, "fire\u202efox\n", "2\u2066 GB\u200b")]);
        var line = new LogLine(
            1, DateTimeOffset.UnixEpoch, AuditActions.SessionDiagnosed, ActorKind.Technician, AuditOutcome.Success,
            new Dictionary<string, string> { ["report"] = Convert.ToBase64String(came.ToBytes()) });

        ReportWords.In([line]).Single().Report.Facts.Should().Equal(new ComputerFact(FactKind.Program, "firefox", "2 GB"));
    }
}
