using System.Text.Json;

namespace RemoteAssist.Shared.Wire;

/// <summary>An enum by its name in camel case, as it stands in the log, in pages and in what their scripts send.</summary>
public static class EnumName
{
    /// <summary>The name of a value, such as <c>stoppedByCustomer</c>.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    /// <summary>The value of a name, whatever its case; null where there is none. A number is no name.</summary>
    public static T? Read<T>(string? name)
        where T : struct, Enum =>
        name?.All(char.IsAsciiLetter) is true && Enum.TryParse<T>(name, ignoreCase: true, out var value) ? value : null;
}
