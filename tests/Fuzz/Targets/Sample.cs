using System.Reflection;

namespace RemoteAssist.Fuzz.Targets;

/// <summary>A value of any type that the hub's methods take, always the same.</summary>
internal static class Sample
{
    private static readonly DateTimeOffset Moment = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    public static object Of(Type type)
    {
        var inner = Nullable.GetUnderlyingType(type) ?? type;
        return inner switch
        {
            _ when inner == typeof(string) => "Ana 北风 😀",
            _ when inner == typeof(byte[]) => Enumerable.Range(1, 40).Select(i => (byte)i).ToArray(),
            _ when inner == typeof(bool) => true,
            _ when inner == typeof(int) => 3,
            _ when inner == typeof(long) => 5_000_000_000L,
            _ when inner == typeof(Guid) => Guid.Parse("0198a1b2-c3d4-7e5f-8091-a2b3c4d5e6f7"),
            _ when inner == typeof(DateTimeOffset) => Moment,
            _ when inner.IsEnum => Enum.GetValues(inner).GetValue(0)!,
            _ when inner.IsGenericType && inner.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) => ListOf(inner.GetGenericArguments()[0]),
            _ => RecordOf(inner),
        };
    }

    private static Array ListOf(Type type)
    {
        var list = Array.CreateInstance(type, 2);
        list.SetValue(Of(type), 0);
        list.SetValue(Of(type), 1);
        return list;
    }

    // By the constructor that names every field.
    private static object RecordOf(Type type)
    {
        var constructor = type.GetConstructors().MaxBy(one => one.GetParameters().Length)
            ?? throw new InvalidOperationException($"No sample of {type.Name} is known.");
        return constructor.Invoke(BindingFlags.Default, binder: null, [.. constructor.GetParameters().Select(field => Of(field.ParameterType))], culture: null);
    }
}
