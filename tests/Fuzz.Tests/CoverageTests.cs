using System.Reflection;
using RemoteAssist.Fuzz.Targets;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Fuzz.Tests;

/// <summary>No parser of bytes in Shared is without a target.</summary>
public sealed class CoverageTests
{
    // What reads bytes and needs no target, and why.
    private static readonly Dictionary<string, string> Without = new(StringComparer.Ordinal)
    {
        ["EnvelopeCipher.Open"] = "ControlOpener and FrameOpener call it, once they have looked at the length",
        ["P256Field.Read"] = "any bytes are a number; whether it is a coordinate is judged by P256Point.IsValid",
    };

    private static readonly string[] Verbs = ["TryRead", "Read", "TryParse", "Parse", "TryDecode", "Decode", "Open", "TryOpen", "Take", "Verify", "IsSigned", "MarkIn", "IsValid"];

    [Fact]
    public void EveryParserOfBytesInSharedHasATarget()
    {
        var driven = AllTargets.List.SelectMany(target => target.Parsers).ToHashSet(StringComparer.Ordinal);
        var parsers = typeof(Frame).Assembly.GetTypes()
            .Where(type => !type.IsNested && !type.IsInterface)
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(method => Verbs.Contains(method.Name) && method.GetParameters().Any(parameter => IsBytes(parameter.ParameterType)))
            .Select(method => $"{method.DeclaringType!.Name}.{method.Name}")
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ToList();
        parsers.Should().Contain(["ControlMessage.Read", "FrameOpener.Open", "EnvelopeHeader.TryRead", "LosslessCodec.TryDecode"]);
        parsers.Except(driven).Should().BeEquivalentTo(Without.Keys, "every other parser has a target, and no exception is out of date");
    }

    [Fact]
    public void EveryParserThatATargetNamesIsThere()
    {
        var methods = new[] { typeof(Frame).Assembly, Assembly.Load("Agent"), Assembly.Load("Relay") }
            .SelectMany(assembly => assembly.GetTypes())
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance)
                .Select(method => $"{type.Name}.{method.Name}"))
            .ToHashSet(StringComparer.Ordinal);
        AllTargets.List.SelectMany(target => target.Parsers).Should().OnlyContain(parser => methods.Contains(parser));
    }

    private static bool IsBytes(Type type) =>
        type == typeof(byte[]) || type == typeof(ReadOnlySpan<byte>) || type == typeof(ReadOnlyMemory<byte>)
        || type == typeof(System.Buffers.ReadOnlySequence<byte>).MakeByRefType();
}
