using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Relay.Audit;

/// <summary>
/// From where what happens is asked for, for its entry: the address of the request or of the call on the hub, a personal value.
/// What the Relay does by itself has none.
/// </summary>
public sealed class Whereabouts(IHttpContextAccessor requests)
{
    /// <summary>The key of the address.</summary>
    public const string Key = "address";

    private readonly AsyncLocal<string?> calling = new();

    /// <summary>What is done until this flow ends is a call from this address.</summary>
    public void CallFrom(string? address) => calling.Value = address;

    /// <summary>The entry with its address, unless it has one or nobody asked for it.</summary>
    public PendingEntry Note(PendingEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var known = entry.Actor is ActorKind.Relay || entry.Personal?.ContainsKey(Key) is true || entry.Detail?.ContainsKey(Key) is true;
        return known || (calling.Value ?? requests.HttpContext?.Connection.RemoteIpAddress?.ToString()) is not { } address
            ? entry
            : entry with { Personal = new Dictionary<string, string>(entry.Personal ?? new Dictionary<string, string>(), StringComparer.Ordinal) { [Key] = address } };
    }
}
