using System.Globalization;
using System.Reflection;

namespace RemoteAssist.Relay.Storage.Migrations;

/// <summary>One numbered step of the schema: a file <c>NNNN-name.sql</c> beside this one, in the folder of its provider.</summary>
internal sealed record Migration(int Number, string Name, string Sql)
{
    /// <summary>All steps for SQLite, in their order; a number that no step has was given to none.</summary>
    public static IReadOnlyList<Migration> ForSqlite { get; } = Load("Sqlite");

    private static List<Migration> Load(string provider)
    {
        var assembly = Assembly.GetExecutingAssembly();
        var prefix = $"Migrations/{provider}/";
        var steps = assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => Read(assembly, name, name[prefix.Length..^".sql".Length]))
            .ToList();
        return steps[0].Number == 1 && steps.DistinctBy(step => step.Number).Count() == steps.Count
            ? steps
            : throw new InvalidOperationException($"The {provider} migrations do not begin with 1, or two have one number.");
    }

    private static Migration Read(Assembly assembly, string resource, string file)
    {
        using var text = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        var dash = file.IndexOf('-', StringComparison.Ordinal);
        return new Migration(int.Parse(file[..dash], CultureInfo.InvariantCulture), file[(dash + 1)..], text.ReadToEnd());
    }
}
