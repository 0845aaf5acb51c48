using System.Diagnostics;

namespace RemoteAssist.Fuzz;

/// <summary>What one reading came to.</summary>
/// <param name="Accepted">Whether the parser took the input.</param>
/// <param name="Took">How long it took.</param>
/// <param name="Kind">What is wrong, the same for inputs that show the same mistake; null where nothing is.</param>
/// <param name="Says">The same at length.</param>
internal readonly record struct Verdict(bool Accepted, TimeSpan Took, string? Kind = null, string? Says = null);

/// <summary>Reads one input and says whether it is a finding.</summary>
internal sealed class Judge(Target target, Reading reading, Limits limits)
{
    public Verdict Read(ReadOnlySpan<byte> input)
    {
        var first = Once(input);
        if (first.Kind is not null || first.Took <= limits.Slowest)
        {
            return first;
        }

        // A machine that others use may have stood still: it must be slow each time.
        var again = Quicker(Once(input), Once(input));
        return again.Took <= limits.Slowest
            ? first
            : first with { Kind = "slow", Says = $"It took {again.Took.TotalSeconds:0.0} s, at the quickest of three." };
    }

    private static Verdict Quicker(Verdict a, Verdict b) => a.Took < b.Took ? a : b;

    private Verdict Once(ReadOnlySpan<byte> input)
    {
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var began = Stopwatch.GetTimestamp();
        bool accepted;
        try
        {
            accepted = reading(input);
        }
        catch (Exception thrown)
        {
            return new Verdict(false, Stopwatch.GetElapsedTime(began), KindOf(thrown), thrown.ToString());
        }

        var took = Stopwatch.GetElapsedTime(began);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        return allocated <= target.MayAllocate + (target.MayAllocatePerByte * input.Length)
            ? new Verdict(accepted, took)
            : new Verdict(accepted, took, "allocates", $"{allocated} bytes were allocated for {input.Length}.");
    }

    // The type, and where in our code it came from.
    private static string KindOf(Exception thrown)
    {
        var inner = thrown.GetBaseException();
        var frame = new StackTrace(inner).GetFrames()
            .Select(frame => frame.GetMethod())
            .FirstOrDefault(method => method?.DeclaringType?.FullName?.StartsWith("RemoteAssist.", StringComparison.Ordinal) == true);
        return $"{inner.GetType().Name} in {frame?.DeclaringType?.Name}.{frame?.Name}";
    }
}
