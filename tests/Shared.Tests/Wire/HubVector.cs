using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;
using RemoteAssist.Shared.Wire.MessagePack;

namespace RemoteAssist.Shared.Tests.Wire;

/// <summary>One message with the bytes that the official JavaScript package makes of it: Vectors/hub-protocol.json.</summary>
/// <param name="Name">What it shows.</param>
/// <param name="Bytes">All bytes, in hexadecimal; missing where they are many.</param>
/// <param name="Length">With <paramref name="Sha256"/> instead of many bytes.</param>
/// <param name="Sha256">The hash of the bytes.</param>
/// <param name="Message">What the bytes mean.</param>
/// <param name="Same">Whether we write the very same bytes.</param>
/// <param name="Why">Where not: why not.</param>
public sealed record HubVector(
    string Name, string? Bytes, int? Length, string? Sha256, HubVector.Body Message, bool Same, string? Why)
{
    private static readonly Dictionary<string, HubVector> All = JsonSerializer
        .Deserialize<List<HubVector>>(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Vectors", "hub-protocol.json")), JsonSerializerOptions.Web)!
        .ToDictionary(vector => vector.Name, StringComparer.Ordinal);

    public static MessagePackHubProtocol Protocol { get; } = new(WireJson.Default.Options, HubContract.MaxMessageBytes);

    public static IEnumerable<HubVector> Every => All.Values;

    public static TheoryData<string> Names(Func<HubVector, bool> which) => [.. All.Values.Where(which).Select(vector => vector.Name)];

    public static HubVector Named(string name) => All[name];

    /// <summary>The official bytes; where only their hash is kept, ours once they have that hash.</summary>
    public byte[] OfficialBytes()
    {
        if (Bytes is not null)
        {
            return Convert.FromHexString(Bytes);
        }

        var ours = Protocol.GetMessageBytes(ToMessage()).ToArray();
        ours.Length.Should().Be(Length);
        Convert.ToHexString(SHA256.HashData(ours)).Should().BeEquivalentTo(Sha256);
        return ours;
    }

    public HubMessage ToMessage()
    {
        HubMessage message = Message.Type switch
        {
            1 => new InvocationMessage(Message.InvocationId, Message.Target!, Arguments, Message.StreamIds),
            2 => new StreamItemMessage(Message.InvocationId!, Message.Item?.ToObject()),
            3 => new CompletionMessage(Message.InvocationId!, Message.Error, Message.Result?.ToObject(), Message.Result is not null),
            4 => new StreamInvocationMessage(Message.InvocationId!, Message.Target!, Arguments, Message.StreamIds),
            5 => new CancelInvocationMessage(Message.InvocationId!),
            6 => PingMessage.Instance,
            7 => new CloseMessage(Message.Error, Message.AllowReconnect ?? false),
            8 => new AckMessage(Message.SequenceId!.Value),
            9 => new SequenceMessage(Message.SequenceId!.Value),
            _ => throw new InvalidOperationException($"No message has the type {Message.Type}."),
        };
        if (Message.Headers is not null)
        {
            ((HubInvocationMessage)message).Headers = Message.Headers;
        }

        return message;
    }

    /// <summary>A binder that knows the types of this message only.</summary>
    public IInvocationBinder Binder() => new OneMessage(
        [.. (Message.Arguments ?? []).Select(argument => argument.ToType())],
        (Message.Item ?? Message.Result)?.ToType() ?? typeof(object));

    private object?[] Arguments => [.. Message.Arguments!.Select(argument => argument.ToObject())];

    public sealed record Body(
        int Type,
        Dictionary<string, string>? Headers,
        string? InvocationId,
        string? Target,
        string[]? StreamIds,
        string? Error,
        long? SequenceId,
        bool? AllowReconnect,
        Typed[]? Arguments,
        Typed? Item,
        Typed? Result);

    /// <summary>A value that carries its type.</summary>
    public sealed record Typed(string Type, JsonElement Value)
    {
        public Type ToType() => Type switch
        {
            "int" => typeof(int),
            "long" => typeof(long),
            "double" => typeof(double),
            "bool" => typeof(bool),
            "string" or "repeated" or "null" => typeof(string),
            "bytes" or "counted" => typeof(byte[]),
            "strings" => typeof(string[]),
            "guid" => typeof(Guid),
            "moment" => typeof(DateTimeOffset),
            "endReason" => typeof(EndReason),
            "joinRequest" => typeof(JoinRequest),
            "agentReport" => typeof(AgentReport),
            "sessionStatus" => typeof(SessionStatus),
            _ => throw new InvalidOperationException($"No type is called {Type}."),
        };

        public object? ToObject() => Type switch
        {
            "long" => long.Parse(Value.GetString()!, CultureInfo.InvariantCulture),
            "double" => double.Parse(Value.GetString()!, CultureInfo.InvariantCulture),
            "repeated" => string.Concat(Enumerable.Repeat(Value.GetProperty("unit").GetString(), Value.GetProperty("count").GetInt32())),
            "strings" => Enumerable.Repeat(Value.GetProperty("unit").GetString()!, Value.GetProperty("count").GetInt32()).ToArray(),
            "bytes" => Convert.FromHexString(Value.GetString()!),
            "counted" => Some.Bytes(Value.GetInt32()),
            "null" => null,
            _ => Value.Deserialize(WireJson.Default.Options.GetTypeInfo(ToType())),
        };
    }

    private sealed class OneMessage(Type[] arguments, Type value) : IInvocationBinder
    {
        public IReadOnlyList<Type> GetParameterTypes(string methodName) => arguments;

        public Type GetReturnType(string invocationId) => value;

        public Type GetStreamItemType(string streamId) => value;
    }
}
