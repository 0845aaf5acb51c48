using System.Collections.Concurrent;
using System.Text;
using RemoteAssist.Agent.Platform.X11;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Agent.Transfers;
using RemoteAssist.Shared.Transfers;

namespace RemoteAssist.Agent.Tests.Platform;

/// <summary>The clipboard of a real X server, with two programs at it.</summary>
public sealed class X11ClipboardTests
{
    private static readonly byte[] Text = Encoding.UTF8.GetBytes("Grüße 中文 🙂");

    [Fact]
    public async Task WhatOneHasSetTheOtherReadsInAllItsFormatsAndSizesAndOnlyWhereItMay()
    {
        using var server = new XServer();
        var (one, other) = (new Ear(), new Ear());
        using var first = X11Clipboard.Open(one, TimeProvider.System, server.Display)!;
        using var second = X11Clipboard.Open(other, TimeProvider.System, server.Display)!;
        var picture = new Lcg(2).Bytes(3_000_000);
        first.Set([new(ClipboardFormat.Text, Text), new(ClipboardFormat.Html, "<b>x</b>"u8.ToArray()), new(ClipboardFormat.Png, picture)]);
        await Eventually.Is(() => other.Heard.Count == 1, "the other has read it");
        var heard = other.Heard.Single();
        heard.Select(p => p.Format).Should().Equal(ClipboardFormat.Text, ClipboardFormat.Html, ClipboardFormat.Png);
        heard[0].Bytes.Should().Equal(Text);
        heard[2].Bytes.AsSpan().SequenceEqual(picture).Should().BeTrue("it came in pieces");
        one.Heard.Should().BeEmpty("what was set here is no news here");

        // Back, larger than is ever taken beside something small; and while it may not be read.
        second.Set([new(ClipboardFormat.Text, "small"u8.ToArray()), new(ClipboardFormat.Png, new byte[TransferLimits.ClipboardBytes + 1])]);
        await Eventually.Is(() => one.Heard.Count == 1, "the first has read it");
        one.Heard.Single().Select(p => (p.Format, p.Bytes.Length)).Should().Equal((ClipboardFormat.Text, 5));
        one.MayRead = false;
        second.Set([new(ClipboardFormat.Text, "secret"u8.ToArray())]);
        await Eventually.Is(() => one.Asked >= 3, "it was asked");
        one.MayRead = true;
        second.Set([new(ClipboardFormat.Text, "open"u8.ToArray())]);
        await Eventually.Is(() => one.Heard.Any(heard => heard[0].Bytes.AsSpan().SequenceEqual("open"u8)), "what may be read is heard");
        one.Heard.Should().HaveCount(2, "what might not be read was not");
    }

    [Fact]
    public async Task WhatAPasswordManagerMarksIsNotReadAndWhatComesTooLateIsLeftOut()
    {
        using var server = new XServer();
        var clock = new ManualClock();
        var ear = new Ear();
        using var clipboard = X11Clipboard.Open(ear, clock, server.Display)!;
        using (var manager = new CopyingProgram(server.Display, ("UTF8_STRING", "secret"u8.ToArray()), ("x-kde-passwordManagerHint", "secret"u8.ToArray())))
        {
            manager.Copy();
            await Eventually.Is(() => !manager.Asked.IsEmpty, "it is asked what it has");
            using var program = new CopyingProgram(
                server.Display, ("UTF8_STRING", "late"u8.ToArray()), ("text/html", "in time"u8.ToArray()))
            {
                Late = "UTF8_STRING",
                Wait = () => clock.Advance(SelectionReader.Patience + TimeSpan.FromMilliseconds(1)),
            };
            program.Copy();
            await Eventually.Is(() => !ear.Heard.IsEmpty, "what came in time is heard");
            program.Asked.Should().Equal("TARGETS", "UTF8_STRING", "text/html");
            manager.Asked.Should().Equal("TARGETS");
        }

        var heard = ear.Heard.Should().ContainSingle().Which.Should().ContainSingle().Which;
        (heard.Format, Encoding.UTF8.GetString(heard.Bytes)).Should().Be((ClipboardFormat.Html, "in time"));
    }

    private sealed class Ear : IClipboardEvents
    {
        private int asked;

        public ConcurrentQueue<IReadOnlyList<ClipboardContent>> Heard { get; } = new();

        public int Asked => Volatile.Read(ref asked);

        public bool Allowed { get; set; } = true;

        public bool MayRead
        {
            get
            {
                Interlocked.Increment(ref asked);
                return Allowed;
            }

            set => Allowed = value;
        }

        public void Copied(IReadOnlyList<ClipboardContent> pieces) => Heard.Enqueue(pieces);
    }
}
