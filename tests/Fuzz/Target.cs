namespace RemoteAssist.Fuzz;

/// <summary>Hands bytes to a parser.</summary>
/// <param name="input">From a hostile peer.</param>
/// <returns>
/// Whether it took them; false is the parser's own refusal. Any exception is a finding: a parser whose documented refusal
/// is one is wrapped so that this one, and no other, becomes false.
/// </returns>
internal delegate bool Reading(ReadOnlySpan<byte> input);

/// <summary>A parser of a peer's bytes, or several that are one behind the other.</summary>
/// <param name="Name">In file names, too.</param>
/// <param name="Parsers">What it drives, as <c>Type.Method</c>.</param>
/// <param name="MakeSeeds">Good inputs, always the same; at least one.</param>
/// <param name="MakeReading">A reading of its own for each run.</param>
internal sealed record Target(
    string Name, IReadOnlyList<string> Parsers, Func<IReadOnlyList<byte[]>> MakeSeeds, Func<Reading> MakeReading)
{
    /// <summary>What may be allocated for any input, in bytes: an exception with its trace, a reader's own buffers.</summary>
    public long MayAllocate { get; init; } = 256 * 1024;

    /// <summary>What may be allocated besides for each byte of the input.</summary>
    public long MayAllocatePerByte { get; init; } = 96;

    /// <summary>Its share of a run that is told in inputs: what costs a thousand times as much gets a thousandth.</summary>
    public double Share { get; init; } = 1;
}

/// <summary>A parser read something, but not what it promises.</summary>
internal sealed class BrokenPromiseException(string message) : Exception(message);
