using RemoteAssist.Shared.Diagnostics;

namespace RemoteAssist.Agent.Diagnose;

/// <summary>
/// Facts about this computer that help to find out what is wrong with it. It reads and changes nothing, starts nothing, and
/// leaves out whatever says who or where somebody is: no addresses, no file names, nothing that programs were started with.
/// </summary>
internal interface IComputerFacts
{
    /// <summary>Reads them all; may take a moment. What cannot be read is left out.</summary>
    IReadOnlyList<ComputerFact> Read();
}
