using RemoteAssist.Tests.Support;

namespace RemoteAssist.EndToEnd.Tests;

/// <summary>The customer takes the receipt home: a real click, a file, and the command that checks it.</summary>
public sealed class ReceiptTests : IDisposable
{
    // The box with what was done, and the only white in it: the button, from looks.
    private const uint Summary = 0xE3F1F0;
    private const uint Surface = 0xFFFFFF;

    private readonly string home = Directory.CreateTempSubdirectory("remoteassist-home-").FullName;

    private string Downloads => Path.Combine(home, "Downloads");

    public void Dispose() => Directory.Delete(home, recursive: true);

    [Fact]
    [Trait("Promise", "8")]
    public async Task TheCustomerSavesTheReceiptAndItHoldsWhatWasAllowedAndByWhichWords()
    {
        using var tried = new Tried(8, "customers who saved their receipt with the button, and it is right");
        await using var stage = await Stage.Apart();
        var agent = await stage.GoLive("env", $"HOME={home}");
        await agent.StopSharing();
        await stage.Technician.Reaches("ended");
        var window = await stage.Screen.Window(WindowTitles.GoodBye);
        Directory.Exists(Downloads).Should().BeFalse("nothing is written without a click");
        (await agent.Process.Line("The record of this session is")).Should().Contain("is complete", "the Agent has checked what the Relay wrote of it");

        var button = await Until.NotNull("the good-bye has a button for the receipt", async () =>
            await stage.Screen.Look() is var seen && seen.Find(Summary, window.Area) is { } box && seen.Find(Surface, box) is { } found ? (object)found : null);
        var (x, y) = ((Area)button).Middle;
        await stage.Screen.Click(x, y);
        await Until.True("the receipt is there", () => Task.FromResult(Directory.Exists(Downloads) && Directory.GetFiles(Downloads, "*.html").Length == 1));
        (await agent.ReadGoodbye()).Should().Be(0);

        var file = Directory.GetFiles(Downloads).Should().ContainSingle().Which;
        Path.GetFileName(file).Should().StartWith("RemoteAssist-receipt-");
        var key = (await stage.Relay.Process.Line("Signing key: ")).Split(": ")[^1].Trim();
        var (code, said) = await Verify(file, "--trust", key);
        tried.Try(code == 0 && said.Contains("by a Relay that you trust", StringComparison.Ordinal), said);
        (code, said) = await Verify(file);
        tried.Try(code == 0 && said.Contains("signer unknown", StringComparison.Ordinal), said);
        var page = await File.ReadAllTextAsync(file);
        page.Should().Contain("See your screen").And.Contain("Did you call us?").And.Contain(stage.Technician.SessionId.ToString());

        await File.WriteAllTextAsync(file, page.Replace("Did you call us?", "Did we call you?", StringComparison.Ordinal));
        (code, said) = await Verify(file, "--trust", key);
        tried.Try(code == 1 && said.Contains("otherText", StringComparison.Ordinal), said);
        tried.MustHold();
        (await stage.Relay.Verify()).ExitCode.Should().Be(0);
    }

    private static async Task<(int ExitCode, string Said)> Verify(params string[] options)
    {
        await using var verify = ChildProcess.Start(Repository.Relay, ["receipt", "verify", .. options]);
        var code = await verify.Exit();
        return (code, string.Join('\n', verify.Output));
    }
}
