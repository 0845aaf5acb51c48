namespace RemoteAssist.EndToEnd.Tests.Scripts;

/// <summary>Where on a page that escapes nothing a payload breaks out; the names are those of the element or attribute around it.</summary>
internal enum Place
{
    Body,
    DoubleQuoted,
    SingleQuoted,
    Unquoted,
    ImageDouble,
    ImageSingle,
    ImageUnquoted,
    Title,
    TextArea,
    Style,
    Json,
    Comment,
    NoScript,
    Select,
    Address,
    ScriptDouble,
    ScriptSingle,
    ScriptTemplate,
    Mutated,
}

/// <summary>Text that is a program where it is not escaped: it calls <c>r(Id)</c>, or fetches <c>//ran.invalid/Id</c>.</summary>
/// <param name="Id">From 1.</param>
/// <param name="Family">What kind of trick it is.</param>
/// <param name="Place">Where it works.</param>
/// <param name="Text">What is written into a field.</param>
internal sealed record ScriptPayload(int Id, string Family, Place Place, string Text)
{
    /// <summary>A host that is nowhere; who asks for it has let a payload choose.</summary>
    public const string Elsewhere = "ran.invalid";

    /// <summary>A page that does what no page of ours may do: it writes the text as it is, at its place.</summary>
    public string UnescapedPage => $"<!DOCTYPE html><title>{At(Place.Title, "control")}</title><body>{Body}</body>";

    private string Body => Place switch
    {
        Place.Title => "",
        Place.Body => Text,
        Place.DoubleQuoted => $"<input value=\"{Text}\">",
        Place.SingleQuoted => $"<input value='{Text}'>",
        Place.Unquoted => $"<input value={Text}>",
        Place.ImageDouble => $"<img src=x alt=\"{Text}\">",
        Place.ImageSingle => $"<img src=x alt='{Text}'>",
        Place.ImageUnquoted => $"<img src=x alt={Text}>",
        Place.TextArea => $"<textarea>{Text}</textarea>",
        Place.Style => $"<style>b {{ color: {Text} }}</style>",
        Place.Json => $"<script type=\"application/json\">{{\"text\":\"{Text}\"}}</script>",
        Place.Comment => $"<!-- {Text} -->",
        Place.NoScript => $"<noscript>{Text}</noscript>",
        Place.Select => $"<select><option>{Text}</option></select>",
        Place.Address => $"<iframe src=\"{Text}\"></iframe>",
        Place.ScriptDouble => $"<script>var text = \"{Text}\";</script>",
        Place.ScriptSingle => $"<script>var text = '{Text}';</script>",
        Place.ScriptTemplate => $"<script>var text = `{Text}`;</script>",
        Place.Mutated => $"<template id=t>{Text.Replace("</template", "", StringComparison.OrdinalIgnoreCase)}</template><div id=a></div><div id=b></div>"
            + "<script>a.innerHTML = t.innerHTML; b.innerHTML = a.innerHTML;</script>",
        _ => throw new InvalidOperationException($"{Place} is nowhere."),
    };

    private string At(Place place, string otherwise) => Place == place ? Text : otherwise;
}
