using System.Buffers;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Shared.Tests.Wire;

/// <summary>Values that tests need and do not care about.</summary>
internal static class Some
{
    public const string Unicode = "屏幕共享 – Grüße, שלום, 👩🏽‍💻 \0\u2028\"\\";

    public static readonly Guid Id = Guid.Parse("3cfe05ea-0f2b-4d0c-9d7e-6a1a2f0e8b11");

    public static readonly DateTimeOffset Moment = new(2026, 11, 21, 8, 9, 10, 123, TimeSpan.Zero);

    public static readonly SessionStatus Status =
        new(Id, SessionState.Live, null, null, null, null, null, 5, true, null, 2, Moment, null, Moment.AddMinutes(1));

    public static readonly AgentReport Report = new(
        SessionEvent.Allow,
        Grant: new ConsentGrant(Id, [Scope.View, Scope.Control], "李雷", "Example", Moment, Moment.AddHours(1)));

    /// <summary>Bytes that count: 0, 1, 2 … 250, 0, 1 …</summary>
    public static byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        for (var i = 0; i < count; i++)
        {
            bytes[i] = (byte)(i % 251);
        }

        return bytes;
    }

    /// <summary>The same bytes in pieces, as they come from a network.</summary>
    public static ReadOnlySequence<byte> InPieces(byte[] bytes, int size)
    {
        var first = new Piece(bytes.AsMemory(0, Math.Min(size, bytes.Length)), 0);
        var last = first;
        for (var at = size; at < bytes.Length; at += size)
        {
            last = last.Then(bytes.AsMemory(at, Math.Min(size, bytes.Length - at)));
        }

        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> bytes, long at)
        {
            Memory = bytes;
            RunningIndex = at;
        }

        public Piece Then(ReadOnlyMemory<byte> bytes)
        {
            var next = new Piece(bytes, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
