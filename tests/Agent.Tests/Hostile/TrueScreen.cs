using System.Security.Cryptography;
using RemoteAssist.Agent.Capture;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Tests.Hostile;

/// <summary>A screen that shows something new at every fetch and remembers it, so that a page cannot be shown anything else unnoticed.</summary>
internal sealed class TrueScreen : IScreenSource
{
    private readonly Lock gate = new();
    private readonly SemaphoreSlim wake = new(0);
    private readonly Frame picture = new(128, 128);
    private readonly List<string> shown = [];

    /// <summary>What the screen has shown, oldest first.</summary>
    public IReadOnlyList<string> Shown
    {
        get
        {
            lock (gate)
            {
                return [.. shown];
            }
        }
    }

    /// <summary>A picture as a name of its own; the fourth byte of a pixel means nothing.</summary>
    public static string Name(Frame picture) =>
        Convert.ToHexString(SHA256.HashData([.. picture.Pixels.Where((_, i) => i % Frame.BytesPerPixel != 3)]));

    public void Sleep(TimeSpan? atMost, bool untilChange)
    {
        if (!untilChange)
        {
            wake.Wait(atMost is null ? Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(1));
        }
    }

    public void Wake() => wake.Release();

    public ScreenChange Fetch()
    {
        // Random, so that no two sessions ever show the same.
        var colour = RandomNumberGenerator.GetBytes(5);
        picture.Fill(new ScreenRect(colour[3] % 128, colour[4] % 128, 1, 1), colour[0], colour[1], colour[2]);
        lock (gate)
        {
            shown.Add(Name(picture));
        }

        return new ScreenChange(
            picture, [new ScreenRect(0, 0, 128, 128)], [], new PointerPosition((short)shown.Count, 0, true), null, 128);
    }

    public void Dispose()
    {
    }
}
