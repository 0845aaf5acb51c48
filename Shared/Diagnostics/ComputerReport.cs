using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Shared.Diagnostics;

/// <summary>What a fact is about. The numbers go on the wire.</summary>
public enum FactKind : byte
{
    /// <summary>The operating system: its name, and its kernel.</summary>
    System = 1,

    /// <summary>The desktop and its language.</summary>
    Desktop = 2,

    /// <summary>The processor, and how many of its cores there are.</summary>
    Processor = 3,

    /// <summary>Memory: what is used, and what there is.</summary>
    Memory = 4,

    /// <summary>A disk: where it is, what is used, and how large it is.</summary>
    Disk = 5,

    /// <summary>A monitor: its name, size and place.</summary>
    Display = 6,

    /// <summary>A network interface: its name, and whether it is up; no address.</summary>
    Network = 7,

    /// <summary>A program that uses much: its name, memory and processor time; nothing of what it was started with.</summary>
    Program = 8,

    /// <summary>For how long the computer has been on.</summary>
    Uptime = 9,
}

/// <summary>One fact.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Name">What of it, as the computer calls it; at most <see cref="ComputerReport.MostNameBytes"/> bytes.</param>
/// <param name="Value">Numbers with their units; at most <see cref="ComputerReport.MostValueBytes"/> bytes.</param>
public sealed record ComputerFact(FactKind Kind, string Name, string Value);

/// <summary>Facts about the customer's computer, read once. <c>varint ms since 1970, varint facts, each u8 kind, varint bytes and name, varint bytes and value (UTF-8)</c>.</summary>
/// <param name="Taken">When.</param>
/// <param name="Facts">At most <see cref="MostFacts"/>, in the order in which they are shown.</param>
public sealed record ComputerReport(DateTimeOffset Taken, IReadOnlyList<ComputerFact> Facts)
{
    /// <summary>The most facts of one report.</summary>
    public const int MostFacts = 200;

    /// <summary>The longest name, in bytes of UTF-8.</summary>
    public const int MostNameBytes = 120;

    /// <summary>The longest value, in bytes of UTF-8.</summary>
    public const int MostValueBytes = 200;

    /// <summary>The largest report, in bytes.</summary>
    public const int MaxBytes = 10 + 2 + (MostFacts * (MostNameBytes + MostValueBytes + 4));

    private static readonly long Latest = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>The report as bytes.</summary>
    public byte[] ToBytes()
    {
        var to = new WireWriter();
        to.Varint((ulong)Taken.ToUnixTimeMilliseconds());
        to.Varint(Facts.Count);
        foreach (var fact in Facts)
        {
            to.Byte((byte)fact.Kind);
            to.Text(fact.Name);
            to.Text(fact.Value);
        }

        return to.Written.ToArray();
    }

    /// <summary>Reads a report.</summary>
    /// <returns>Null where something is out of its range, missing or too long, stands behind it, or is no UTF-8.</returns>
    public static ComputerReport? Read(ReadOnlySpan<byte> bytes)
    {
        var from = new WireReader(bytes);
        var taken = from.Varint64();
        var count = from.Varint(MostFacts);
        if (from.IsBroken || taken > (ulong)Latest)
        {
            return null;
        }

        var facts = new List<ComputerFact>();
        for (var i = 0; i < count; i++)
        {
            var kind = (FactKind)from.Byte();
            if (!Enum.IsDefined(kind) || from.Text(MostNameBytes) is not { } name || from.Text(MostValueBytes) is not { } value)
            {
                return null;
            }

            facts.Add(new ComputerFact(kind, name, value));
        }

        return from.IsDone ? new ComputerReport(DateTimeOffset.FromUnixTimeMilliseconds((long)taken), facts) : null;
    }
}
