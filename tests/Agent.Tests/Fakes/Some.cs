using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Tests.Fakes;

/// <summary>Arbitrary values.</summary>
internal static class Some
{
    public static readonly SessionCode Code = new("4829", "130675");

    public static SessionOffer Offer(params Scope[] scopes) => new(
        Guid.Parse("6f6b1c86-6d7c-4d0c-9a2b-0d6a4d9f9c11"),
        "Lin Wei",
        "Northwind IT",
        "20931",
        "Printer prints blank pages",
        "look at the printer settings together",
        scopes.Length == 0 ? [Scope.View] : scopes,
        Minutes: 60,
        AnswerWithinSeconds: 120);

    public static byte[] Hello(ushort version = HubContract.ProtocolVersion, params byte[] codecs) =>
        new Hello(version, codecs.Length == 0 ? [1, 2] : codecs, new byte[Shared.Wire.Hello.SaltBytes]).ToBytes();

    public static byte[] Control(int viewer, ControlMessage message, ulong number = 1) =>
        new EnvelopeHeader(EnvelopeChannel.Control, EnvelopeMarks.None, (uint)viewer, number, 0).Wrap(message.ToBytes());
}
