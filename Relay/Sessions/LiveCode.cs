using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Relay.Sessions;

/// <summary>A code that somebody may still type. It is kept in memory only.</summary>
internal sealed record LiveCode(SessionCode Digits, DateTimeOffset Expires, int TriesLeft);
