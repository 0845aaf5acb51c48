namespace RemoteAssist.Agent.Tests.Platform;

/// <summary>
/// The tests that type into a real program. It looks a key up when it gets to it, so what they type depends on how busy the
/// machine is: no other test of this assembly runs beside them.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TypingTests
{
    public const string Name = "typing";
}
