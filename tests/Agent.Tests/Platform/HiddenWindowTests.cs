using System.Diagnostics;
using System.Runtime.InteropServices;
using RemoteAssist.Agent.Capture;
using RemoteAssist.Agent.Encode;
using RemoteAssist.Agent.Platform.X11;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Tests.Platform;

/// <summary>
/// A program in one colour moves, opens menus and dialogs, comes and goes among others that paint at once, late or never,
/// while the real capture, encoder and decoder run as fast as they can: the colour must be in no decoded frame.
/// </summary>
[Trait("Promise", "33")]
public sealed class HiddenWindowTests
{
    private const uint Secret = 0xfe01c7;
    private const uint Neighbour = 0x20c040;

    // A machine that is busy with other tests makes few frames in the time.
    private const int Least = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static TimeSpan Length => TimeSpan.FromSeconds(Tried.Count(120, smoke: 3));

    public static TheoryData<bool, string> Choices => new()
    {
        { false, "hidden" }, { true, "hidden" }, { false, "composited" }, { false, "chosen" }, { true, "chosen" }, { false, "monitor" },
    };

    [Theory]
    [MemberData(nameof(Choices))]
    public async Task WhatIsNotSharedIsInNoDecodedFrame(bool managed, string choice)
    {
        using var tried = new Tried(33, $"decoded frames without a pixel of what is not shared ({choice})");
        var frames = await Watch(managed, choice, found => tried.Try(found.IsEmpty, $"the colour was at {found}, {(managed ? "managed" : "free")}"));
        tried.MustHold();
        frames.Should().BeGreaterThanOrEqualTo(Least);
    }

    [Fact]
    public async Task TheSameSearchFindsItWhereNothingIsHidden()
    {
        var hits = 0;
        await Watch(managed: false, "everything", found => hits += found.IsEmpty ? 0 : 1);
        hits.Should().BePositive();
    }

    private static async Task<int> Watch(bool managed, string choice, Action<ScreenRect> judge)
    {
        using var server = new XServer();
        server.Run("xsetroot", "-solid", "#336699");
        if (managed)
        {
            await server.Manage();
        }

        using var compositor = choice == "composited" ? new SmallCompositor(server.Display) : null;
        using var secret = new CanaryProgram(server.Display, Secret);
        using var helper = new CanaryProgram(server.Display, Secret);
        using var neighbour = new CanaryProgram(server.Display, Neighbour);
        using var others = new CanaryProgram(server.Display, 0xc0a020);
        var shown = neighbour.Open(new ScreenRect(60, 60, 200, 160));
        var main = secret.Open(new ScreenRect(400, 200, 200, 150));
        var sharing = new SharedScreen { Choice = Choose(server, choice, shown, main) };
        using var source = new X11ScreenSource(new OwnWindows(), server.Display, sharing);
        nuint[] secrets = [main, secret.Open(new ScreenRect(420, 220, 60, 90), free: true), secret.Open(new ScreenRect(430, 250, 80, 50), of: main)];
        // With a compositor a window that is opened over another and never painted keeps what X put into it: a known limit.
        var painted = choice is "monitor" or "composited";
        nuint[] bystanders =
        [
            others.Open(new ScreenRect(30, 200, 250, 200)),
            others.Open(new ScreenRect(40, 210, 250, 200), background: painted),
            others.Open(new ScreenRect(150, 30, 150, 120), background: painted, free: true),
        ];
        var dialog = helper.Open(new ScreenRect(410, 300, 70, 70), of: main);

        // What lay about on the screen before there was a session, nobody can know the owner of.
        source.Fetch();
        using var over = new CancellationTokenSource();
        var life = Task.Run(
            () =>
            {
                var draw = new Lcg((uint)choice.Length + (managed ? 100u : 0));
                while (!over.IsCancellationRequested)
                {
                    if (choice == "monitor")
                    {
                        Stay(secret, secrets[draw.Next(3)], draw);
                    }
                    else
                    {
                        secret.Act(secrets[draw.Next(3)], draw);
                        helper.Act(dialog, draw);
                    }

                    others.Act(bystanders[draw.Next(3)], draw);
                    neighbour.Move(shown, draw.Next(300), draw.Next(300));
                    neighbour.Paint(shown, draw.Next(100), draw.Next(100), 50, 50);
                    if (draw.Next(4) == 0)
                    {
                        // Not always: what piles up in the connections arrives in bursts. The window manager has to keep up.
                        secret.Sync();
                        others.Sync();
                        over.Token.WaitHandle.WaitOne(draw.Next(managed ? 60 : 10));
                    }
                }

                secret.Sync();
            },
            CancellationToken.None);

        try
        {
            return Look(source, judge);
        }
        finally
        {
            // Before the connections are closed on which it works.
            await over.CancelAsync();
            await life;
        }
    }

    // On the right half of the screen, wherever else.
    private static void Stay(CanaryProgram program, nuint window, Lcg draw)
    {
        program.Move(window, 320 + draw.Next(300), draw.Next(400));
        program.Raise(window);
    }

    private static ShareChoice Choose(XServer server, string choice, nuint shown, nuint main)
    {
        switch (choice)
        {
            case "hidden" or "composited":
                return ShareChoice.All with { Hidden = [main] };
            case "chosen":
                return new ShareChoice(ShareKind.Windows, "", [shown], []);
            case "monitor":
                server.Run("xrandr", "--setmonitor", "Left", "320/100x480/100+0+0", "screen");
                server.Run("xrandr", "--setmonitor", "Right", "320/100x480/100+320+0", "none");
                return new ShareChoice(ShareKind.Monitor, "Left", [], []);
            default:
                return ShareChoice.All;
        }
    }

    private static int Look(X11ScreenSource source, Action<ScreenRect> judge)
    {
        var (encoder, decoder) = (new FrameEncoder(), new FrameDecoder());
        var (frames, watch) = (0, Stopwatch.StartNew());
        while (watch.Elapsed < Length || (frames < Least && watch.Elapsed < Patience))
        {
            var change = source.Fetch();
            var delta = encoder.Next(change, (ulong)watch.Elapsed.TotalMicroseconds, SendPlan.Free(keyFrame: frames % 100 == 99));
            if (delta is null)
            {
                continue;
            }

            var parts = FrameParts.Write(delta);
            for (var part = 0; part < parts.Count; part++)
            {
                decoder.Take(parts[part], delta.IsKeyFrame && part == 0).Should().Be(part == parts.Count - 1 ? Decoded.Shown : Decoded.More);
            }

            frames++;
            judge(Find(decoder.Picture));
        }

        return frames;
    }

    // The smallest rectangle around every pixel of the secret's colour.
    private static ScreenRect Find(Frame picture)
    {
        var pixels = MemoryMarshal.Cast<byte, uint>(picture.Pixels.AsSpan());
        var found = default(ScreenRect);
        for (var at = 0; pixels[at..].IndexOf(Secret) is >= 0 and var next; at += next + 1)
        {
            found = found.Union(new ScreenRect((at + next) % picture.Width, (at + next) / picture.Width, 1, 1));
        }

        return found;
    }
}
