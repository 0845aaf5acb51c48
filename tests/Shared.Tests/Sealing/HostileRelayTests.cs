using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Shared.Tests.Sealing;

/// <summary>
/// What a Relay can do with genuine envelopes, many times and at places drawn from a seed: each try is rejected with
/// its name and gives no byte of the body, and the genuine line goes on as if nothing had been.
/// </summary>
[Trait("Promise", "12")]
public sealed class HostileRelayTests
{
    private readonly FixedRandom _dice = new("hostile relay");

    [Fact]
    public void AControlEnvelopeIsOpenedOnce()
    {
        using var tried = new Tried(12, "replays on the control channel");
        using var line = new Line();
        var (down, up) = (new List<byte[]>(), new List<byte[]>());
        for (var i = Tried.Count(10_000) / 2; i >= 0; i--)
        {
            down.Add(line.Down(Body()));
            up.Add(line.Up(Body()));
            line.AtViewer.Open(down[^1], out _).Should().BeNull();
            line.AtAgent.Open(up[^1], out _).Should().BeNull();
            Rejected(tried, line.AtViewer.Open(down[Below(down.Count)], out var body), body, SealingFault.Replayed);
            Rejected(tried, line.AtAgent.Open(up[Below(up.Count)], out body), body, SealingFault.Replayed);
        }

        tried.MustHold();
    }

    [Fact]
    public void APartOfAFrameIsOpenedOnce()
    {
        using var tried = new Tried(12, "replays on the frame channel");
        using var line = new Line();
        var parts = new List<byte[]>();
        uint epoch = 0;
        for (var i = Tried.Count(10_000); i > 0; i--)
        {
            var key = epoch == 0 || Below(30) == 0;
            epoch += key ? 1u : 0;
            parts.Add(line.Part(key, epoch, Body()));
            line.Picture.Open(parts[^1], out _).Should().BeNull();
            Rejected(tried, line.Picture.Open(parts[Below(parts.Count)], out var body), body, SealingFault.Replayed);
        }

        tried.MustHold();
    }

    [Fact]
    public void WhatAnEndHasSentIsNotTakenBackByIt()
    {
        using var tried = new Tried(12, "reflections on both channels");
        using var line = new Line();
        uint epoch = 0;
        for (var i = Tried.Count(10_000) / 4; i >= 0; i--)
        {
            var (down, up, part) = (line.Down(Body()), line.Up(Body()), line.Part(true, ++epoch, Body()));
            Rejected(tried, line.AtAgent.Open(down, out var body), body, SealingFault.Forged);
            Rejected(tried, line.AtViewer.Open(up, out body), body, SealingFault.Forged);
            Rejected(tried, line.AtAgent.Open(part, out body), body, SealingFault.WrongChannel);

            // And with the head rewritten so that the form is right.
            EnvelopeHeader.TryRead(part, out var head).Should().BeTrue();
            (head with { Channel = EnvelopeChannel.Control, Marks = EnvelopeMarks.None, Viewer = line.Context.Viewer, Epoch = 0 }).Write(part);
            Rejected(tried, line.AtAgent.Open(part, out body), body, SealingFault.Forged);

            // The genuine ones still open, so what was rejected was not broken before.
            line.AtViewer.Open(down, out _).Should().BeNull();
            line.AtAgent.Open(up, out _).Should().BeNull();
        }

        tried.MustHold();
    }

    [Fact]
    public void AnEnvelopeThatIsCutAnywhereIsRejected()
    {
        using var tried = new Tried(12, "truncations on both channels");
        using var line = new Line();
        uint epoch = 0;
        for (var left = Tried.Count(10_000); left > 0;)
        {
            var (down, part) = (line.Down(Body()), line.Part(true, ++epoch, Body()));
            for (var length = 0; length < down.Length; length++, left--)
            {
                var form = length < EnvelopeHeader.Size + 16 ? SealingFault.Truncated : SealingFault.Forged;
                Rejected(tried, line.AtViewer.Open(down.AsSpan(0, length), out var body), body, form);
            }

            for (var length = 0; length < part.Length; length++, left--)
            {
                var form = length < EnvelopeHeader.Size + 4 + 16 ? SealingFault.Truncated : SealingFault.Forged;
                Rejected(tried, line.Picture.Open(part.AsSpan(0, length), out var body), body, form);
            }

            line.AtViewer.Open(down, out _).Should().BeNull();
            line.Picture.Open(part, out _).Should().BeNull();
        }

        tried.MustHold();
    }

