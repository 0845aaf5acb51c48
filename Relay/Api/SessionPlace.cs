using RemoteAssist.Relay.Storage;

namespace RemoteAssist.Relay.Api;

/// <summary>A place in the list of a case's sessions, the newest on top.</summary>
internal sealed record SessionPlace(DateTimeOffset Requested, Guid Id)
{
    /// <summary>Reads one; null where it is none.</summary>
    public static SessionPlace? Read(string[] parts) =>
        parts is [var requested, var id] && PlaceInList.ReadMoment(requested) is { } moment && Guid.TryParse(id, out var last) ? new SessionPlace(moment, last) : null;

    /// <summary>Those that come after it; all where it is null.</summary>
    public static IQueryable<SessionRow> After(IQueryable<SessionRow> rows, SessionPlace? place) => place is null
        ? rows
        : rows.Where(row => row.Requested < place.Requested || (row.Requested == place.Requested && row.Id.CompareTo(place.Id) < 0));

    /// <summary>As programs hand it back.</summary>
    public string Write() => PlaceInList.Write(PlaceInList.Moment(Requested), $"{Id}");
}
