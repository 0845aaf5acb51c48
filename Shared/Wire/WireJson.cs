using System.Text.Json;
using System.Text.Json.Serialization;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Shared.Wire;

/// <summary>
/// How everything in <see cref="HubContract"/> looks on the wire: camel-case names, enums as camel-case words,
/// every field there unless it has a default, unknown fields passed over. Made at compile time, so a trimmed Agent has it too.
/// </summary>
/// <remarks>
/// A value is written by the type that it has, so a list as a result on its own must be one of the types named here;
/// lists within records may be anything.
/// </remarks>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    MaxDepth = 32,
    Converters =
    [
        typeof(CamelCaseWords<CodeEnd>),
        typeof(CamelCaseWords<EndReason>),
        typeof(CamelCaseWords<JoinRefusal>),
        typeof(CamelCaseWords<SealingFault>),
        typeof(CamelCaseWords<Scope>),
        typeof(CamelCaseWords<SessionEvent>),
        typeof(CamelCaseWords<SessionState>),
        typeof(CamelCaseWords<TransferEnd>),
        typeof(CamelCaseWords<TransferKind>),
        typeof(CamelCaseWords<PersonState>),
    ])]
[JsonSerializable(typeof(JoinRequest))]
[JsonSerializable(typeof(JoinOutcome))]
[JsonSerializable(typeof(RejoinRequest))]
[JsonSerializable(typeof(RejoinOutcome))]
[JsonSerializable(typeof(RatingRequest))]
[JsonSerializable(typeof(InclusionRequest))]
[JsonSerializable(typeof(InclusionProof))]
[JsonSerializable(typeof(SessionOffer))]
[JsonSerializable(typeof(AgentReport))]
[JsonSerializable(typeof(AgentLink))]
[JsonSerializable(typeof(ConsentGrant))]
[JsonSerializable(typeof(TransferReport))]
[JsonSerializable(typeof(UseReport))]
[JsonSerializable(typeof(SessionStatus))]
[JsonSerializable(typeof(ColleagueChoice[]))]
[JsonSerializable(typeof(CodeEnd?))]
[JsonSerializable(typeof(EndReason?))]
[JsonSerializable(typeof(JoinRefusal?))]
[JsonSerializable(typeof(SealingFault?))]
[JsonSerializable(typeof(Scope?))]
[JsonSerializable(typeof(SessionEvent?))]
[JsonSerializable(typeof(SessionState?))]
[JsonSerializable(typeof(bool?))]
[JsonSerializable(typeof(int?))]
[JsonSerializable(typeof(uint?))]
[JsonSerializable(typeof(long?))]
[JsonSerializable(typeof(ulong?))]
[JsonSerializable(typeof(double?))]
[JsonSerializable(typeof(Guid?))]
[JsonSerializable(typeof(DateTimeOffset?))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(byte[]))]
[JsonSerializable(typeof(object))]
public sealed partial class WireJson : JsonSerializerContext;

/// <summary>An enum as its camel-case word; numbers are refused, so a renumbered enum cannot be misread.</summary>
public sealed class CamelCaseWords<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
