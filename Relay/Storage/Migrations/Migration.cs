using System.Globalization;
using System.Reflection;

namespace RemoteAssist.Relay.Storage.Migrations;

/// <summary>One numbered step of the schema: a file <c>NNNN-name.sql</c> beside this one, in the folder of its provider.</summary>
internal sealed record Migration(int Number, string Name, string Sql)
{
    /// <summary>All steps for SQLite, from 1, without a gap.</summary>
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
        return steps.Select(step => step.Number).SequenceEqual(Enumerable.Range(1, steps.Count))
            ? steps
            : throw new InvalidOperationException($"The {provider} migrations are not numbered from 1 without a gap.");
    }

    private static Migration Read(Assembly assembly, string resource, string file)
    {
        using var text = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        var dash = file.IndexOf('-', StringComparison.Ordinal);
        return new Migration(int.Parse(file[..dash], CultureInfo.InvariantCulture), file[(dash + 1)..], text.ReadToEnd());
    }
}
