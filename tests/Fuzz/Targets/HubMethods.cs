using System.Reflection;
using System.Text;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using RemoteAssist.Relay.Hubs;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Fuzz.Targets;

/// <summary>The methods of one end of the hub, as SignalR binds them there.</summary>
internal sealed class HubMethods : IInvocationBinder
{
    /// <summary>The one call that waits for an answer.</summary>
    public const string Waiting = "1";

    /// <summary>The one stream that is open.</summary>
    public const string Stream = "2";

    private readonly Dictionary<string, Type[]> methods;
    private readonly Type answer;

    private HubMethods(IEnumerable<MethodInfo> methods, Type answer)
    {
        this.methods = methods.ToDictionary(method => method.Name, Arguments, StringComparer.Ordinal);
        this.answer = answer;
    }

    /// <summary>What the Relay hears from Agents and Viewers.</summary>
    public static HubMethods OfRelay { get; } = new(
        typeof(SessionHub).GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)
            .Where(method => !method.Name.StartsWith("On", StringComparison.Ordinal)),
        typeof(object));

    /// <summary>What an Agent hears from the Relay.</summary>
    public static HubMethods OfAgent { get; } = new(typeof(IParticipant).GetMethods(), typeof(JoinOutcome));

    public IEnumerable<InvocationMessage> Calls => methods.Select(method =>
        new InvocationMessage(Waiting, method.Key, [.. method.Value.Select(Sample.Of)], method.Key == nameof(SessionHub.Upload) ? [Stream] : null));

    public IReadOnlyList<Type> GetParameterTypes(string methodName) =>
        methods.TryGetValue(methodName, out var types) ? types : throw new HubException("There is no such method.");

    public Type GetReturnType(string invocationId) =>
        invocationId == Waiting ? answer : throw new InvalidOperationException("Nobody waits for this.");

    public Type GetStreamItemType(string streamId) =>
        streamId == Stream ? typeof(byte[]) : throw new KeyNotFoundException("There is no such stream.");

    public string? GetTarget(ReadOnlySpan<byte> utf8Bytes)
    {
        var name = Encoding.UTF8.GetString(utf8Bytes);
        return methods.ContainsKey(name) ? name : null;
    }

    // SignalR itself makes streams and the token.
    private static Type[] Arguments(MethodInfo method) =>
    [
        .. method.GetParameters().Select(parameter => parameter.ParameterType)
            .Where(type => type != typeof(CancellationToken) && !(type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>))),
    ];
}
