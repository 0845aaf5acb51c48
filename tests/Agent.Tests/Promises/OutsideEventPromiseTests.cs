using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Shared.Frames;
using RemoteAssist.Shared.Input;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Tests.Promises;

/// <summary>
/// Input events that lie outside, are empty or overflow, from a technician who may control: the Agent refuses each by name,
/// and a stranger to it hears nothing of them at the X server.
/// </summary>
[Trait("Promise", "19")]
public sealed class OutsideEventPromiseTests : HeardByXTests
{
    private const int Full = 2_000;
    private const int Width = 640; // of the X server's screen

    private static readonly byte[] NoButtons = [0, 4, 5, 6, 7, 10, 255];
    private static readonly ulong[] Far = [65_536, int.MaxValue, 1UL << 32, ulong.MaxValue];
    private static readonly byte[] Right = new ViewerCommand.Input([new InputEvent.Move(9, 9)]).ToBytes();

    [Fact]
    public async Task WhatLiesOutsideIsRefusedByNameAndNothingOfItIsInjected()
    {
        await Stage.ToLive(Scope.Control);
        (await Say(1, Right)).Should().BeNull("what is right is done");
        Witness.Took().Should().NotBeEmpty("the stranger hears what is done");

        using var tried = new Tried(19, "commands with an event out of its range, refused by name at an Agent that may be controlled");
        var dice = new Lcg(19);
        for (var number = 2U; number < 2 + Tried.Count(Full, 200); number++)
        {
            // What breaks the protocol takes what was right before it along; what is only outside the picture stands alone.
            var isOffPicture = dice.Next(6) == 0;
            byte[] body = isOffPicture ? [5, 1, .. Varint((ulong)(Width + dice.Next(Frame.MaxSide - Width))), 7] : [.. Right, .. Broken(dice)];
            var why = await Say(number, body);
            var took = Witness.Took();
            tried.Try(
                why == (isOffPicture ? CommandRefusal.OutOfRange : CommandRefusal.Malformed) && took.Count == 0,
                $"{Convert.ToHexString(body)}: {why}, and the server took {string.Join(' ', took)}");
        }

        tried.MustHold();
    }

    // What PROTOCOL.md does not have, of every kind of event.
    private static byte[] Broken(Lcg dice) => dice.Next(9) switch
    {
        0 => [1, .. Varint(Of(dice, Frame.MaxSide)), 0],
        1 => [1, 0, .. Varint(Of(dice, Frame.MaxSide + 1))],
        2 => [2, NoButtons[dice.Next(NoButtons.Length)], 1],
        3 => [2, 1, (byte)(2 + dice.Next(254))],
        4 => [3, .. Varint(Of(dice, 24_001)), 0],
        5 => [4, .. Varint(dice.Next(2) == 0 ? (ulong)dice.Next(4) : Of(dice, 232)), 1],
        6 => [5, .. dice.Next(3) switch { 0 => [0], 1 => Varint(Of(dice, 3)), _ => new byte[] { 1, 0xff } }],
        7 => [7, 4, .. Varint(dice.Next(3) switch { 0 => (ulong)dice.Next(32), 1 => 0xd800, _ => Of(dice, 0x110000) })],
        _ => [(byte)(dice.Next(2) == 0 ? 0 : 8 + dice.Next(248))],
    };

    private static ulong Of(Lcg dice, ulong first) => dice.Next(2) == 0 ? first : Math.Max(first, Far[dice.Next(Far.Length)]);

    private static byte[] Varint(ulong value)
    {
        var bytes = new List<byte>();
        for (; value > 0x7f; value >>= 7)
        {
            bytes.Add((byte)(value | 0x80));
        }

        return [.. bytes, (byte)value];
    }

    // Says why it was refused; null where it was done.
    private async Task<CommandRefusal?> Say(uint number, byte[] body)
    {
        Stage.Relay.Send(Stage.Technician, new ControlMessage.Command(number, body));
        await Eventually.Is(() => Stage.Technician.Heard.Contains(new ControlMessage.Done(number)), "it is heard");
        return Stage.Technician.Heard.OfType<ControlMessage.Refused>().LastOrDefault(refused => refused.Sequence == number)?.Why;
    }
}
