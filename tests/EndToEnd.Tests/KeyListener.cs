using System.Globalization;
using System.Text.RegularExpressions;
using RemoteAssist.Tests.Support;

namespace RemoteAssist.EndToEnd.Tests;

/// <summary>A stranger on the customer's display that has the keyboard and tells of each key what it wrote there: xev.</summary>
internal sealed partial class KeyListener
{
    private const string Title = "Event Tester";

    private readonly ChildProcess program;
    private int read;

    private KeyListener(ChildProcess program, ScreenWindow window) => (this.program, Window) = (program, window);

    public ScreenWindow Window { get; }

    public static async Task<KeyListener> On(VirtualScreen screen)
    {
        // Line by line even into a pipe.
        var program = screen.Run("stdbuf", ["-oL", "xev", "-event", "keyboard", "-geometry", "300x200+200+300"]);
        return new KeyListener(program, await screen.Window(Title));
    }

    /// <summary>What went down since the last call, up to and with the key of this name.</summary>
    public async Task<IReadOnlyList<Heard>> UpTo(string last, int times)
    {
        IReadOnlyList<Heard> heard = [];
        var lines = 0;
        await Until.True(
            $"{last} is heard {times} times",
            () =>
            {
                string[] all = [.. program.Output];
                (lines, heard) = (all.Length, Parse(all.Skip(read)));
                return heard.Count(key => key.Symbol == last) >= times;
            },
            TimeSpan.FromSeconds(60),
            () => string.Join(' ', heard.Select(key => key.Symbol)));
        read = lines;
        return heard;
    }

    private static List<Heard> Parse(IEnumerable<string> lines)
    {
        var heard = new List<Heard>();
        var presses = false;
        string? symbol = null;
        foreach (var line in lines)
        {
            if (line.Contains(" event, ", StringComparison.Ordinal))
            {
                (presses, symbol) = (line.StartsWith("KeyPress", StringComparison.Ordinal), null);
            }
            else if (presses && Key().Match(line) is { Success: true } key)
            {
                symbol = key.Groups["name"].Value;
            }
            else if (presses && symbol is not null && line.Contains("XmbLookupString gives", StringComparison.Ordinal))
            {
                var bytes = Bytes().Match(line).Groups["bytes"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                heard.Add(new Heard(symbol, System.Text.Encoding.UTF8.GetString(
                    [.. bytes.Select(b => byte.Parse(b, NumberStyles.HexNumber, CultureInfo.InvariantCulture))])));
                presses = false;
            }
        }

        return heard;
    }

    [GeneratedRegex(@"keysym 0x[0-9a-f]+, (?<name>\w+)\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Key();

    [GeneratedRegex(@"bytes: \((?<bytes>[0-9a-f ]+)\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Bytes();
}

/// <summary>A key that went down: the name of its symbol, and what it writes.</summary>
internal sealed record Heard(string Symbol, string Text);
