using System.Globalization;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Viewer.Words;

/// <summary>
/// Says an entry of the log in plain sentences: what happened and who did it, then what else is known.
/// A value that was erased, or never was, is left out, and what remains still reads well.
/// </summary>
public sealed class LogSentences(ScreenText text)
{
    /// <summary>Who did it: by name where the entry has one and it is the actor's.</summary>
    public string Actor(LogLine line) => line.Actor switch
    {
        ActorKind.Technician when Value(line, "technician") is { } name => Person(name, line),
        ActorKind.Technician or ActorKind.Administrator or ActorKind.Auditor when Value(line, "name") is { } name => Person(name, line),
        ActorKind.Customer when Value(line, "customer") is { } name => name,
        ActorKind.Program when Value(line, "program") is { } name => text["Actor.Program.Named", name],
        var kind => text[$"Actor.{kind}"],
    };

    /// <summary>The whole entry, in a few sentences.</summary>
    public string Say(LogLine line) =>
        string.Join(text["Log.BetweenSentences"], new[] { Main(line) }.Concat(Rest(line)).Where(part => part.Length > 0));

    private string Main(LogLine line)
    {
        var key = $"Log.{line.Action}";
        if (line.Outcome != AuditOutcome.Success && ScreenText.Has($"{key}.{line.Outcome}"))
        {
            return text[$"{key}.{line.Outcome}", Actor(line)];
        }

        return ScreenText.Has(key) ? text[key, Actor(line)] : text["Log.Unknown", line.Action, Actor(line)];
    }

    private IEnumerable<string> Rest(LogLine line)
    {
        if (line.Outcome != AuditOutcome.Success
            && !ScreenText.Has($"Log.{line.Action}.{line.Outcome}") && line.Action != AuditActions.CodeRefused)
        {
            yield return text[$"Outcome.{line.Outcome}"];
        }

        if (Value(line, "reason") is { } reason)
        {
            yield return line.Action switch
            {
                AuditActions.CodeRefused => Named<JoinRefusal>("Refusal", reason) ?? Named<TryEnd>("Refusal", reason) ?? text["Log.Reason", reason],
                "session.end" => Named<EndReason>("End", reason) ?? text["Log.Reason", reason],
                AuditActions.RecordingEnded => ScreenText.Has($"RecordingEnd.{reason}")
                    ? text[$"RecordingEnd.{reason}"]
                    : Named<EndReason>("End", reason) ?? text["Log.Reason", reason],
                _ => text["Log.Reason", reason],
            };
        }

        if (line.Action == AuditActions.RecordingDeleted && Value(line, "rule") is { } rule && ScreenText.Has($"RecordingRule.{rule}"))
        {
            yield return text[$"RecordingRule.{rule}", Value(line, "limit") ?? ""];
        }

        if (Value(line, "asked") is { } asked)
        {
            yield return text["Log.Asked", Scopes(asked)];
        }

        if (Number(line, "minutes") is { } minutes)
        {
            yield return text["Log.Minutes", minutes];
        }

        if (Value(line, "given") is { } given)
        {
            yield return text["Log.Given", Scopes(given)];
        }

        if (Value(line, "takenBack") is { } takenBack)
        {
            yield return text["Log.TakenBack", Scopes(takenBack)];
        }

        if (Value(line, "scopes") is { } scopes)
        {
            yield return text[line.Action == "session.change" ? "Log.ScopesNow" : "Log.Scopes", Scopes(scopes)];
        }
        else if (line.Action == "session.change")
        {
            yield return text["Log.NothingNow"];
        }

        if (line.Actor is ActorKind.Customer && Value(line, "technician") is { } shown)
        {
            yield return text["Log.To", Person(shown, line)];
        }

        if (Value(line, "colleague") is { } colleague)
        {
            yield return text["Log.Colleague", Person(colleague, line)];
        }

        if (Value(line, "auditors") is { } auditors)
        {
            yield return text["Log.Auditors", auditors.Split(',').Length];
        }

        if (Value(line, "until") is { } until)
        {
            yield return text["Log.Until", Moment(until)];
        }

        if ((Value(line, "number") ?? Value(line, "caseNumber")) is { } number)
        {
            yield return text["Log.Number", number];
        }

        if (Value(line, "email") is { } email)
        {
            yield return text["Log.Email", email];
        }

        if (Value(line, "factor") is { } factor && ScreenText.Has($"Log.Factor.{factor}"))
        {
            yield return text[$"Log.Factor.{factor}"];
        }

        if (Value(line, "proof") is { } proof)
        {
            yield return text["Log.Proof", proof];
        }

        if (Value(line, "roles") is { } roles && line.Action is AuditActions.AccountFromProvider or AuditActions.RolesFollowed)
        {
            yield return text["Log.Roles", string.Join(text["Log.BetweenScopes"], roles.Split(',').Select(role => Named<PersonRole>("Role", role) ?? role))];
        }

        if (Value(line, "passkey") is { } passkey)
        {
            yield return text["Log.Passkey", passkey];
        }

        if (line.Actor is not ActorKind.Program && Value(line, "program") is { } program)
        {
            yield return text["Log.Program", program];
        }

        if (Value(line, "request") is { } request)
        {
            yield return text["Log.Request", request, Value(line, "status") ?? ""];
        }

        if (Number(line, "facts") is { } facts)
        {
            yield return text["Log.Facts", facts];
        }

        if (Number(line, "moves") is { } moves && line.Action != AuditActions.ControlOpened)
        {
            yield return text["Log.Injected", Number(line, "keys") ?? 0, Number(line, "characters") ?? 0, Number(line, "buttons") ?? 0, Number(line, "wheel") ?? 0, moves];
        }

        if (Number(line, "uncountedSeconds") is { } seconds)
        {
            yield return text["Log.Uncounted", seconds];
        }

        if (Number(line, "triesLeft") is { } tries)
        {
            yield return text["Log.TriesLeft", tries];
        }

        if (Number(line, "frames") is { } frames)
        {
            yield return text["Log.Frames", frames.ToString("N0", CultureInfo.CurrentCulture)];
        }

        if (Number(line, "frameParts") is { } parts)
        {
            yield return text["Log.FrameParts", parts.ToString("N0", CultureInfo.CurrentCulture)];
        }

        if (Number(line, "bytes") is { } bytes)
        {
            yield return text["Log.Bytes", Size(bytes)];
        }

        if (Value(line, "countedSince") is { } since)
        {
            yield return text["Log.CountedSince", Moment(since)];
        }

        if (Value(line, "fileName") is { } file)
        {
            yield return text["Log.FileName", file];
        }

        if (Value(line, "formats") is { } formats)
        {
            yield return text["Log.Formats", formats];
        }

        if (Number(line, "size") is { } size)
        {
            yield return text["Log.Size", Size(size)];
        }

        if (Value(line, "why") is { } why && Named<TransferEnd>("TransferEnd", why) is { } end)
        {
            yield return end;
        }

        if (Value(line, "sha256") is { } hash)
        {
            yield return text["Log.Sha256", hash];
        }

        if (Value(line, "agentVersion") is { } version)
        {
            yield return Value(line, "platform") is { } platform
                ? text["Log.AgentOn", version, platform]
                : text["Log.Agent", version];
        }
        else if (Value(line, "platform") is { } platform)
        {
            yield return text["Log.Platform", platform];
        }

        if (Value(line, "address") is { } address && SaysWhere(line.Action))
        {
            yield return text["Log.Address", address];
        }

        if (Value(line, "topics") is { } topics)
        {
            yield return text["Log.Topics", Listed<Topic>("Topic", topics)];
        }

        if (Value(line, "next") is { } next)
        {
            yield return text["Log.Next", Named<FollowUp>("Next", next) ?? next];
        }

        if (Value(line, "pixels") is { } pixels)
        {
            yield return text["Log.Pixels", pixels];
        }

        if (Value(line, "verdict") is { } verdict)
        {
            yield return text["Log.Verdict", Named<Verdict>("Verdict", verdict) ?? verdict];
        }

        if (Value(line, "words") is { } words)
        {
            yield return text["Log.Words", words];
        }

        if (Value(line, "solved") is { } solved)
        {
            yield return text[solved == "yes" ? "Log.Solved" : "Log.NotSolved"];
        }

        if (Number(line, "ease") is { } ease)
        {
            yield return text["Log.Ease", ease];
        }

        if (Value(line, "sentence") is { } sentence)
        {
            yield return text["Log.Sentence", sentence];
        }
    }

