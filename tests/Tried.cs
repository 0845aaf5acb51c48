using System.Text.Json;

namespace RemoteAssist.Tests;

/// <summary>
/// Counts what a test tries for one of the promises in tests/PROMISES.md. The test wears <c>[Trait("Promise", "12")]</c>
/// and says of every single try whether it held; scripts/prove.sh adds the counts up. They are written when this is
/// disposed, also where the test fails half-way.
/// </summary>
/// <example>
/// <code>
/// using var tried = new Tried(12, "replayed control envelopes");
/// for (var i = 0; i &lt; Tried.Count(10_000); i++)
/// {
///     tried.Try(opener.Open(old, out _) == SealingFault.Replayed);
/// }
///
/// tried.MustHold();
/// </code>
/// </example>
/// <param name="promise">Its number in tests/PROMISES.md.</param>
/// <param name="what">What each try is, in a few words; tests of one promise that say the same are added up.</param>
internal sealed class Tried(int promise, string what) : IDisposable
{
    private static readonly string? HowMuch = Environment.GetEnvironmentVariable("REMOTEASSIST_PROVE");
    private static readonly string? Results = Environment.GetEnvironmentVariable("REMOTEASSIST_TRIED");
    private static readonly Lock Writing = new();

    private readonly Lock _counting = new();
    private readonly List<string> _failures = []; // the first few
    private long _tried;
    private long _failed;
    private bool _written;

    /// <summary>
    /// How many tries this run makes of what the promise asks for: all where REMOTEASSIST_PROVE is <c>long</c>, a tenth
    /// where it is <c>quick</c>, and in an ordinary test run a hundredth, or what the test names instead.
    /// </summary>
    public static int Count(int full, int? smoke = null) => HowMuch switch
    {
        "long" => full,
        "quick" => Math.Max(1, full / 10),
        null or "" => Math.Min(full, smoke ?? Math.Max(1, full / 100)),
        _ => throw new InvalidOperationException($"REMOTEASSIST_PROVE is \"{HowMuch}\", neither quick nor long."),
    };

    /// <summary>Counts one try. May be called from several threads.</summary>
    /// <param name="held">Whether it came out as promised.</param>
    /// <param name="otherwise">What came instead, for the complaint.</param>
    public void Try(bool held, string otherwise = "")
    {
        lock (_counting)
        {
            _tried++;
            if (held)
            {
                return;
            }

            _failed++;
            if (_failures.Count < 5)
            {
                _failures.Add($"try {_tried}: {otherwise}");
            }
        }
    }

    /// <summary>The test's last line: fails it where a try failed, or where nothing was tried at all.</summary>
    public void MustHold()
    {
        _tried.Should().BePositive("promise {0} ({1}) is not proved by nothing", promise, what);
        _failed.Should().Be(0, "promise {0}: {1} tried {2} times; {3}", promise, what, _tried, string.Join("; ", _failures));
    }

    /// <summary>Writes the counts down, one line of JSON in the file that REMOTEASSIST_TRIED names, if it names one.</summary>
    public void Dispose()
    {
        if (_written || _tried == 0 || string.IsNullOrEmpty(Results))
        {
            return;
        }

        _written = true;
        var line = JsonSerializer.Serialize(new { promise, what, tried = _tried, failed = _failed });
        lock (Writing)
        {
            File.AppendAllText(Results, line + "\n");
        }
    }
}
