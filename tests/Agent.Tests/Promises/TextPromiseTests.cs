using System.Globalization;
using System.Text;
using RemoteAssist.Agent.Platform.X11;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Agent.Tests.Platform;
using RemoteAssist.Shared.Input;

namespace RemoteAssist.Agent.Tests.Promises;

/// <summary>Arbitrary texts of all scripts, typed into a real terminal, and read back from the program in it.</summary>
[Trait("Promise", "41")]
[Collection(TypingTests.Name)]
public sealed class TextPromiseTests : IDisposable
{
    // First and last of what a text is drawn from: half of it what people write, half of it anything.
    private static readonly (int First, int Last)[] Scripts =
    [
        (0x20, 0x7e), (0xa0, 0x24f), (0x370, 0x3ff), (0x400, 0x4ff), (0x590, 0x6ff), (0x900, 0xdff), (0x2000, 0x2bff),
        (0x3040, 0x30ff), (0x4e00, 0x9fff), (0xac00, 0xd7a3), (0x1f300, 0x1faff), (0x20000, 0x2a6df), (0xa0, 0x10ffff),
    ];

    private readonly XServer server = new();

    public void Dispose() => server.Dispose();

    [Fact]
    public async Task EveryTextArrivesAsItWasWritten()
    {
        var dice = new Lcg(41);
        var texts = Enumerable.Range(0, Tried.Count(500, 8)).Select(_ => Some(dice)).ToArray();
        var file = Path.Combine(Path.GetTempPath(), $"texts-{Guid.NewGuid():n}");
        using var sink = XTestSink.Open(new OwnWindows(), TimeProvider.System, server.Display)!;
        using var tried = new Tried(41, "random Unicode texts typed into a terminal and read back");
        var terminal = server.Stay(
            "env", "LC_ALL=C.UTF-8", "xterm", "-u8", "-T", "typed", "-e", "sh", "-c", $"stty -echo; exec head -n {texts.Length} > {file}");
        try
        {
            await Eventually.Is(() => server.Run("sh", "-c", "xdotool search --onlyvisible --name '^typed$' || true").Length > 0, "there is a terminal");
            await Eventually.Is(() => File.Exists(file), "it reads");
            sink.Do(new InputEvent.Move(100, 100)).Should().BeNull();
            foreach (var text in texts)
            {
                sink.Do(new InputEvent.Text(text)).Should().BeNull();
                sink.Do(new InputEvent.Text("\n")).Should().BeNull();
            }

            await Eventually.Is(() => terminal.HasExited, "all lines are read");
            var read = (await File.ReadAllTextAsync(file)).Split('\n');
            for (var i = 0; i < texts.Length; i++)
            {
                tried.Try(i < read.Length && read[i] == texts[i], $"{Codes(texts[i])} came as {(i < read.Length ? Codes(read[i]) : "nothing")}");
            }

            tried.MustHold();
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string Some(Lcg dice)
    {
        var text = new StringBuilder();
        for (var left = 1 + dice.Next(24); left > 0;)
        {
            var (first, last) = Scripts[dice.Next(Scripts.Length)];
            var value = first + dice.Next(last - first + 1);
            if (Rune.IsValid(value) && IsWritten(new Rune(value)))
            {
                text.Append(new Rune(value).ToString());
                left--;
            }
        }

        return text.ToString();
    }

    private static bool IsWritten(Rune rune) => (rune.Value & 0xfffe) != 0xfffe && Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    private static string Codes(string text) => string.Join(' ', text.EnumerateRunes().Select(r => r.Value.ToString("x", CultureInfo.InvariantCulture)));
}
