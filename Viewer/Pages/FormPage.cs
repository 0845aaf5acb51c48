using Microsoft.AspNetCore.Mvc.RazorPages;
using RemoteAssist.Shared.Wire;
using RemoteAssist.Viewer.Words;

namespace RemoteAssist.Viewer.Pages;

/// <summary>A page with a form: checks what was typed, and keeps it where something is wrong.</summary>
/// <param name="text">The page's texts.</param>
/// <param name="prefix">Whose fields they are: texts are called <c>Prefix.Field</c>, ids <c>prefix-field</c>.</param>
public abstract class FormPage(ScreenText text, string prefix) : PageModel
{
    private readonly List<(string Name, string Message)> wrong = [];

    /// <summary>Everything that the field partial needs.</summary>
    public FormField Field(string name, string? value, string type = "text", string? autocomplete = null, string? inputMode = null)
    {
        var key = $"{prefix}.{name}";
        return new FormField(
            IdOf(name),
            name,
            text[key],
            ScreenText.Has($"{key}.Hint") ? text[$"{key}.Hint"] : null,
            wrong.Find(problem => problem.Name == name).Message,
            type == "password" ? null : value,
            type,
            autocomplete ?? "off",
            Focus: wrong.Count > 0 && wrong[0].Name == name,
            inputMode);
    }

    /// <summary>What is wrong, in the order of the fields, with the id of the field where it belongs to one.</summary>
    public IEnumerable<(string? FieldId, string Message)> Problems =>
        wrong.Select(problem => (problem.Name.Length == 0 ? null : IdOf(problem.Name), problem.Message));

    /// <summary>Whether nothing is wrong so far.</summary>
    protected bool AllIsWell => wrong.Count == 0;

    /// <summary>One line as everybody will see it; says so where there is none or it is too long.</summary>
    protected string Line(string name, string? typed, int max)
    {
        var line = PlainText.Clean(typed);
        if (line.Length == 0)
        {
            Wrong(name, $"{prefix}.{name}.Missing");
        }
        else if (line.Length > max)
        {
            wrong.Add((name, text["Field.TooLong", max, line.Length]));
        }

        return line;
    }

    /// <summary>A password that is to be set, as it was typed; says so where it is too short or too long.</summary>
    protected string NewPassword(string name, string? typed)
    {
        const int shortest = 12, longest = 256;
        var password = typed ?? "";
        if (password.Length is < shortest or > longest)
        {
            Wrong(name, password.Length < shortest ? "SetUp.Password.Weak" : "SetUp.Password.Long");
        }

        return password;
    }

    /// <summary>Says what is wrong with a field, or with the whole form where the name is empty.</summary>
    protected void Wrong(string name, string key) => wrong.Add((name, text[key]));

    private string IdOf(string name) => $"{prefix}-{name}".ToLowerInvariant();
}

/// <summary>One labelled input with its hint and what is wrong with it.</summary>
public sealed record FormField(
    string Id,
    string Name,
    string Label,
    string? Hint,
    string? Error,
    string? Value,
    string Type,
    string Autocomplete,
    bool Focus,
    string? InputMode)
{
    /// <summary>The ids that describe the input.</summary>
    public string? DescribedBy
    {
        get
        {
            var ids = string.Join(' ', new[] { Hint is null ? null : $"{Id}-hint", Error is null ? null : $"{Id}-error" }
                .Where(id => id is not null));
            return ids.Length == 0 ? null : ids;
        }
    }
}
