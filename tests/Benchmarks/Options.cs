namespace RemoteAssist.Benchmarks;

/// <summary>What the caller asked for.</summary>
/// <param name="Quick">Fewer and shorter rounds.</param>
/// <param name="Json">Where the report for programs goes; null for nowhere.</param>
internal sealed record Options(bool Quick, string? Json)
{
    /// <summary>Quiet blocks of four rounds that are enough.</summary>
    public int Blocks => Quick ? 2 : 4;

    /// <summary>Blocks that are run at most, where others use the machine meanwhile.</summary>
    public int MostBlocks => Quick ? 3 : 8;

    /// <summary>Steps a round: ten a second.</summary>
    public int Steps => Quick ? 50 : 100;

    /// <summary>Reads the command line; null where a word is unknown or lacks its value.</summary>
    public static Options? Read(string[] args)
    {
        var options = new Options(Quick: false, Json: null);
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--quick":
                    options = options with { Quick = true };
                    break;
                case "--json" when i + 1 < args.Length:
                    options = options with { Json = args[++i] };
                    break;
                default:
                    return null;
            }
        }

        return options;
    }
}
