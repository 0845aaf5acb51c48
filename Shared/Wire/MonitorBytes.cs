using System.Buffers.Binary;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Shared.Wire;

/// <summary>One of the customer's monitors, as a technician can choose it.</summary>
/// <param name="Place">Where it lies on the picture.</param>
/// <param name="IsPrimary">Whether it is the main one.</param>
/// <param name="ScalePercent">How much larger than usual the desktop draws there, 100 for 1×; 0 where that is not known.</param>
public sealed record MonitorPlace(ScreenRect Place, bool IsPrimary, int ScalePercent);

/// <summary>Both halves of <see cref="ControlMessage.Monitors"/>.</summary>
internal static class MonitorBytes
{
    private const int Head = 2; // u8 146, u8 how many
    private const int Each = 11; // 4 × u16 x, y, width, height, u8 1 the main one, u16 scale in percent

    public static byte[] Of(ControlMessage.Monitors monitors)
    {
        if (monitors.All.Count > ControlMessage.Monitors.Most)
        {
            throw new InvalidOperationException($"There are more than {ControlMessage.Monitors.Most} monitors.");
        }

        var bytes = new byte[Head + (Each * monitors.All.Count)];
        (bytes[0], bytes[1]) = (146, (byte)monitors.All.Count);
        var at = Head;
        foreach (var monitor in monitors.All)
        {
            foreach (var value in new[] { monitor.Place.X, monitor.Place.Y, monitor.Place.Width, monitor.Place.Height })
            {
                BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(at), checked((ushort)value));
                at += 2;
            }

            bytes[at] = monitor.IsPrimary ? (byte)1 : (byte)0;
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(at + 1), checked((ushort)monitor.ScalePercent));
            at += 3;
        }

        return bytes;
    }

    /// <summary>Null where the length does not fit, or a place lies outside of any picture.</summary>
    public static ControlMessage.Monitors? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Head || bytes[1] > ControlMessage.Monitors.Most || bytes.Length != Head + (Each * bytes[1]))
        {
            return null;
        }

        var monitors = new List<MonitorPlace>();
        for (var rest = bytes[Head..]; !rest.IsEmpty; rest = rest[Each..])
        {
            var place = StandingBytes.Place(rest);
            if (place.IsEmpty || place.X + place.Width > Frame.MaxSide || place.Y + place.Height > Frame.MaxSide || rest[8] > 1)
            {
                return null;
            }

            monitors.Add(new MonitorPlace(place, rest[8] == 1, BinaryPrimitives.ReadUInt16LittleEndian(rest[9..])));
        }

        return new ControlMessage.Monitors(monitors);
    }
}
