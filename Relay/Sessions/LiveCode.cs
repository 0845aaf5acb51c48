using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Sessions;

/// <summary>
/// A code that somebody may still type, as far as the Relay knows it: its secret never comes here. It is kept in
/// memory only.
/// </summary>
/// <param name="Nameplate">Four digits.</param>
/// <param name="Expires">When it stops being good.</param>
/// <param name="TriesLeft">Tries that may still be begun.</param>
/// <param name="Holder">The viewer that has the secret; null where that one has left.</param>
internal sealed record LiveCode(string Nameplate, DateTimeOffset Expires, int TriesLeft, int? Holder);

/// <summary>Since when, and why, a session that nobody has joined has no code.</summary>
/// <param name="Since">When the last one died, or the session began to wait for its first.</param>
/// <param name="Why">Why the last one died; null where there was none.</param>
internal sealed record Codeless(DateTimeOffset Since, CodeEnd? Why)
{
    /// <summary>What the session ends with if nobody asks for another.</summary>
    public EndReason ThenEnd => Why is CodeEnd.TooManyTries ? EndReason.TooManyTries : EndReason.CodeExpired;
}
