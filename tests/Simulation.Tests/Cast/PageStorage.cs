using RemoteAssist.Shared.Sealing;

namespace RemoteAssist.Simulation.Tests.Cast;

/// <summary>What a page keeps in the browser: it survives a reload.</summary>
internal sealed class PageStorage
{
    public ResumptionSecret? Secret { get; set; }

    /// <summary>Commands that are not acknowledged.</summary>
    public SortedDictionary<uint, byte[]> Commands { get; } = [];

    public uint LastCommand { get; set; }

    /// <summary>Whether the Agent let this page see: by the code, or because the customer allowed it.</summary>
    public bool AgreedByCode { get; set; }

    /// <summary>The number under which it was introduced.</summary>
    public int? IntroducedAs { get; set; }
}
