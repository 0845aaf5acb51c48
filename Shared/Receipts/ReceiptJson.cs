using System.Globalization;
using System.Text.Json.Nodes;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Shared.Receipts;

/// <summary>A receipt as JSON: the names of Kantara's Consent Receipt 1.1, and under <c>remoteAssist</c> what that does not know. Both halves.</summary>
internal static class ReceiptJson
{
    private const string Version = "KI-CR-v1.1.0";
    private const string Asked = "Question on the customer's own screen, answered there";
    private const string Unasked = "Change by the customer or their technician, without a new question";
    private const string Own = "remoteAssist";
    private const int FormatNumber = 1;
    private const string Time = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>Writes it.</summary>
    public static JsonObject Write(Receipt receipt) => new()
    {
        ["version"] = Version,
        ["jurisdiction"] = receipt.Controller.Jurisdiction,
        ["consentTimestamp"] = receipt.Granted.ToUnixTimeSeconds(),
        ["collectionMethod"] = receipt.Shown.Count > 0 ? Asked : Unasked,
        ["consentReceiptID"] = receipt.Id.ToString(),
        ["publicKey"] = Convert.ToBase64String(receipt.RelayKey),
        ["language"] = receipt.Language,
        ["piiPrincipalId"] = $"urn:uuid:{receipt.Session}",
        ["piiControllers"] = new JsonArray(new JsonObject
        {
            ["piiController"] = receipt.Organisation,
            ["onBehalf"] = false,
            ["contact"] = receipt.Controller.Contact,
            ["address"] = new JsonObject { ["streetAddress"] = receipt.Controller.Address },
            ["email"] = receipt.Controller.Email,
            ["phone"] = receipt.Controller.Phone,
        }),
        ["policyUrl"] = receipt.Controller.PolicyUrl,
        ["services"] = new JsonArray(new JsonObject
        {
            ["service"] = "Remote support",
            ["purposes"] = new JsonArray([.. receipt.Scopes.Select(scope => (JsonNode)Purpose(scope, Moment(receipt.Until)))]),
        }),
        ["sensitive"] = true,
        ["spiCat"] = new JsonArray("Whatever the customer shows or hands over"),
        [Own] = new JsonObject
        {
            ["format"] = FormatNumber,
            ["number"] = receipt.Number,
            ["previous"] = receipt.Previous,
            ["session"] = receipt.Session.ToString(),
            ["exchange"] = Convert.ToHexStringLower(receipt.Exchange),
            ["agentKey"] = Convert.ToBase64String(receipt.AgentKey),
            ["caseNumber"] = receipt.CaseNumber,
            ["technician"] = receipt.Technician,
            ["colleague"] = receipt.OfColleague,
            ["scopes"] = new JsonArray([.. receipt.Scopes.Select(scope => (JsonNode?)EnumName.Of(scope))]),
            ["granted"] = Moment(receipt.Granted),
            ["until"] = Moment(receipt.Until),
            ["utcOffset"] = receipt.UtcOffset,
            ["shown"] = new JsonArray([.. receipt.Shown.Select(text => (JsonNode?)text)]),
            ["shownSha256"] = receipt.ShownHash,
            ["recorded"] = receipt.IsRecorded,
            ["auditors"] = new JsonArray([.. receipt.Auditors.Select(one => (JsonNode?)new JsonObject { ["name"] = one.Name, ["fingerprint"] = one.Fingerprint })]),
        },
    };

    /// <summary>A moment as receipts write it.</summary>
    public static string Moment(DateTimeOffset value) => value.ToUniversalTime().ToString(Time, CultureInfo.InvariantCulture);

    /// <summary>Reads a moment; null where it is written otherwise.</summary>
    public static DateTimeOffset? Moment(JsonNode? node) =>
        Text(node) is { } text && DateTimeOffset.TryParseExact(
            text, Time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var read) ? read : null;

