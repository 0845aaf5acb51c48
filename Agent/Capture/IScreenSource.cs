using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Capture;

/// <summary>
/// The customer's screen. Made only once the customer has allowed; used by one thread, except <see cref="Wake"/>.
/// </summary>
internal interface IScreenSource : IDisposable
{
    /// <summary>Sleeps until the screen or the pointer has changed since the last fetch, <see cref="Wake"/> was called or the time is over.</summary>
    /// <param name="atMost">How long at most; null for as long as it takes.</param>
    /// <param name="untilChange">False: a change does not end the sleep.</param>
    void Sleep(TimeSpan? atMost, bool untilChange);

    /// <summary>Ends the sleep that is, or the next one. From any thread.</summary>
    void Wake();

    /// <summary>Fetches what has changed since the call before; everything at the first call and after a change of size.</summary>
    /// <exception cref="ScreenLostException">The screen cannot be fetched any more.</exception>
    ScreenChange Fetch();

    /// <summary>No large change has come for a while: what only a large fetch needs can go.</summary>
    void Tidy()
    {
    }
}

/// <summary>The screen cannot be captured (any more); the message says why.</summary>
internal sealed class ScreenLostException(string message) : Exception(message);

/// <summary>What a fetch found.</summary>
/// <param name="Picture">
/// The whole screen, masks already painted flat, the fourth byte of every pixel 0. The source goes on writing into it at
/// the next fetch.
/// </param>
/// <param name="Damage">Where the picture may differ from the fetch before; inside the picture.</param>
/// <param name="Masks">
/// What is painted flat: the Agent's own windows, and all that the customer does not show. At most <see cref="MostMasks"/>,
/// which may hold a little more than what is flat, and never less.
/// </param>
/// <param name="Pointer">Where the pointer is.</param>
/// <param name="Shape">How it looks; null where that is not known.</param>
/// <param name="PixelsFetched">How many pixels were asked of the system.</param>
internal sealed record ScreenChange(
    Frame Picture,
    IReadOnlyList<ScreenRect> Damage,
    IReadOnlyList<ScreenRect> Masks,
    PointerPosition Pointer,
    PointerShape? Shape,
    int PixelsFetched)
{
    /// <summary>A window of odd shape would need thousands.</summary>
    public const int MostMasks = 200;

    /// <summary>The smallest rectangle around what the customer shows; empty where none of it can be seen.</summary>
    public ScreenRect Shared { get; init; } = new(0, 0, Picture.Width, Picture.Height);
}
