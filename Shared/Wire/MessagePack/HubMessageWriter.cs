using Microsoft.AspNetCore.SignalR.Protocol;

namespace RemoteAssist.Shared.Wire.MessagePack;

/// <summary>Writes hub messages; the layouts stand in <see cref="HubMessageReader"/>.</summary>
internal sealed class HubMessageWriter(MessagePackValues values)
{
    /// <summary>Writes one message.</summary>
    /// <exception cref="InvalidDataException">The protocol has no such message.</exception>
    public void Write(HubMessage message, MessagePackWriter target)
    {
        switch (message)
        {
            case InvocationMessage call:
                Invocation(HubProtocolConstants.InvocationMessageType, call, target);
                break;
            case StreamInvocationMessage call:
                Invocation(HubProtocolConstants.StreamInvocationMessageType, call, target);
                break;
            case StreamItemMessage item:
                Head(4, HubProtocolConstants.StreamItemMessageType, item, target);
                values.Write(item.Item, target);
                break;
            case CompletionMessage completion:
                Completion(completion, target);
                break;
            case CancelInvocationMessage cancel:
                Head(3, HubProtocolConstants.CancelInvocationMessageType, cancel, target);
                break;
            case PingMessage:
                target.ArrayHead(1);
                target.Integer((long)HubProtocolConstants.PingMessageType);
                break;
            case CloseMessage close:
                target.ArrayHead(3);
                target.Integer((long)HubProtocolConstants.CloseMessageType);
                StringOrNil(close.Error, target);
                target.Boolean(close.AllowReconnect);
                break;
            case AckMessage ack:
                target.ArrayHead(2);
                target.Integer((long)HubProtocolConstants.AckMessageType);
                target.Integer(ack.SequenceId);
                break;
            case SequenceMessage sequence:
                target.ArrayHead(2);
                target.Integer((long)HubProtocolConstants.SequenceMessageType);
                target.Integer(sequence.SequenceId);
                break;
            default:
                throw new InvalidDataException($"The hub protocol has no message for {message.GetType().Name}.");
        }
    }

    private void Invocation(int type, HubMethodInvocationMessage call, MessagePackWriter target)
    {
        Head(6, type, call, target);
        target.String(call.Target);
        target.ArrayHead(call.Arguments.Length);
        foreach (var argument in call.Arguments)
        {
            values.Write(argument, target);
        }

        var streams = call.StreamIds ?? [];
        target.ArrayHead(streams.Length);
        foreach (var stream in streams)
        {
            target.String(stream);
        }
    }

    private void Completion(CompletionMessage completion, MessagePackWriter target)
    {
        var kind = completion.Error is not null ? ResultKind.Error
            : completion.HasResult ? ResultKind.Value
            : ResultKind.Void;
        Head(kind == ResultKind.Void ? 4 : 5, HubProtocolConstants.CompletionMessageType, completion, target);
        target.Integer(kind);
        if (kind == ResultKind.Error)
        {
            target.String(completion.Error!);
        }
        else if (kind == ResultKind.Value)
        {
            values.Write(completion.Result, target);
        }
    }

    /// <summary>What every message about a call begins with: its type, its headers, the id of the call.</summary>
    private static void Head(int fields, int type, HubInvocationMessage message, MessagePackWriter target)
    {
        target.ArrayHead(fields);
        target.Integer((long)type);
        target.MapHead(message.Headers?.Count ?? 0);
        foreach (var (name, value) in message.Headers ?? new Dictionary<string, string>())
        {
            target.String(name);
            target.String(value);
        }

        StringOrNil(string.IsNullOrEmpty(message.InvocationId) ? null : message.InvocationId, target);
    }

    private static void StringOrNil(string? text, MessagePackWriter target)
    {
        if (text is null)
        {
            target.Nil();
        }
        else
        {
            target.String(text);
        }
    }
}
