using RemoteAssist.Agent.Capture;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Tests.Fakes;

/// <summary>A small screen that changes at every fetch, so that whoever may fetch has something to send.</summary>
internal sealed class FakeScreen : IScreenSource
{
    private readonly SemaphoreSlim wake = new(0);
    private readonly Frame picture = new(128, 128);
    private int fetches;

    public int Fetches => Volatile.Read(ref fetches);

    public bool Closed { get; private set; }

    public int Sleeps { get; private set; }

    public bool Lost { get; set; }

    public void Sleep(TimeSpan? atMost, bool untilChange)
    {
        Sleeps++;

        // The screen changes all the time: only a sleep that a change does not end is a sleep.
        if (!untilChange)
        {
            wake.Wait(atMost is null ? Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(1));
        }
    }

    public void Wake() => wake.Release();

    public ScreenChange Fetch()
    {
        if (Lost)
        {
            throw new ScreenLostException("lost");
        }

        var n = Interlocked.Increment(ref fetches);
        picture.Fill(new ScreenRect(n % 128, n / 128 % 128, 1, 1), (byte)n, (byte)(n >> 8), 7);
        return new ScreenChange(
            picture, [new ScreenRect(0, 0, 128, 128)], [], new PointerPosition((short)(n % 128), 0, true), null, 128);
    }

    public void Dispose() => Closed = true;
}
