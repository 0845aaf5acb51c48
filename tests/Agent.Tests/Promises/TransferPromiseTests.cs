using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Agent.Transfers;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Transfers;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Tests.Promises;

/// <summary>
/// No file and no clipboard moves that is not allowed now: counted by what lies in the customer's folder, what their clipboard was set
/// to, what the log was told, what they were asked, and what was said of what they copied.
/// </summary>
public sealed class TransferPromiseTests
{
    [Theory]
    [Trait("Promise", "4")]
    [InlineData(Scope.Files, "not granted")]
    [InlineData(Scope.Files, "taken back")]
    [InlineData(Scope.Files, "paused")]
    [InlineData(Scope.Clipboard, "not granted")]
    [InlineData(Scope.Clipboard, "taken back")]
    [InlineData(Scope.Clipboard, "paused")]
    public async Task NothingMovesThatIsNotAllowedNow(Scope scope, string how)
    {
        using var stage = new Stage();
        Scope[] others = [Scope.Control, Scope.Drawing, .. new[] { Scope.Files, Scope.Clipboard }.Where(s => s != scope)];
        await stage.ToLive(how == "not granted" ? others : [.. others, scope]);
        if (how == "paused")
        {
            stage.Session.Pause();
        }
        else
        {
            stage.Session.TakeBack(scope);
        }

        var some = new SomeCommands(how == "paused" ? 6u : 5u);
        using var tried = new Tried(4, $"commands and bytes of {scope.ToString().ToLowerInvariant()}, {how}");
        for (var i = 0; i < Tried.Count(1_000, 100); i++)
        {
            stage.Say(scope == Scope.Files ? some.Files() : some.Clipboard());
            stage.Relay.Send(stage.Technician, some.Bytes());
            if (i % 50 == 0)
            {
                await Eventually.Is(() => stage.Refused.Count() == i + 1, "each is refused");
            }

            var read = scope == Scope.Clipboard && stage.Clipboard.Copy(new ClipboardContent(ClipboardFormat.Text, [(byte)i]));
            tried.Try(
                !read && !Directory.Exists(stage.Downloads) && stage.Clipboard.Set.IsEmpty && stage.Relay.Transfers.IsEmpty && stage.Banner.Beside is null
                && stage.Technician.Heard.All(m => m is not (ControlMessage.Copied or ControlMessage.Chunk or ControlMessage.TransferStands)),
                "something moved");
        }

        tried.MustHold();
    }
}
