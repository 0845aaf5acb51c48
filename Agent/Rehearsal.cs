using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Logging.Abstractions;
using RemoteAssist.Agent.Capture;
using RemoteAssist.Agent.Encode;
using RemoteAssist.Agent.Uplink;
using RemoteAssist.Shared.Frames;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;
using RemoteAssist.Shared.Wire.MessagePack;

namespace RemoteAssist.Agent;

/// <summary>
/// The way of the first pictures, played through with a made-up screen and a made-up Viewer while the customer reads the
/// question: what is compiled then need not be compiled between <em>Allow</em> and the first picture. Nothing of it
/// touches the real screen or the line.
/// </summary>
internal static class Rehearsal
{
    private const int Viewer = 1;
    private const int KeyBytes = 32;

    // A content key, a key frame and a change: as much as goes out before a Viewer acknowledges anything.
    private const int Envelopes = 3;

    // What a session needs from Allow on and a made-up screen does not reach.
    private static readonly string[] Ahead = ["Platform.X11", "Capture", "Uplink", "Sessions"];

    /// <summary>Plays it once; takes some hundred milliseconds of a core.</summary>
    /// <returns>The envelopes that a Viewer would have got.</returns>
    public static async Task<int> Play(TimeProvider clock, ISealingRandom random)
    {
        CompileAhead();
        Say(clock);
        FrameEncoder.WarmUp();

        var uploads = new Uploads(() => true, clock);
        uploads.Begin(new EnvelopeSealer(new FrameSealer(HubContract.ProtocolVersion, Guid.Empty), random));
        uploads.Admit(Viewer, new ControlSealer(random.Bytes(KeyBytes), Viewer));
        var envelopes = uploads.Connect();
        uploads.Open();
        var loop = new CaptureLoop(new MadeUpScreen(), uploads, clock, NullLogger.Instance, () => { });
        var sent = 0;
        await foreach (var envelope in envelopes.ReadAllAsync())
        {
            sent += envelope.Length > 0 ? 1 : 0;
            if (sent == Envelopes)
            {
                loop.Stop();
                uploads.Close();
            }
        }

        return sent;
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "What was trimmed away need not be compiled.")]
    [UnconditionalSuppressMessage("Trimming", "IL2065", Justification = "What was trimmed away need not be compiled.")]
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "What was trimmed away need not be compiled.")]
    private static void CompileAhead()
    {
        const BindingFlags All = BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
        var root = typeof(Rehearsal).Namespace;
        foreach (var type in typeof(Rehearsal).Assembly.GetTypes())
        {
            if (type.ContainsGenericParameters || !Ahead.Any(part => type.Namespace?.StartsWith($"{root}.{part}", StringComparison.Ordinal) == true))
            {
                continue;
            }

            foreach (var method in type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All)))
            {
                if (!method.IsAbstract && !method.ContainsGenericParameters)
                {
                    Prepare(method);
                }
            }
        }
    }

    private static void Prepare(MethodBase method)
    {
        try
        {
            RuntimeHelpers.PrepareMethod(method.MethodHandle);
        }
        catch (DllNotFoundException)
        {
            // What this computer does not have is not called either.
        }
    }

    // The reports that are said between Allow and the first picture.
    private static void Say(TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        using var key = new SessionKey();
        var protocol = new MessagePackHubProtocol(WireJson.Default.Options, HubContract.MaxMessageBytes);
        foreach (var report in new[]
        {
            new AgentReport(SessionEvent.Allow, Grant: new ConsentGrant(Guid.Empty, [Scope.View], "", "", now, now)),
            new AgentReport(SessionEvent.Show),
        })
        {
            var link = key.Sign(Guid.Empty, [], new AgentLink(0, AgentLink.NoPrevious, now, [], []), AgentStatement.Of(report));
            protocol.GetMessageBytes(new InvocationMessage("1", HubContract.Report, [report, link]));
        }
    }

    /// <summary>Changes with every fetch.</summary>
    private sealed class MadeUpScreen : IScreenSource
    {
        private readonly SemaphoreSlim wake = new(0);
        private readonly Frame picture = new(2 * TileGrid.Side, 2 * TileGrid.Side);
        private int fetches;

        public void Sleep(TimeSpan? atMost, bool untilChange)
        {
            if (!untilChange)
            {
                wake.Wait(atMost ?? Timeout.InfiniteTimeSpan);
            }
        }

        public void Wake() => wake.Release();

        public ScreenChange Fetch()
        {
            fetches++;
            var part = new ScreenRect(fetches % TileGrid.Side, 0, TileGrid.Side, TileGrid.Side);
            picture.Fill(part, (byte)fetches, 0, 0);
            return new ScreenChange(picture, [part], [], new PointerPosition((short)fetches, 0, true), null, 0);
        }

        public void Dispose()
        {
        }
    }
}
