using RemoteAssist.Agent.Overlay;

namespace RemoteAssist.Agent.Tests.Fakes;

/// <summary>Remembers what lies over the screen.</summary>
internal sealed class FakeOverlay : IScreenOverlay
{
    private volatile OverlayPicture now = OverlayPicture.Empty;

    public OverlayPicture Now => now;

    public int Shown { get; private set; }

    public void Show(OverlayPicture picture)
    {
        now = picture;
        Shown++;
    }

    public void Dispose()
    {
    }
}
