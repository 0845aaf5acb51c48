using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Viewer.Tests;

/// <summary>Invitations as the test sets them; what is declined is remembered, and gone.</summary>
internal sealed class FakeInvitations : IInvitationDesk
{
    public List<Invitation> All { get; } = [];

    public List<Guid> Declined { get; } = [];

    public IReadOnlyList<Invitation> Mine() => [.. All];

    public Task<bool> Decline(Guid session)
    {
        Declined.Add(session);
        return Task.FromResult(All.RemoveAll(one => one.Session == session) > 0);
    }
}