    [Fact]
    public void AnEnvelopeOfAnotherSessionOrConnectionIsRejectedInItsTurn()
    {
        using var tried = new Tried(12, "pastes from another session or connection on both channels");
        using var line = new Line();
        using var session = new Line(Some.Context with { Session = Guid.Parse("0198a1b2-c3d4-7e5f-8091-a2b3c4d5e6f8") });
        using var code = new Line(); // the same session and numbers, another exchange
        using var connection = line.Resumed(content: 1);
        uint epoch = 0;
        for (var i = Tried.Count(10_000) / 9; i >= 0; i--)
        {
            epoch++;
            foreach (var other in new[] { session, code, connection })
            {
                // Number and epoch are those that the opener waits for: only the key tells them apart.
                Rejected(tried, line.AtViewer.Open(other.Down(Body()), out var body), body, SealingFault.Forged);
                Rejected(tried, line.AtAgent.Open(other.Up(Body()), out body), body, SealingFault.Forged);
                Rejected(tried, line.Picture.Open(other.Part(true, epoch, Body()), out body), body, SealingFault.Forged);
            }

            line.AtViewer.Open(line.Down(Body()), out _).Should().BeNull();
            line.AtAgent.Open(line.Up(Body()), out _).Should().BeNull();
            line.Picture.Open(line.Part(true, epoch, Body()), out _).Should().BeNull();
        }

        tried.MustHold();
    }

    [Fact]
    public void AContentKeyOpensNothingElsewhereEvenWithTheSameSecret()
    {
        using var tried = new Tried(12, "pastes from another session or connection on both channels");
        var secret = PlatformRandom.Instance.Bytes(KeySchedule.KeySize);
        using var here = new FrameOpener(Some.Version, Some.Session);
        here.Add(new ContentKey(1, secret)).Should().BeTrue();
        using var there = new FrameSealer(Some.Version, Guid.Parse("0198a1b2-c3d4-7e5f-8091-a2b3c4d5e6f8"));
        there.Renew(new ContentKey(1, secret));
        for (uint epoch = 1; epoch <= Tried.Count(1_000); epoch++)
        {
            there.Seal(startsKeyFrame: true, epoch, Body(), out var part).Should().BeNull();
            Rejected(tried, here.Open(part, out var body), body, SealingFault.Forged);
        }

        tried.MustHold();
    }

    [Fact]
    public void AControlEnvelopeBeforeItsTurnIsRejected()
    {
        using var tried = new Tried(12, "reorderings on the control channel");
        using var line = new Line();
        for (var left = Tried.Count(10_000); left > 0;)
        {
            var ahead = 2 + Below(20);
            byte[][] down = [.. Enumerable.Range(0, ahead).Select(_ => line.Down(Body()))];
            byte[][] up = [.. Enumerable.Range(0, ahead).Select(_ => line.Up(Body()))];
            for (var next = 0; next < ahead; next++)
            {
                for (var early = next + 1; early < ahead; early++, left -= 2)
                {
                    Rejected(tried, line.AtViewer.Open(down[early], out var body), body, SealingFault.OutOfOrder);
                    Rejected(tried, line.AtAgent.Open(up[early], out body), body, SealingFault.OutOfOrder);
                }

                line.AtViewer.Open(down[next], out _).Should().BeNull();
                line.AtAgent.Open(up[next], out _).Should().BeNull();
            }
        }

        tried.MustHold();
    }

    [Fact]
    public void PartsMayBeLeftOutRightBeforeAKeyFrameAndNowhereElse()
    {
        using var refused = new Tried(12, "gaps before no key frame, rejected");
        using var taken = new Tried(12, "gaps right before a key frame, accepted");
        using var line = new Line();
        uint epoch = 1;
        line.Picture.Open(line.Part(true, epoch, Body()), out _).Should().BeNull();
        for (var i = Tried.Count(10_000); i > 0; i--)
        {
            for (var lost = 1 + Below(5); lost > 0; lost--)
            {
                line.Part(false, epoch, Body());
            }

            // Rest of the old epoch, the key frame, and the rest of its epoch; only the key frame may come now.
            var (late, key, rest) = (line.Part(false, epoch, Body()), line.Part(true, epoch + 1, Body()), line.Part(false, epoch + 1, Body()));
            epoch++;
            Rejected(refused, line.Picture.Open(late, out var body), body, SealingFault.Gap);
            Rejected(refused, line.Picture.Open(rest, out body), body, SealingFault.Gap);
            taken.Try(line.Picture.Open(key, out _) is null, "the key frame was not opened");
            line.Picture.Open(rest, out _).Should().BeNull();
        }

        refused.MustHold();
        taken.MustHold();
    }

    private static void Rejected(Tried tried, SealingFault? fault, byte[] body, SealingFault expected) =>
        tried.Try(fault == expected && body.Length == 0, $"{fault?.ToString() ?? "opened"}, expected {expected}");

    /// <summary>1 to 40 bytes.</summary>
    private byte[] Body() => _dice.Bytes(1 + Below(40));

    private int Below(int count) => BitConverter.ToUInt16(_dice.Bytes(2)) % count;
}
