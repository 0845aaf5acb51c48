using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Shared.Receipts;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Agent.Tests.Platform;

[Collection(GtkTests.Name)]
public sealed class GoodbyeTests(GtkStage stage) : CustomerWindowsStage(stage)
{
    [Fact]
    public async Task TheAnswersAreToldOnceAndThenTheWindowGoes()
    {
        await ShowSummary();
        await ClickOn("Is your problem solved? Not yet");
        await ClickOn("Is your problem solved? Yes");
        await ClickOn("How easy was it for you? Easy (4/5)");
        await ClickOn("Anything you want to add");
        await Eventually.Is(() => Active().Contains("good-bye"), "the window has the keyboard");
        Type("quick and kind");
        await ClickOn("Done");
        await Hears($"rate {new Rating(true, 4, "quick and kind")}", "dismiss");
    }

    [Fact]
    public async Task NothingIsToldOfQuestionsThatWereSkipped()
    {
        await ShowSummary();
        await ClickOn("How easy was it for you? Hard (2/5)");
        await ClickOn("How easy was it for you? Hard (2/5)");
        await ClickOn("Done");
        await Hears("dismiss");
    }

    [Fact]
    public async Task OneAnswerAloneIsEnough()
    {
        await ShowSummary();
        await ClickOn("Is your problem solved? Not yet");
        await ClickOn("Done");
        await Hears($"rate {new Rating(false, null, "")}", "dismiss");
    }

    [Fact]
    public async Task WithoutAGrantThereIsNothingToSumUp()
    {
        await Show(new CustomerScreen.Goodbye(EndReason.NoAnswer, "Lin Wei"), 1);
        var names = (await Accessibles()).Select(a => a.Name).ToArray();
        names.Should().NotContain(["Save summary", "Is your problem solved? Yes"]);
        await ClickOn("OK");
        await Hears("dismiss");
    }

    [Fact]
    public async Task TheSummaryIsSavedWhereTheCustomerSays()
    {
        var folder = Directory.CreateTempSubdirectory("summary-");
        try
        {
            await ShowSummary();
            await ClickOn("Save summary");
            await Eventually.Is(() => Active() == "Save summary", "it asks where");
            var place = Path.Combine(folder.FullName, "mine.html");
            Key("ctrl+a");
            Type(place);
            Key("Return");
            await Eventually.Is(() => File.Exists(place) && new FileInfo(place).Length > 0, "it is there");
            await Sees("Saved as mine.html");
            (await File.ReadAllTextAsync(place)).Should().Contain("Lin Wei").And.Contain("20931");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task TheReceiptIsWrittenOnlyByTheButtonAndNeverOverAnotherFile()
    {
        await ShowSummary();
        Directory.Exists(Downloads).Should().BeFalse("nothing was asked for");
        await ClickOn("Save receipt");
        await Sees("The receipt is in your downloads: RemoteAssist-receipt-20931.html");
        await ClickOn("Save receipt");
        await Sees("The receipt is in your downloads: RemoteAssist-receipt-20931 (2).html");

        var files = Directory.GetFiles(Downloads).Order(StringComparer.Ordinal).ToArray();
        files.Select(Path.GetFileName).Should().Equal("RemoteAssist-receipt-20931 (2).html", "RemoteAssist-receipt-20931.html");
        foreach (var file in files)
        {
            var read = ReceiptFile.Read(await File.ReadAllBytesAsync(file), out var fault);
            fault.Should().BeNull();
            ReceiptCheck.Of(read!.Receipts).Should().BeNull();
        }
    }

    [Fact]
    public async Task AReceiptThatCannotBeWrittenIsSaidSo()
    {
        await File.WriteAllTextAsync(Downloads, "a file in place of the folder");
        try
        {
            await ShowSummary();
            await ClickOn("Save receipt");
            await Sees("The receipt could not be saved in your downloads. Is there room left?");
        }
        finally
        {
            File.Delete(Downloads);
        }
    }

    [Theory]
    [InlineData(nameof(RecordStanding.Complete), "Checked: the record holds all that this computer reported.")]
    [InlineData(nameof(RecordStanding.Unanswered), "The record could not be checked: the server did not answer.")]
    [InlineData(nameof(RecordStanding.Broken), "The record of this session does not match what this computer reported. Save the summary and your receipt: they show what happened.")]
    public async Task TheRecordsLineFillsInAndNoButtonMovesForGoodNews(string standing, string words)
    {
        var goodbye = new CustomerScreen.Goodbye(EndReason.StoppedByTechnician, "Lin Wei", Some.Summary(), RecordStanding.Checking);
        await Show(goodbye, 1);
        await Sees("Checking the record of this session …");
        var before = await MiddleOf("Save receipt");
        var done = await MiddleOf("Done");

        var now = Enum.Parse<RecordStanding>(standing);
        Show(goodbye with { Record = now });
        await Sees(words);
        await SeesNo("Checking the record of this session …");
        if (now is not RecordStanding.Broken)
        {
            (await MiddleOf("Save receipt")).Should().Be(before);
            (await MiddleOf("Done")).Should().Be(done);
        }

        await ClickOn("Done");
        await Hears("dismiss");
    }

    [Fact]
    public async Task TheQuestionWhereToSaveGoesWithTheWindow()
    {
        await ShowSummary();
        await ClickOn("Save summary");
        await Eventually.Is(() => Active() == "Save summary", "it asks where");
        Show(new CustomerScreen.Nothing());
        await Eventually.Is(() => Own.Ids.IsEmpty && Said("xdotool search --onlyvisible --name 'Save summary' || true").Length == 0, "both are gone");
    }

    private Task ShowSummary() => Show(new CustomerScreen.Goodbye(EndReason.StoppedByTechnician, "Lin Wei", Some.Summary()), 1);
}
