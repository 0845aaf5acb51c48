using System.Buffers;
using System.Runtime.ExceptionServices;
using System.Text;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace RemoteAssist.Shared.Wire.MessagePack;

/// <summary>
/// Reads hub messages. The whole message is checked for shape first, so after that there are two kinds of wrong:
/// a field that is not what the protocol says (<see cref="InvalidDataException"/>, which ends the connection), and
/// arguments that do not fit the method that they are for (a binding failure, which ends the call).
/// </summary>
internal sealed class HubMessageReader(MessagePackValues values)
{
    /// <summary>
    /// Headers or streams that one message may name. Each costs an object of its own, many times its bytes on the wire;
    /// our calls have one stream and no header at all.
    /// </summary>
    public const int MaxNamed = 64;

    /// <summary>Reads one message.</summary>
    /// <returns>Null for a type from a later version of the protocol, which is to be ignored.</returns>
    /// <exception cref="InvalidDataException">It is no hub message.</exception>
    public HubMessage? Read(ReadOnlySequence<byte> message, IInvocationBinder binder)
    {
        var shape = new MessagePackReader(message);
        shape.Skip();
        if (!shape.AtEnd)
        {
            throw new InvalidDataException("A message must be one value, and something follows it.");
        }

        var reader = new MessagePackReader(message);
        var fields = reader.Read(MessagePackKind.Array, "message").Size;
        Require(fields, 1);
        switch (reader.ReadInt64("message type"))
        {
            case HubProtocolConstants.InvocationMessageType:
                Require(fields, 5);
                return Invocation(ref reader, binder, fields, streaming: false);
            case HubProtocolConstants.StreamInvocationMessageType:
                Require(fields, 5);
                return Invocation(ref reader, binder, fields, streaming: true);
            case HubProtocolConstants.StreamItemMessageType:
                Require(fields, 4);
                return StreamItem(ref reader, binder);
            case HubProtocolConstants.CompletionMessageType:
                Require(fields, 4);
                return Completion(ref reader, binder, fields);
            case HubProtocolConstants.CancelInvocationMessageType:
                Require(fields, 3);
                return WithHeaders(Headers(ref reader), new CancelInvocationMessage(Id(ref reader)));
            case HubProtocolConstants.PingMessageType:
                return PingMessage.Instance;
            case HubProtocolConstants.CloseMessageType:
                Require(fields, 2);
                return Close(ref reader, fields);
            case HubProtocolConstants.AckMessageType:
                Require(fields, 2);
                return new AckMessage(reader.ReadInt64("sequence id"));
            case HubProtocolConstants.SequenceMessageType:
                Require(fields, 2);
                return new SequenceMessage(reader.ReadInt64("sequence id"));
            default:
                return null;
        }
    }

    /// <summary>[1 or 4, headers, id or nil, target, [arguments], [stream ids]]; the stream ids came later and may be missing.</summary>
    private HubMessage Invocation(ref MessagePackReader reader, IInvocationBinder binder, int fields, bool streaming)
    {
        var headers = Headers(ref reader);
        var id = reader.ReadNullableString("invocation id");
        if (streaming && string.IsNullOrEmpty(id))
        {
            throw new InvalidDataException("An invocation that streams needs an id.");
        }

        id = string.IsNullOrEmpty(id) ? null : id;
        var target = Target(ref reader, binder);
        object?[] arguments;
        try
        {
            arguments = Arguments(ref reader, binder.GetParameterTypes(target));
        }
        catch (Exception e)
        {
            // Whatever a binder, a converter or a constructor of an argument throws: it is about this call only.
            return new InvocationBindingFailureMessage(id, target, ExceptionDispatchInfo.Capture(e));
        }

        var streams = fields > 5 ? StreamIds(ref reader) : null;
        return streaming
            ? WithHeaders(headers, new StreamInvocationMessage(id!, target, arguments, streams))
            : WithHeaders(headers, new InvocationMessage(id, target, arguments, streams));
    }

    /// <summary>[2, headers, id, item].</summary>
    private HubMessage StreamItem(ref MessagePackReader reader, IInvocationBinder binder)
    {
        var headers = Headers(ref reader);
        var id = Id(ref reader);
        try
        {
            var item = values.Read(ref reader, binder.GetStreamItemType(id));
            return WithHeaders(headers, new StreamItemMessage(id, item));
        }
        catch (Exception e)
        {
            // As above: about this stream only. An id that nobody knows ends here, too.
            return new StreamBindingFailureMessage(id, ExceptionDispatchInfo.Capture(e));
        }
    }

