using RemoteAssist.Tests.Support;

namespace RemoteAssist.EndToEnd.Tests;

/// <summary>
/// Looks for the picture and the code where only sealed bytes may be: in the Relay's memory, on its disk, and on the
/// wires to both ends. The same search over bytes that were not sealed, sent by an Agent made for this test, must hit.
/// </summary>
[Trait("Promise", "9")]
public sealed class CanaryTests
{
    // Multiples of a tile's side, so that the flat tiles stand as a codec writes them.
    private const int X = 64;
    private const int Y = 192;

    [Fact]
    public async Task NothingOfThePictureOrTheCodeIsInTheRelayOnItsDiskOrOnItsWiresButWithoutSealingItIs()
    {
        var folder = Directory.CreateTempSubdirectory("remoteassist-canary-");
        try
        {
            using var toBrowser = new WireRecording(Path.Combine(folder.FullName, "browser"));
            using var toAgent = new WireRecording(Path.Combine(folder.FullName, "agent"));
            await using var stage = await Stage.Apart(toBrowser);
            await using var line = new ImpairedLine(stage.Relay.Address, new LineQuality(), recording: toAgent);

            // 1 a real session in which the picture is shown
            var shown = new CanaryPicture(seed: 9);
            await Show(stage, shown, Path.Combine(folder.FullName, "shown.png"));
            var agent = await stage.GoLive(line);
            await stage.PicturesAgree();
            var onCanvas = await stage.Technician.Canvas();
            onCanvas[X, Y].Should().Be(shown.Picture[0, 0], "the technician sees the picture");
            onCanvas[X + 100, Y + 100].Should().Be(shown.Picture[100, 100]);

            // 2 nothing of it is in the Relay's memory, on its wires, on its disk
            Canary[] canaries = [.. shown.All(X, Y), .. Canary.OfText(stage.LastCode)];
            canaries.Should().Contain(canary => canary.Form.StartsWith("flat", StringComparison.Ordinal));
            var search = new CanarySearch(canaries);
            var inMemory = InMemory(stage.Relay.Process, search);
            var inAgent = InMemory(agent.Process, search);
            await agent.StopSharing();
            await stage.EndedLog();

            using (var tried = new Tried(9, "forms of the picture and the code, looked for in each place"))
            {
                foreach (var finds in new[] { inMemory, search.InFolder(stage.Relay.Data), search.OnWire(toBrowser), search.OnWire(toAgent) })
                {
                    finds.Bytes.Should().BeGreaterThan(10_000, "there must be something to look through");
                    foreach (var canary in canaries)
                    {
                        tried.Try(finds.Hits.All(hit => hit.Form != canary.Form), finds.ToString());
                    }
                }

                tried.MustHold();
            }

            inMemory.Unread.Should().HaveCountLessThan(10);
            inAgent.Count.Should().BePositive("the Agent has the picture, and the search finds it there");

            // 3 the control: the same Relay, wires and search, and an Agent that does not seal
            var clear = new CanaryPicture(seed: 10);
            await stage.Technician.Page.GotoAsync(stage.CasePage.ToString());
            await using (var unsealed = await UnsealedAgent.Join(line.Address, await stage.Technician.StartSession()))
            {
                await unsealed.Send(clear.Shown(X, Y));
                var found = new CanarySearch(clear.Encoded(X, Y));
                await Until.True("it passed the Relay", () => Task.FromResult(found.OnWire(toBrowser).Count > 0));
                InMemory(stage.Relay.Process, found).Count.Should().BePositive("what is not sealed is found in the Relay's memory");
                found.OnWire(toAgent).Count.Should().BePositive("and on its wires");
            }

            new CanarySearch(Canary.OfText("Printer prints blank pages")).InFolder(stage.Relay.Data).Count
                .Should().BePositive("what is on the disk is found there");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task Show(Stage stage, CanaryPicture picture, string file)
    {
        picture.Picture.Save(file);
        stage.Screen.Run("feh", ["--title", "canaries", "--borderless", "--geometry", $"{picture.Width}x{picture.Height}+{X}+{Y}", file]);
        await stage.Screen.Window("canaries");
        await Until.True("the picture is on the screen", async () =>
        {
            var screen = await stage.Screen.Look();
            return screen[X, Y] == picture.Picture[0, 0]
                && screen[X + picture.Width - 1, Y + picture.Height - 1] == picture.Picture[picture.Width - 1, picture.Height - 1];
        });
    }

    // Frozen, so that a collector that moves things cannot carry one past the search.
    private static CanaryFinds InMemory(ChildProcess process, CanarySearch search)
    {
        process.Freeze();
        try
        {
            return search.InMemoryOf(process.Id);
        }
        finally
        {
            process.Thaw();
        }
    }
}
