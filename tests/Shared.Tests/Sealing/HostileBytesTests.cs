using RemoteAssist.Shared.Sealing;

namespace RemoteAssist.Shared.Tests.Sealing;

/// <summary>Whatever comes in is answered with a name; nothing throws.</summary>
public sealed class HostileBytesTests
{
    [Fact]
    public void RandomAndMutilatedBytesAreNeverMoreThanAFault()
    {
        const int tries = 20_000;
        var random = new FixedRandom("hostile");
        var (agreed, _) = Some.Agreed();
        using var control = new ControlOpener(agreed.Keys.ControlToAgent, 1);
        using var frames = new FrameOpener(Some.Version, Some.Session);
        frames.Add(ContentKey.Draw(1, random)).Should().BeTrue();
        var opened = 0;
        for (var i = 0; i < tries; i++)
        {
            var drawn = random.Bytes(3);
            var bytes = random.Bytes((drawn[0] | (drawn[1] << 8)) % 300);
            if (bytes.Length > 3 && drawn[2] % 2 == 0)
            {
                // Half of them get a head that is taken seriously.
                bytes[0] = (byte)(drawn[2] % 4 == 0 ? 1 : new byte[] { 1, 2, 3, 4, 5, 17, 18, 19 }[drawn[2] % 8]);
                bytes[1] = (byte)(drawn[2] % 8 == 0 ? 0 : 1);
                bytes[2] = 0;
                bytes[3] = 0;
            }

            opened += control.Open(bytes, out _) is null ? 1 : 0;
            opened += frames.Open(bytes, out _) is null ? 1 : 0;
            opened += AskingStatement.Read(bytes) is null ? 0 : 1;
            opened += ContentKey.Read(bytes) is null ? 0 : 1;
            if (ExchangeMessage.Read(bytes, out _) is { } message)
            {
                message.ToBytes().Should().Equal(bytes, "what is read is all there is");
            }
        }

        opened.Should().Be(0);
    }

    [Fact]
    public void ALengthThatNamesMoreNamesThanThereAreIsMalformed()
    {
        foreach (byte count in new byte[] { 0, 2, 9, 255 })
        {
            byte[] bytes = [17, 1, .. new byte[65], count, .. new byte[16], 2, 0, 0, .. new byte[16]];
            ExchangeMessage.Read(bytes, out var fault).Should().BeNull();
            fault.Should().Be(ExchangeFault.Malformed);
        }
    }
}