    /// <summary>[3, headers, id, kind of result, result or error or nothing].</summary>
    private CompletionMessage Completion(ref MessagePackReader reader, IInvocationBinder binder, int fields)
    {
        var headers = Headers(ref reader);
        var id = Id(ref reader);
        switch (reader.ReadInt64("kind of result"))
        {
            case ResultKind.Error:
                Require(fields, 5);
                return WithHeaders(headers, CompletionMessage.WithError(id, reader.ReadString("error")));
            case ResultKind.Void:
                return WithHeaders(headers, CompletionMessage.Empty(id));
            case ResultKind.Value:
                Require(fields, 5);
                return WithHeaders(headers, Result(ref reader, binder, id));
            case var kind:
                throw new InvalidDataException($"There is no kind of result {kind}.");
        }
    }

    private CompletionMessage Result(ref MessagePackReader reader, IInvocationBinder binder, string id)
    {
        Type type;
        try
        {
            type = binder.GetReturnType(id);
        }
        catch (Exception)
        {
            // Nobody waits for it any more: SignalR passes over such a completion, so its value is of no use.
            return CompletionMessage.WithResult(id, null);
        }

        if (type == typeof(RawResult))
        {
            var start = reader;
            reader.Skip();
            return CompletionMessage.WithResult(id, new RawResult(start.Until(reader)));
        }

        try
        {
            return CompletionMessage.WithResult(id, values.Read(ref reader, type));
        }
        catch (Exception e)
        {
            return CompletionMessage.WithError(id, $"The result does not fit {type.Name}. {e.Message}");
        }
    }

    /// <summary>[7, error or nil, whether to connect again]; the last came later and may be missing.</summary>
    private static CloseMessage Close(ref MessagePackReader reader, int fields)
    {
        var error = reader.ReadNullableString("error");
        var again = fields > 2 && reader.Read(MessagePackKind.Boolean, "mark to connect again").Whole != 0;
        return error is null && !again ? CloseMessage.Empty : new CloseMessage(error, again);
    }

    private object?[] Arguments(ref MessagePackReader reader, IReadOnlyList<Type> types)
    {
        var count = reader.Read(MessagePackKind.Array, "list of arguments").Size;
        if (count != types.Count)
        {
            throw new InvalidDataException($"The method takes {types.Count} arguments, and {count} were given.");
        }

        var arguments = new object?[count];
        for (var i = 0; i < count; i++)
        {
            try
            {
                arguments[i] = values.Read(ref reader, types[i]);
            }
            catch (Exception e)
            {
                throw new InvalidDataException($"Argument {i + 1} does not fit {types[i].Name}.", e);
            }
        }

        return arguments;
    }

    private static Dictionary<string, string>? Headers(ref MessagePackReader reader)
    {
        var count = Few(reader.Read(MessagePackKind.Map, "headers").Size, "headers");
        if (count == 0)
        {
            return null;
        }

        var headers = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
        {
            var name = reader.ReadString("name of a header");
            if (!headers.TryAdd(name, reader.ReadString("value of a header")))
            {
                throw new InvalidDataException("A header is there twice.");
            }
        }

        return headers;
    }

    private static string[]? StreamIds(ref MessagePackReader reader)
    {
        var count = Few(reader.Read(MessagePackKind.Array, "list of streams").Size, "streams");
        if (count == 0)
        {
            return null;
        }

        var ids = new string[count];
        for (var i = 0; i < count; i++)
        {
            ids[i] = Id(ref reader);
        }

        return ids;
    }

    private static string Target(ref MessagePackReader reader, IInvocationBinder binder)
    {
        var name = reader.Body(reader.Read(MessagePackKind.String, "target"));
        if (name.IsEmpty)
        {
            throw new InvalidDataException("The target is empty.");
        }

        // The binder knows the names of its methods; where it recognises one, no new string is made.
        var known = name.IsSingleSegment ? binder.GetTarget(name.FirstSpan) : null;
        return known ?? Encoding.UTF8.GetString(name);
    }

    private static string Id(ref MessagePackReader reader)
    {
        var id = reader.ReadString("id");
        return id.Length > 0 ? id : throw new InvalidDataException("An id is empty.");
    }

    private static T WithHeaders<T>(Dictionary<string, string>? headers, T message)
        where T : HubInvocationMessage
    {
        if (headers is not null)
        {
            message.Headers = headers;
        }

        return message;
    }

    private static int Few(int count, string what) => count <= MaxNamed
        ? count
        : throw new InvalidDataException($"A message may name {MaxNamed} {what}, and this one names {count}.");

    private static void Require(int fields, int least)
    {
        if (fields < least)
        {
            throw new InvalidDataException($"A message of this type has {least} fields, and this one has {fields}.");
        }
    }
}
