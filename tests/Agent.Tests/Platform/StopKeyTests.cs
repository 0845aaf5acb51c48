using RemoteAssist.Agent.Platform.X11;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Shared.Input;

namespace RemoteAssist.Agent.Tests.Platform;

/// <summary>Ctrl+Alt+End, pressed by hands that are not ours, on a real display.</summary>
public sealed class StopKeyTests : IDisposable
{
    private readonly XServer server = new();
    private readonly StopKey key;
    private int stops;

    public StopKeyTests() => key = StopKey.Open(() => Interlocked.Increment(ref stops), server.Display)!;

    public void Dispose()
    {
        key.Dispose();
        server.Dispose();
    }

    [Theory]
    [InlineData("ctrl+alt+End")]
    [InlineData("alt+ctrl+End")]
    [InlineData("ctrl+alt+KP_End")]
    [InlineData("ctrl+alt+shift+End")]
    public async Task ItStops(string keys)
    {
        server.Run("xdotool", "key", keys);
        await Eventually.Is(() => Volatile.Read(ref stops) == 1, "it is heard");
    }

    [Theory]
    [InlineData("End")]
    [InlineData("ctrl+End")]
    [InlineData("alt+End")]
    [InlineData("ctrl+alt+Home")]
    [InlineData("ctrl+alt+Delete")]
    public async Task NothingElseDoes(string keys)
    {
        server.Run("xdotool", "key", keys);
        server.Run("xdotool", "key", "ctrl+alt+End");
        await Eventually.Is(() => Volatile.Read(ref stops) > 0, "the right keys are heard behind the wrong ones");
        Volatile.Read(ref stops).Should().Be(1);
    }

    [Fact]
    public async Task ItStopsWhileAFullScreenProgramHasTheKeyboard()
    {
        using var program = new GrabbingProgram(server.Display);
        server.Run("xdotool", "key", "ctrl+alt+End");
        await Eventually.Is(() => Volatile.Read(ref stops) == 1, "it is heard");
    }

    [Fact]
    public void ATechnicianCannotPressItInTheCustomersName()
    {
        using var sink = XTestSink.Open(new OwnWindows(), TimeProvider.System, server.Display)!;
        using var witness = new InputWitness(server.Display);
        foreach (var usage in new[] { 224, 226, 77 })
        {
            sink.Do(new InputEvent.Key(usage, true));
        }

        witness.Took().Should().HaveCount(2);
        sink.ReleaseAll();
        Volatile.Read(ref stops).Should().Be(0);
    }
}