    // Every entry that somebody asked for has an address; it is said where people come in.
    private static bool SaysWhere(string action) => action is AuditActions.CodeRefused or AuditActions.AgentBack or AuditActions.ViewerJoined or "session.join"
        || action.StartsWith("account.", StringComparison.Ordinal) || action.StartsWith("apiKey.", StringComparison.Ordinal);

    private string Person(string name, LogLine line) =>
        Value(line, "organisation") is { } organisation ? text["Person", name, organisation] : name;

    private string Scopes(string written) => Listed<Scope>("Scope", written);

    private string Listed<T>(string prefix, string written)
        where T : struct, Enum => string.Join(
        text["Log.BetweenScopes"],
        written.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(one => Named<T>(prefix, one) ?? one));

    private static string? Value(LogLine line, string key) =>
        line.Values.TryGetValue(key, out var value) && !string.IsNullOrWhiteSpace(value) ? value : null;

    private static long? Number(LogLine line, string key) =>
        long.TryParse(Value(line, key), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    // The log writes these names in camel case; one that only a newer Relay knows is shown as it stands.
    private string? Named<T>(string prefix, string written)
        where T : struct, Enum =>
        Enum.TryParse<T>(written, ignoreCase: true, out var value) && Enum.IsDefined(value)
            ? text[$"{prefix}.{value}"]
            : null;

    private static string Moment(string written) =>
        DateTimeOffset.TryParse(written, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? Moments.ToTheSecond(moment)
            : written;

    private static string Size(long bytes) => bytes switch
    {
        < 1000 => string.Create(CultureInfo.CurrentCulture, $"{bytes} B"),
        < 1_000_000 => string.Create(CultureInfo.CurrentCulture, $"{bytes / 1e3:0.0} kB"),
        _ => string.Create(CultureInfo.CurrentCulture, $"{bytes / 1e6:0.0} MB"),
    };
}
