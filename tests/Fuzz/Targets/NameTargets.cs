using System.Buffers;
using System.Text;
using RemoteAssist.Agent.Transfers;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Fuzz.Targets;

/// <summary>Texts of a peer: names of files, what is shown or logged, codes as they are typed. Inputs are what is made of bytes, whatever they are.</summary>
internal static class NameTargets
{
    private const int MostBytes = 200;

    private static readonly SearchValues<char> Unsafe = SearchValues.Create("\\:*?\"<>|");

    private static readonly string[] Names =
    [
        "Bericht 2026.pdf", "年度报告 (终稿).docx", "../../etc/passwd", "..\\..\\windows\\win.ini", "CON.txt", "com1", ".bashrc", "-rf",
        "a\u202Egpj.exe", "x\0y.txt", "C:\\a*b?.txt", "👩‍💻.tar.gz", new string('n', 300) + ".txt", "a." + new string('e', 60), "  . ", "~/x\r\ny",
    ];

    private static readonly string[] Codes = ["4829 130675", "4829-130-675", "４８２９１３０６７５", "4829·130·675"];

    public static IReadOnlyList<Target> List { get; } =
    [
        new Target(
            "file-name",
            ["SafeName.Of", "SafeName.LeadsElsewhere", "SafeName.Numbered", "PlainText.Clean"],
            () => [.. Names.Select(Encoding.UTF8.GetBytes), Utf16(Names[1])],
            () => FileName),
        new Target("plain-text", ["PlainText.Clean", "PlainText.Fitting"], () => [.. Names.Select(Encoding.UTF8.GetBytes), Utf16(Names[1])], () => Plain),
        new Target("session-code", ["SessionCode.TryParse"], () => [.. Codes.Select(Encoding.UTF8.GetBytes)], () => input =>
            SessionCode.TryParse(Encoding.UTF8.GetString(input), out var code)
            && (SessionCode.TryParse(code.Nameplate + code.Secret, out var again) && again == code
                ? true
                : throw new BrokenPromiseException("A code is not itself."))),
    ];

    /// <summary>UTF-8; behind a mark UTF-16, since half a character can come in JSON.</summary>
    public static string Text(ReadOnlySpan<byte> input) =>
        input is [0xff, 0xfe, .. var rest] ? Encoding.Unicode.GetString(rest) : Encoding.UTF8.GetString(input);

    /// <summary>The same the other way round.</summary>
    public static byte[] Utf16(string text) => [0xff, 0xfe, .. Encoding.Unicode.GetBytes(text)];

    private static bool FileName(ReadOnlySpan<byte> input)
    {
        var name = Text(input);
        var safe = SafeName.Of(name);
        foreach (var one in new[] { safe, SafeName.Numbered(safe, 2) })
        {
            if (SafeName.LeadsElsewhere(one) || Path.GetFileName(one) != one || one[0] is '.' or '-' or '~' or ' ' || one[^1] is '.' or ' '
                || one.AsSpan().ContainsAny(Unsafe) || one.Any(char.IsControl)
                || Encoding.UTF8.GetByteCount(one) > SafeName.MostBytes + 16)
            {
                throw new BrokenPromiseException($"\"{one}\" is not the name of a file in this folder.");
            }
        }

        // The folder refuses longer ones, and a name that is safe stays as it is.
        if (Encoding.UTF8.GetByteCount(safe) > SafeName.MostBytes + 1)
        {
            throw new BrokenPromiseException("The name is too long.");
        }

        return !SafeName.LeadsElsewhere(name);
    }

    private static bool Plain(ReadOnlySpan<byte> input)
    {
        var text = Text(input);
        var clean = PlainText.Clean(text);
        if (clean != PlainText.Clean(clean) || clean.Any(char.IsControl) || clean.AsSpan().IndexOfAnyInRange('\u202a', '\u202e') >= 0)
        {
            throw new BrokenPromiseException("What was cleaned is not clean.");
        }

        var fitting = PlainText.Fitting(text, MostBytes);
        if (!text.StartsWith(fitting, StringComparison.Ordinal) || Encoding.UTF8.GetByteCount(fitting) > MostBytes)
        {
            throw new BrokenPromiseException("It does not fit.");
        }

        return clean.Length > 0;
    }
}