    /// <summary>The hash that it gives for the text that was shown; null where it gives none.</summary>
    public static string? ShownHash(JsonNode? json) => Text(((json as JsonObject)?[Own] as JsonObject)?["shownSha256"]);

    /// <summary>Reads one; null where something is missing or of another kind. What it says beside that is for whoever writes it again and compares.</summary>
    public static Receipt? Read(JsonNode? json)
    {
        try
        {
            return json is JsonObject map && map[Own] is JsonObject own ? Read(map, own) : null;
        }
        catch (Exception odd) when (odd is FormatException or InvalidOperationException or ArgumentException or OverflowException)
        {
            return null;
        }
    }

    private static Receipt? Read(JsonObject map, JsonObject own)
    {
        var by = Only(map["piiControllers"]);
        var controller = new Controller(
            Must(map["jurisdiction"]), Must(by["contact"]), Must((by["address"] as JsonObject)?["streetAddress"]),
            Must(by["email"]), Must(by["phone"]), Must(map["policyUrl"]));
        var read = new Receipt(
            Guid.ParseExact(Must(map["consentReceiptID"]), "D"),
            Number(own["number"]),
            Must(own["previous"]),
            Flag(own["colleague"]),
            Guid.ParseExact(Must(own["session"]), "D"),
            Convert.FromHexString(Must(own["exchange"])),
            Convert.FromBase64String(Must(own["agentKey"])),
            Convert.FromBase64String(Must(map["publicKey"])),
            Must(own["caseNumber"]),
            Must(own["technician"]),
            Must(by["piiController"]),
            controller,
            [.. List(own["scopes"]).Select(name => Enum.Parse<Scope>(Must(name), ignoreCase: true))],
            Moment(own["granted"]) ?? throw new FormatException(),
            Moment(own["until"]) ?? throw new FormatException(),
            Number(own["utcOffset"]),
            Must(map["language"]),
            [.. List(own["shown"]).Select(Must)],
            [.. List(own["auditors"]).Select(Auditor)]);
        return read.Number is > 0 and <= Receipt.MostOfSession && read.Shown.Count <= Receipt.MostParagraphs && controller.IsFit
            && read.Exchange.Length == 32 && read.Scopes.SequenceEqual(read.Scopes.Where(Enum.IsDefined).Distinct().Order())
            && read.UtcOffset is >= -24 * 60 and <= 24 * 60 && read.Language is "en" or "zh-Hans"
            ? read
            : null;
    }

    private static JsonObject Purpose(Scope scope, string until) => new()
    {
        ["purpose"] = EnumName.Of(scope),
        ["purposeCategory"] = new JsonArray("2 - Contracted Service"),
        ["consentType"] = "EXPLICIT",
        ["piiCategory"] = new JsonArray(scope switch
        {
            Scope.View => "What the customer's screen shows",
            Scope.Control => "Use of the customer's pointer and keyboard",
            Scope.Drawing => "None: marks over the screen",
            Scope.Clipboard => "What is copied",
            Scope.Files => "Files that are chosen",
            Scope.Diagnostics => "Facts about the computer",
            _ => "A recording of what the customer's screen shows",
        }),
        ["primaryPurpose"] = scope == Scope.View,
        ["termination"] = until,
        ["thirdPartyDisclosure"] = false,
    };

    private static ReceiptAuditor Auditor(JsonNode? node) =>
        node is JsonObject one ? new ReceiptAuditor(Must(one["name"]), Must(one["fingerprint"])) : throw new FormatException();

    private static JsonObject Only(JsonNode? list) => List(list) is [JsonObject one] ? one : throw new FormatException();

    private static JsonArray List(JsonNode? node) => node as JsonArray ?? throw new FormatException();

    private static string Must(JsonNode? node) => Text(node) ?? throw new FormatException();

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static bool Flag(JsonNode? node) => node is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag : throw new FormatException();

    private static int Number(JsonNode? node) => node is JsonValue value && value.TryGetValue<int>(out var number) ? number : throw new FormatException();
}
