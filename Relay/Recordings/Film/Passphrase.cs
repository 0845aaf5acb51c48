using System.Text;

namespace RemoteAssist.Relay.Recordings.Film;

/// <summary>Where a passphrase comes from: never from the command line, where others can read it.</summary>
internal static class Passphrase
{
    /// <summary>The first line of the file if one is named, else of standard input where that is redirected, else what is typed, unseen.</summary>
    /// <returns>Null where there is none.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static string? Read(string? file, TextWriter prompt)
    {
        if (file is not null)
        {
            return File.ReadLines(file).FirstOrDefault();
        }

        if (Console.IsInputRedirected)
        {
            return Console.In.ReadLine();
        }

        prompt.Write("Passphrase of the key: ");
        prompt.Flush();
        var typed = Typed();
        prompt.WriteLine();
        return typed;
    }

    private static string Typed()
    {
        var typed = new StringBuilder();
        for (var key = Console.ReadKey(intercept: true); key.Key != ConsoleKey.Enter; key = Console.ReadKey(intercept: true))
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                typed.Length = Math.Max(0, typed.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                typed.Append(key.KeyChar);
            }
        }

        return typed.ToString();
    }
}
