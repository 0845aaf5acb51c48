using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Agent.Uplink;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Tests.Uplink;

/// <summary>The stream is read by another thread while the session pauses and speaks.</summary>
public sealed class UploadOrderTests
{
    [Fact]
    public async Task WhatIsSaidKeepsItsOrderHoweverOftenThePictureIsHeldBackMeanwhile()
    {
        const ulong Said = 20_000;
        var end = new SealedEnd(1);
        var uploads = new Uploads(() => true, new ManualClock());
        uploads.Begin(new EnvelopeSealer(new FrameSealer(HubContract.ProtocolVersion, Some.Session), PlatformRandom.Instance));
        var stream = uploads.Connect();
        uploads.Admit(1, end.Sealer());
        var heard = new List<ulong>();
        var reading = Task.Run(async () =>
        {
            await foreach (var envelope in stream.ReadAllAsync())
            {
                // Which does not open what comes out of its turn.
                heard.Add(((ControlMessage.Pong)ControlMessage.Read(end.Open(envelope)!.Value.Body)!).Echo);
            }
        });

        for (var number = 1ul; number <= Said; number++)
        {
            while (!uploads.Say(1, new ControlMessage.Pong(number, 0)) && !reading.IsCompleted)
            {
                await Task.Yield();
            }

            if (number % 4 == 0)
            {
                uploads.Hold();
            }
        }

        uploads.Close();
        await reading;
        heard.Should().HaveCount((int)Said).And.BeInAscendingOrder();
    }
}
