using System.Buffers.Binary;
using System.Text;
using RemoteAssist.Relay.Papers;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Fuzz.Targets;

/// <summary>What a technician's browser hands to the Relay beside the hub: snapshots, notes, checklists and phrases.</summary>
internal static class PaperTargets
{
    public static IReadOnlyList<Target> List { get; } =
    [
        new Target("png", ["PngShape.Read"], () => [Png()], () => input =>
            PngShape.Read(input) is { } size
            && ((long)size.Width * size.Height <= Snapshot.MostPixels ? true : throw new BrokenPromiseException("It is too large."))),
        Paper(PaperKind.Notes, "Drucker:\r\n\tausgeschaltet 👩‍💻"),
        Paper(PaperKind.Checklist, """{"topics":["printer","mail"],"items":[{"id":"a1","text":"名 Kabel","done":true},{"id":"b2","text":"x","done":false}]}"""),
        Paper(PaperKind.Phrases, """["Guten Tag","请稍等","\u00e9\ud83d\ude00"]"""),
    ];

    private static Target Paper(PaperKind kind, string good) => new(
        $"paper-{kind.ToString().ToLowerInvariant()}",
        ["PaperBody.Read"],
        () => [Encoding.UTF8.GetBytes(good), NameTargets.Utf16(good)],
        () => input => Read(kind, input));

    // What is kept must be taken again as it is.
    private static bool Read(PaperKind kind, ReadOnlySpan<byte> input)
    {
        var body = NameTargets.Text(input);
        return PaperBody.Read(kind, body) is { } kept
            && (PaperBody.Read(kind, kept) == kept ? true : throw new BrokenPromiseException("What is kept is not taken again."));
    }

    private static byte[] Png()
    {
        var header = new byte[13];
        BinaryPrimitives.WriteUInt32BigEndian(header, 1920);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4), 1080);
        (header[8], header[9]) = (8, 2);
        return
        [
            0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a,
            .. Chunk("IHDR", header), .. Chunk("sRGB", [0]), .. Chunk("IDAT", new byte[40]), .. Chunk("IEND", []),
        ];
    }

    private static byte[] Chunk(string type, byte[] data)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        return [.. length, .. Encoding.ASCII.GetBytes(type), .. data, 0, 0, 0, 0];
    }
}
